package comet_test

import (
	"strings"
	"testing"
	"testing/synctest"

	"crunchy/comet"
)

// TestForgottenElement: whoever waits to show something of an element that the page
// does not have any more ends, and nothing is kept of it.
func TestForgottenElement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := comet.NewSession(comet.Limits{Memory: 1000, Spool: -1})
		w := s.Writer("1", comet.Stdout)
		ended := make(chan error)
		go func() {
			for {
				if _, err := w.Write([]byte(strings.Repeat("x", 100))); err != nil {
					ended <- err
					return
				}
			}
		}()
		if err := s.Append(t.Context(), "2", comet.Stdout, []byte("stays")); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		s.Forget("1", "3")
		if err := <-ended; err != comet.ErrClosed {
			t.Errorf("the writer ends with %v", err)
		}
		if err := s.Append(t.Context(), "1", comet.Stop, nil); err != comet.ErrClosed {
			t.Errorf("a frame more: %v", err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
		b, err := s.Next(t.Context(), comet.Request{})
		if err != nil || len(b.Frames) != 1 || string(b.Frames[0].Data) != "stays" {
			t.Errorf("%+v, %v", b, err)
		}
		s.Close()
	})
}

// TestLessonFrame goes to clients that ask for it, once.
func TestLessonFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := comet.NewSession(comet.Limits{})
		for _, kind := range []comet.Kind{comet.Lesson, comet.Popup} {
			if err := s.Append(t.Context(), "0", kind, []byte("{}")); err != nil {
				t.Fatal(err)
			}
		}
		for types, want := range map[string]int{"": 1, "WORK": 1, "LESSON": 2} {
			b, err := s.Next(t.Context(), comet.Request{Types: comet.ParseTypes(types)})
			if err != nil || len(b.Frames) != want {
				t.Errorf("with types=%s: %+v, %v", types, b.Frames, err)
			}
		}
		if err := s.Ack(2); err != nil {
			t.Fatal(err)
		}
		if all, _ := s.Transcript(); len(all) != 1 || all[0].Kind != comet.Popup {
			t.Errorf("the page shows %+v", all)
		}
		s.Close()
	})
}

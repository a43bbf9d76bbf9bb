package comet_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/comet"
)

// seen is what a watcher gets, as KIND uid data.
func seen(b comet.Batch) string {
	var all []string
	for _, f := range b.Frames {
		all = append(all, strings.Replace(string(f.AppendBasic(nil)), "\r", " ", 1))
	}
	return strings.Join(all, "|")
}

// TestWatchersTakeNothing has a watcher and a holder read the same page, each at
// its own pace.
func TestWatchersTakeNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := comet.NewSession(comet.Limits{})
		defer s.Close()
		put := func(kind comet.Kind, data string) {
			t.Helper()
			if err := s.Append(t.Context(), "10001", kind, []byte(data)); err != nil {
				t.Fatal(err)
			}
		}
		put(comet.Stdout, "before\n")
		look := func(after uint64, want string) uint64 {
			t.Helper()
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			b, err := s.Look(ctx, after, comet.Types{})
			if seen(b) != want || (err == nil) != (want != "") {
				t.Errorf("after %d a watcher sees %q (%v), want %q", after, seen(b), err, want)
			}
			return b.Seq
		}
		at := look(comet.Newest, "")
		put(comet.Stdout, "one\n") // is not joined with what was before
		at = look(at, "STDOUT 10001 one\n")
		put(comet.JSCode, "alert(1)")
		put(comet.Status, `{"state":"running"}`)
		at = look(at, "")
		put(comet.Prompt, `{"prompt":">>> "}`)
		put(comet.Display, `{"data":{"text/plain":"<plot>"}}`)
		put(comet.Stop, "")
		look(0, "STDOUT 10001 before\n|STDOUT 10001 one\n|STDOUT 10001 >>> |STDOUT 10001 <plot>\n|STOP 10001 ")
		look(at, "STDOUT 10001 >>> |STDOUT 10001 <plot>\n|STOP 10001 ")
		at = look(at, "STDOUT 10001 >>> |STDOUT 10001 <plot>\n|STOP 10001 ") // as often as one likes

		b, err := s.Next(t.Context(), comet.Request{Types: comet.ParseTypes("STATUS")})
		if want := "STDOUT 10001 before\n|STDOUT 10001 one\n|JSCODE 10001 alert(1)|"; err != nil || !strings.HasPrefix(seen(b), want) {
			t.Errorf("the holder gets %q (%v)", seen(b), err)
		}
		if err := s.Ack(b.Seq); err != nil {
			t.Fatal(err)
		}
		look(0, "STDOUT 10001 before\n|STDOUT 10001 one\n|STDOUT 10001 >>> |STDOUT 10001 <plot>\n|STOP 10001 ")
		put(comet.Reset, "")
		look(0, "RESET 10001 ")
		if _, err := s.Look(t.Context(), 1000, comet.Types{}); !errors.Is(err, comet.ErrAhead) {
			t.Errorf("ahead: %v", err)
		}
		at = look(at, "RESET 10001 ")

		// It wakes, also for a piece of a line, and at the end.
		for _, c := range []struct {
			do   func()
			want string
			err  error
		}{
			{func() { put(comet.Stdout, "piece") }, "STDOUT 10001 piece", nil},
			{s.Close, "", comet.ErrClosed},
		} {
			time.AfterFunc(time.Minute, c.do)
			b, err := s.Look(t.Context(), at, comet.Types{})
			if seen(b) != c.want || !errors.Is(err, c.err) {
				t.Errorf("a watcher that waits sees %q (%v), want %q", seen(b), err, c.want)
			}
			at = b.Seq
		}
	})
}

// TestSlowWatchersAreToldOfLosses has a watcher come late to much output, of which
// the holder has had everything.
func TestSlowWatchersAreToldOfLosses(t *testing.T) {
	s := comet.NewSession(comet.Limits{Transcript: 100 << 10, Memory: 1 << 20})
	defer s.Close()
	for range 40 {
		_ = s.Append(t.Context(), "10001", comet.Stdout, []byte(strings.Repeat("x", 9999)+"\n"))
		b, err := s.Next(t.Context(), comet.Request{NoCursor: true})
		if err != nil || len(b.Frames) != 1 {
			t.Fatal(err)
		}
	}
	b, err := s.Look(t.Context(), 3, comet.Types{})
	if err != nil || string(b.Frames[0].Data) != "[earlier output is no longer kept]\n" {
		t.Fatalf("%v %.100q", err, seen(b))
	}
	n := len(b.Frames)
	for b.Seq < 40 {
		if b, err = s.Look(t.Context(), b.Seq, comet.Types{}); err != nil {
			t.Fatal(err)
		}
		n += len(b.Frames)
	}
	if n < 9 || n > 11 {
		t.Errorf("%d frames come", n)
	}
}

package comet_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/comet"
)

var ctx = context.Background()

func write(t *testing.T, s *comet.Session, uid string, kind comet.Kind, text string) {
	t.Helper()
	w := s.Writer(uid, kind)
	defer w.Close()
	if n, err := io.WriteString(w, text); n != len(text) || err != nil {
		t.Fatalf("Write: %d, %v", n, err)
	}
}

func next(t *testing.T, s *comet.Session, r comet.Request) comet.Batch {
	t.Helper()
	b, err := s.Next(ctx, r)
	if err != nil {
		t.Fatalf("Next(%+v): %v", r, err)
	}
	return b
}

func text(b comet.Batch) string {
	var sb strings.Builder
	for _, f := range b.Frames {
		sb.Write(f.Data)
	}
	return sb.String()
}

func TestFramesComeInOrderAndNeighboursAreJoined(t *testing.T) {
	s := comet.NewSession(comet.Limits{})
	write(t, s, "1", comet.Stdout, "a")
	write(t, s, "1", comet.Stdout, "b")
	write(t, s, "1", comet.Stderr, "c")
	write(t, s, "2", comet.Stdout, "d")
	s.Append(ctx, "1", comet.Stop, nil)
	b := next(t, s, comet.Request{})
	var got []string
	for _, f := range b.Frames {
		got = append(got, fmt.Sprintf("%s %s %s", f.Kind, f.UID, f.Data))
	}
	want := "[STDOUT 1 ab STDERR 1 c STDOUT 2 d STOP 1 ]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWhatWasHandedOutIsNotJoinedTo(t *testing.T) {
	s := comet.NewSession(comet.Limits{})
	write(t, s, "1", comet.Stdout, "a\n")
	first := next(t, s, comet.Request{})
	write(t, s, "1", comet.Stdout, "b\n")
	if again := next(t, s, comet.Request{}); text(again) != "a\nb\n" || len(again.Frames) != 2 {
		t.Errorf("the same cursor gives %q in %d frames", text(again), len(again.Frames))
	}
	if got := text(next(t, s, comet.Request{After: first.Seq})); got != "b\n" {
		t.Errorf("after the first: %q", got)
	}
}

func TestALineWrittenInPiecesIsOneFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := comet.NewSession(comet.Limits{})
		got := make(chan string)
		poll := func(after uint64) {
			b, _ := s.Next(ctx, comet.Request{After: after, Single: true})
			got <- text(b)
		}
		go poll(0)
		synctest.Wait()
		write(t, s, "1", comet.Stdout, "4")
		synctest.Wait()
		write(t, s, "1", comet.Stdout, "\n")
		if g := <-got; g != "4\n" {
			t.Errorf("a whole line: %q", g)
		}
		start := time.Now()
		write(t, s, "1", comet.Stdout, "Name? ")
		go poll(1)
		if g := <-got; g != "Name? " || time.Since(start) > 10*time.Millisecond {
			t.Errorf("a question: %q after %v", g, time.Since(start))
		}
	})
}

func TestCursorThatCannotBe(t *testing.T) {
	s := comet.NewSession(comet.Limits{})
	write(t, s, "1", comet.Stdout, "a")
	b := next(t, s, comet.Request{})
	if _, err := s.Next(ctx, comet.Request{After: b.Seq + 1}); !errors.Is(err, comet.ErrAhead) {
		t.Errorf("a cursor ahead: %v", err)
	}
	write(t, s, "1", comet.Stdout, "b")
	next(t, s, comet.Request{After: b.Seq})
	if _, err := s.Next(ctx, comet.Request{After: 0}); !errors.Is(err, comet.ErrStale) {
		t.Errorf("a cursor behind: %v", err)
	}
}

func TestClientWithoutACursorGetsEachFrameOnce(t *testing.T) {
	s := comet.NewSession(comet.Limits{})
	for i := range 3 {
		write(t, s, fmt.Sprint(i), comet.Stdout, fmt.Sprint(i))
	}
	for i := range 3 {
		b := next(t, s, comet.Request{NoCursor: true, Single: true})
		if len(b.Frames) != 1 || text(b) != fmt.Sprint(i) {
			t.Errorf("poll %d: %v", i, b)
		}
	}
}

func TestSecondPollEndsTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := comet.NewSession(comet.Limits{})
		first := make(chan error, 1)
		go func() {
			_, err := s.Next(ctx, comet.Request{})
			first <- err
		}()
		synctest.Wait()
		second := make(chan string, 1)
		go func() {
			b, err := s.Next(ctx, comet.Request{})
			second <- fmt.Sprint(text(b), err)
		}()
		if err := <-first; !errors.Is(err, comet.ErrSuperseded) {
			t.Errorf("the first poll: %v", err)
		}
		write(t, s, "1", comet.Stdout, "x")
		if got := <-second; got != "x<nil>" {
			t.Errorf("the second poll: %q", got)
		}
	})
}

// A stream that is still writing to a connection that has died must not end the
// poll of the client that came back.
func TestStreamDoesNotTakeThePageBack(t *testing.T) {
	s := comet.NewSession(comet.Limits{})
	write(t, s, "1", comet.Stdout, "a")
	old := next(t, s, comet.Request{Push: true})
	write(t, s, "1", comet.Stdout, "b")
	again := next(t, s, comet.Request{Push: true, After: old.Seq, Turn: old.Turn})
	if text(again) != "b" {
		t.Errorf("the stream goes on with %q", text(again))
	}
	newer := next(t, s, comet.Request{Push: true, After: old.Seq})
	if _, err := s.Next(ctx, comet.Request{Push: true, After: old.Seq, Turn: old.Turn}); !errors.Is(err, comet.ErrSuperseded) {
		t.Errorf("the older stream: %v", err)
	}
	write(t, s, "1", comet.Stdout, "c")
	if b := next(t, s, comet.Request{Push: true, After: newer.Seq, Turn: newer.Turn}); text(b) != "c" {
		t.Errorf("the newer stream goes on with %q", text(b))
	}
}

func TestClientGetsOnlyTheTypesItListed(t *testing.T) {
	s := comet.NewSession(comet.Limits{})
	for kind, data := range map[comet.Kind]string{
		comet.Prompt:  `{"prompt":">>> "}`,
		comet.Display: `{"data":{"text/plain":"<Figure>"}}`,
		comet.Result:  `{"message":"Two of three examples work."}`,
		comet.Input:   `{"waiting":true}`,
		comet.Status:  `{"state":"idle"}`,
	} {
		s.Append(ctx, string(kind), kind, []byte(data))
	}
	plain := map[string]string{}
	for _, f := range next(t, s, comet.Request{}).Frames {
		plain[f.UID] = string(f.Kind) + " " + string(f.Data)
	}
	want := map[string]string{
		"PROMPT": "STDOUT >>> ", "DISPLAY": "STDOUT <Figure>\n", "RESULT": "STDOUT Two of three examples work.\n",
	}
	if fmt.Sprint(plain) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", plain, want)
	}
	all := next(t, s, comet.Request{Types: comet.ParseTypes("PROMPT,INPUT,DISPLAY,RESULT,STATUS,NEWER")})
	if len(all.Frames) != 5 {
		t.Errorf("all types: %v", all.Frames)
	}
}

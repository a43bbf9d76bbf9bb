package comet_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
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

func TestNoCharacterIsSplitAndBadBytesAreReplaced(t *testing.T) {
	s := comet.NewSession(comet.Limits{})
	w := s.Writer("1", comet.Stdout)
	for _, b := range []byte("né€😀") {
		w.Write([]byte{b})
		for _, f := range next2(s) {
			if strings.ContainsRune(string(f.Data), '\uFFFD') {
				t.Errorf("a character was split: %q", f.Data)
			}
		}
	}
	w.Write([]byte("\xff|\xe2\x82"))
	w.Close()
	if got := text(next(t, s, comet.Request{})); got != "né€😀\uFFFD|\uFFFD\uFFFD" {
		t.Errorf("got %q", got)
	}
}

// next2 looks at what is there without waiting or acknowledging.
func next2(s *comet.Session) []comet.Frame {
	c, cancel := context.WithCancel(ctx)
	cancel()
	b, _ := s.Next(c, comet.Request{})
	return b.Frames
}

func TestLongTextIsCutBetweenCharacters(t *testing.T) {
	s := comet.NewSession(comet.Limits{})
	long := strings.Repeat("€", 100_000)
	go io.WriteString(s.Writer("1", comet.Stdout), long)
	var got strings.Builder
	var at uint64
	for got.Len() < len(long) {
		b := next(t, s, comet.Request{After: at})
		for _, f := range b.Frames {
			if strings.ContainsRune(string(f.Data), '\uFFFD') {
				t.Fatal("a character was split")
			}
		}
		got.WriteString(text(b))
		at = b.Seq
	}
	if got.String() != long {
		t.Error("the text has changed")
	}
}

func TestWriterWaitsAndLosesNothing(t *testing.T) {
	for name, l := range map[string]comet.Limits{
		"memory only": {Memory: 64 << 10, Spool: -1},
		"with spool":  {Memory: 64 << 10, Spool: 256 << 10},
	} {
		t.Run(name, func(t *testing.T) {
			l.Dir = t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				s := comet.NewSession(l)
				defer s.Close()
				var wg sync.WaitGroup
				written := 0
				const lines = 100_000
				wg.Go(func() {
					w := s.Writer("1", comet.Stdout)
					defer w.Close()
					for i := range lines {
						fmt.Fprintf(w, "line %d\n", i)
						written = i
					}
				})
				synctest.Wait()
				if written == lines-1 {
					t.Error("the writer never waited")
				}
				var got strings.Builder
				var at uint64
				for !strings.HasSuffix(got.String(), fmt.Sprintf("line %d\n", lines-1)) {
					b := next(t, s, comet.Request{After: at})
					got.WriteString(text(b))
					at = b.Seq
				}
				wg.Wait()
				var want strings.Builder
				for i := range lines {
					fmt.Fprintf(&want, "line %d\n", i)
				}
				if got.String() != want.String() {
					t.Error("lines were lost or changed")
				}
			})
		})
	}
}

func TestCloseWakesABlockedWriter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := comet.NewSession(comet.Limits{Memory: 32 << 10, Spool: -1})
		w := s.Writer("1", comet.Stdout)
		done := make(chan error, 1)
		go func() {
			for {
				if _, err := w.Write(make([]byte, 10<<10)); err != nil {
					done <- err
					return
				}
			}
		}()
		synctest.Wait()
		w.Close()
		if err := <-done; !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("got %v", err)
		}
	})
}

func TestDiscardDropsOnlyWhatNobodyHasSeen(t *testing.T) {
	s := comet.NewSession(comet.Limits{Memory: 64 << 10, Spool: 1 << 20, Dir: t.TempDir()})
	defer s.Close()
	write(t, s, "1", comet.Stdout, "seen\n")
	next(t, s, comet.Request{})
	flood := strings.Repeat("flood\n", 50_000)
	write(t, s, "1", comet.Stdout, flood)
	write(t, s, "2", comet.Stdout, "neighbour\n")
	if n := s.Discard("1", 1<<20); n != 0 {
		t.Errorf("little was dropped: %d", n)
	}
	if n := s.Discard("1", 1000); n != int64(len(flood)) {
		t.Errorf("%d bytes dropped, want %d", n, len(flood))
	}
	write(t, s, "1", comet.Stdout, "after\n")
	if got := text(next(t, s, comet.Request{})); got != "seen\nneighbour\nafter\n" {
		t.Errorf("got %q", got)
	}
	big := strings.Repeat("again\n", 100_000) // the spool can be used again
	write(t, s, "1", comet.Stdout, big)
}

func TestTranscriptIsWhatWasAcknowledged(t *testing.T) {
	s := comet.NewSession(comet.Limits{Transcript: 40 << 10})
	write(t, s, "1", comet.Stdout, "one\n")
	b := next(t, s, comet.Request{})
	write(t, s, "1", comet.Stdout, "two\n")
	s.Ack(b.Seq)
	frames, seq := s.Transcript()
	if seq != b.Seq || len(frames) != 1 || string(frames[0].Data) != "one\n" {
		t.Errorf("got %v up to %d", frames, seq)
	}
	for range 10 {
		write(t, s, "1", comet.Stdout, strings.Repeat("x", 9999)+"\n")
		b = next(t, s, comet.Request{After: b.Seq})
	}
	s.Ack(b.Seq)
	frames, _ = s.Transcript()
	if !strings.Contains(string(frames[0].Data), "earlier output") {
		t.Errorf("no mark where the beginning is lost: %.60q", frames[0].Data)
	}
	s.Append(ctx, "1", comet.Reset, nil)
	b = next(t, s, comet.Request{After: b.Seq})
	s.Ack(b.Seq)
	if frames, _ = s.Transcript(); len(frames) != 1 || frames[0].Kind != comet.Reset {
		t.Errorf("after a reset: %v", frames)
	}
}

func TestResume(t *testing.T) {
	poll := func(s *comet.Session, c context.Context) <-chan error {
		done := make(chan error, 1)
		go func() {
			_, err := s.Next(c, comet.Request{})
			done <- err
		}()
		synctest.Wait()
		return done
	}
	t.Run("a holder that comes back keeps the page", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := comet.NewSession(comet.Limits{})
			defer s.Close()
			first := poll(s, ctx)
			resumed := make(chan error, 1)
			go func() { resumed <- s.Resume(ctx) }()
			if err := <-first; !errors.Is(err, comet.ErrSuperseded) {
				t.Errorf("the open poll: %v", err)
			}
			time.Sleep(300 * time.Millisecond)
			again := poll(s, ctx)
			if err := <-resumed; !errors.Is(err, comet.ErrHeld) {
				t.Errorf("Resume: %v", err)
			}
			s.Close()
			<-again
		})
	})
	t.Run("a holder that stays away loses it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := comet.NewSession(comet.Limits{})
			first := poll(s, ctx)
			start := time.Now()
			if err := s.Resume(ctx); err != nil {
				t.Errorf("Resume: %v", err)
			}
			if d := time.Since(start); d != time.Second {
				t.Errorf("waited %v", d)
			}
			<-first
		})
	})
	t.Run("one whose connection went away is not waited for", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := comet.NewSession(comet.Limits{})
			c, cancel := context.WithCancel(ctx)
			first := poll(s, c)
			cancel()
			<-first
			start := time.Now()
			if err := s.Resume(ctx); err != nil || time.Since(start) != 0 {
				t.Errorf("Resume: %v after %v", err, time.Since(start))
			}
		})
	})
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

func TestTooBigAFrame(t *testing.T) {
	s := comet.NewSession(comet.Limits{Frame: 1000})
	if err := s.Append(ctx, "1", comet.Display, make([]byte, 1001)); !errors.Is(err, comet.ErrTooBig) {
		t.Errorf("got %v", err)
	}
}

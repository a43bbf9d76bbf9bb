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

	"crunchy/comet"
)

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

func TestTooBigAFrame(t *testing.T) {
	s := comet.NewSession(comet.Limits{Frame: 1000})
	if err := s.Append(ctx, "1", comet.Display, make([]byte, 1001)); !errors.Is(err, comet.ErrTooBig) {
		t.Errorf("got %v", err)
	}
}

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

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

// TestAWindowHoldsBackAndStartsAnew lets a stream have so much on its way and no
// more, whatever became of the streams before it.
func TestAWindowHoldsBackAndStartsAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := comet.NewSession(comet.Limits{})
		for range 6 {
			s.Append(ctx, "1", comet.Stdout, []byte(strings.Repeat("x", 40<<10)+"\n"))
		}
		const window = 64 << 10
		// take is what comes within a second: how many frames, and where they end.
		take := func(r comet.Request) (int, comet.Batch) {
			t.Helper()
			wait, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			r.Push, r.Window = true, window
			b, err := s.Next(wait, r)
			if err != nil && !errors.Is(err, context.DeadlineExceeded) {
				t.Fatal(err)
			}
			return len(b.Frames), b
		}
		expect := func(want, got int) {
			t.Helper()
			if got != want {
				t.Errorf("%d frames come, want %d", got, want)
			}
		}
		first := uint64(0)
		for stream := range 3 { // each breaks before it acknowledges all
			n, b := take(comet.Request{After: first})
			expect(1, n)
			n, b = take(comet.Request{After: b.Seq, Turn: b.Turn})
			expect(1, n)
			n, held := take(comet.Request{After: b.Seq, Turn: b.Turn})
			expect(0, n)
			if err := s.Ack(first + 1); err != nil {
				t.Fatal(stream, err)
			}
			n, _ = take(comet.Request{After: b.Seq, Turn: held.Turn})
			expect(1, n)
			first++
		}
		n, b := take(comet.Request{After: 6})
		expect(0, n)
		if err := s.Ack(6); err != nil {
			t.Fatal(err)
		}
		// what this client does not see is not on its way
		for range 3 {
			s.Append(ctx, "1", comet.Status, []byte(`{"more":"`+strings.Repeat("x", 40<<10)+`"}`))
		}
		time.AfterFunc(10*time.Millisecond, func() { s.Append(ctx, "1", comet.Stop, nil) })
		n, _ = take(comet.Request{After: 6, Turn: b.Turn})
		expect(1, n)
	})
}

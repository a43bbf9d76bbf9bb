//go:build unix

package protocoltest_test

import (
	"context"
	"testing"

	"crunchy/cmd/internal/protocoltest"
)

// TestPollsAtOnce holds that only so many wait for news, whichever came first.
func TestPollsAtOnce(t *testing.T) {
	s := start(t, setup{lessons: lessons, args: []string{"--polls", "1"}})
	v, w := open(t, s, "lesson.md"), open(t, s, "lesson.md")
	ctx, end := context.WithCancel(t.Context())
	defer end()
	poll := func(page, wait string) chan int {
		status := make(chan int, 1)
		go func() {
			a, err := s.Do(ctx, "GET", "/comet?wait="+wait+"&page="+page, "", protocoltest.JSON)
			if err != nil && ctx.Err() == nil {
				t.Error(err)
			}
			status <- a.Status
		}()
		return status
	}
	first := poll(v.ID, "25")
	for got := 0; got != 429; {
		select {
		case got = <-first:
			first = poll(v.ID, "25")
		case got = <-poll(w.ID, "1"):
		}
		if got != 204 && got != 429 {
			t.Fatalf("a poll is answered by %d", got)
		}
	}
}

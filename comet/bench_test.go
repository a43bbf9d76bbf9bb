package comet_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"crunchy/comet"
)

var line = []byte("a line that a program has printed\n")

// against reports how many times as long as its floor an iteration takes: the least
// that there is to be done, which runs right behind it in turns of n. A time of one
// machine proves nothing; this is much the same on each.
func against(b *testing.B, n int, floor func()) {
	b.Helper()
	took := b.Elapsed() / time.Duration(b.N)
	begin := time.Now()
	for range n {
		floor()
	}
	b.ReportMetric(float64(took)/(float64(time.Since(begin))/float64(n)), "×floor")
}

// BenchmarkFrame writes and reads a frame; the floor is to copy its text.
func BenchmarkFrame(b *testing.B) {
	f := comet.Frame{UID: "73488122000190001", Kind: comet.Stdout, Data: line}
	forms := map[string]func([]byte) ([]byte, error){
		"basic": func(p []byte) ([]byte, error) {
			p = f.AppendBasic(p)
			_, err := comet.ParseBasic(p)
			return p, err
		},
		"batch": func(p []byte) ([]byte, error) {
			p = f.AppendBatch(p)
			_, _, err := comet.ParseBatch(p)
			return p, err
		},
	}
	for name, form := range forms {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var p []byte
			for b.Loop() {
				var err error
				if p, err = form(p[:0]); err != nil {
					b.Fatal(err)
				}
			}
			against(b, 1_000_000, func() { p = append(p[:0], line...) })
		})
	}
}

// BenchmarkPublish gives a line to a page whose poll waits, until the poll has it,
// while so many other pages have a waiting poll. The floor is a goroutine that
// waits at a channel, and tells that it has got something.
func BenchmarkPublish(b *testing.B) {
	for _, pages := range []int{1, 100, 10_000} {
		b.Run(fmt.Sprint(pages), func(b *testing.B) {
			ctx, cancel := context.WithCancel(b.Context())
			var polls sync.WaitGroup
			defer polls.Wait()
			defer cancel()
			hub, got := comet.NewHub(comet.Limits{}), make(chan struct{})
			sessions := make([]*comet.Session, pages)
			for i := range sessions {
				s, _ := hub.Open(fmt.Sprint(i))
				sessions[i] = s
				polls.Go(func() {
					for after := uint64(0); ; {
						batch, err := s.Next(ctx, comet.Request{After: after})
						if err != nil {
							return
						}
						after = batch.Seq
						got <- struct{}{}
					}
				})
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if err := sessions[i%pages].Append(ctx, "1", comet.Stdout, line); err != nil {
					b.Fatal(err)
				}
				<-got
			}
			there, back := make(chan struct{}), make(chan struct{})
			defer close(there)
			go func() {
				for range there {
					back <- struct{}{}
				}
			}()
			against(b, 100_000, func() { there <- struct{}{}; <-back })
		})
	}
}

// BenchmarkAnswer is a poll that is answered at once, from its request to the last
// byte of its answer, without a network; the floor is to copy the text.
func BenchmarkAnswer(b *testing.B) {
	s, _ := comet.NewHub(comet.Limits{}).Open("1")
	r := httptest.NewRequest(http.MethodGet, "/comet?page=1", nil)
	w := &discard{head: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Append(b.Context(), "1", comet.Stdout, line); err != nil {
			b.Fatal(err)
		}
		if err := comet.LongPoll(pageOf{s}, "1", w, r, time.Second); err != nil {
			b.Fatal(err)
		}
	}
	var p []byte
	against(b, 1_000_000, func() { p = append(p[:0], line...) })
}

// pageOf is a source of one page.
type pageOf struct{ *comet.Session }

func (p pageOf) Poll(ctx context.Context, _ string, r comet.Request) (comet.Batch, error) {
	return p.Next(ctx, r)
}
func (p pageOf) Ack(_ context.Context, _ string, after uint64) error { return p.Session.Ack(after) }

// discard takes answers that nobody reads.
type discard struct{ head http.Header }

func (d *discard) Header() http.Header         { return d.head }
func (d *discard) WriteHeader(int)             {}
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }

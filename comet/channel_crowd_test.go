package comet_test

import (
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"crunchy/comet"
)

// TestManyWhoOnlyWait holds what a subscription costs that nobody writes to, and
// that a message reaches all of them.
func TestManyWhoOnlyWait(t *testing.T) {
	const many = 2_000
	c := channels(t, "a", "b")
	used := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapInuse + m.StackInuse)
	}
	before := used()
	var waiting, read sync.WaitGroup
	for range many {
		s := subscribe(t, c, "", "a", "b")
		waiting.Add(1)
		read.Go(func() {
			waiting.Done()
			if d, err := s.Next(ctx); err != nil || d.Messages[0].Text != "x" {
				t.Errorf("%v %v", d, err)
			}
		})
	}
	waiting.Wait()
	each := (used() - before) / many
	begin := time.Now()
	publish(t, c, "b:x")
	t.Logf("%d subscriptions: %d bytes each; to publish to them took %v", many, each, time.Since(begin))
	read.Wait()
	if each > 16<<10 {
		t.Errorf("%d bytes for each who waits", each)
	}
}

// TestChannelsUnderLoad has many publish and many come and go: each who stays gets
// every message once and in order.
func TestChannelsUnderLoad(t *testing.T) {
	c := comet.NewChannels()
	const writers, each = 8, 50
	if _, err := c.Create("a", comet.Rules{Read: reader, Publish: writer, Keep: writers * each}); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if err := c.Publish(writer, "a", fmt.Sprintf("%d %d", w, i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 8 {
		from := subscribe(t, c, comet.Beginning, "a").Position()
		wg.Go(func() {
			next := [writers]int{}
			for n := 0; n < writers*each; {
				s, err := c.Subscribe(reader, []string{"a"}, from)
				if err != nil {
					t.Error(err)
					return
				}
				d, err := s.Next(ctx)
				from = s.Position()
				s.Close()
				if err != nil || d.Missed {
					t.Error("something is missed:", err)
					return
				}
				for _, m := range d.Messages {
					var w, i int
					fmt.Sscan(m.Text, &w, &i)
					if next[w] != i {
						t.Errorf("%d comes where %d is due", i, next[w])
					}
					next[w]++
					n++
				}
			}
		})
	}
	wg.Wait()
}

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// classroom is a lesson with what students work on.
const classroom = "# A class\n\n" +
	"```python interpreter\n```\n\n```python isolated\n```\n\n```python editor name=mine\nprint('mine')\n```\n\n```python editor\n```\n"

// student is a client in the class, who does one thing after the other.
type student struct {
	*visitor
	r    *ruin
	acts *atomic.Int64
}

// deeds are what students do, good and bad. Each leaves the page usable.
var deeds = []func(*student) error{
	func(s *student) error { // run a program that asks
		return cmp.Or(s.do(3, "exec", "print('Hello,', input('Name? '))"), s.do(3, "post", "Ada\n"), s.until(3, "STDOUT", "Hello, Ada"), s.until(3, "STOP", ""))
	},
	func(s *student) error { // talk to an interpreter
		return cmp.Or(s.do(1, "exec", "6 * 7"), s.until(1, "STDOUT", "42"))
	},
	func(s *student) error { // an endless loop
		return cmp.Or(s.do(4, "exec", "print('on')\nwhile True: pass"), s.until(4, "STDOUT", "on"), s.do(4, "interrupt", ""), s.until(4, "STOP", ""))
	},
	func(s *student) error { // a flood
		return cmp.Or(s.do(4, "exec", "while True: print('flood')"), s.until(4, "STDOUT", "flood"), s.do(4, "kill", ""), s.until(4, "STOP", ""))
	},
	func(s *student) error { // children that do not mind
		return cmp.Or(s.do(2, "exec", brood), s.until(2, "STDOUT", "born"), s.do(2, "reset", ""))
	},
	func(s *student) error { // the program kills itself
		return cmp.Or(s.do(3, "exec", "import os; os.kill(os.getpid(), 9)"), s.until(3, "STOP", "signal 9"))
	},
	func(s *student) error { // write
		a, err := s.Act(context.Background(), 3, "save", "", fmt.Sprintf("print(%q)\n", strings.Repeat("x", rand.IntN(5000))))
		if err == nil && a.Status != http.StatusOK && a.Status != http.StatusConflict { // all have one name
			err = errors.New(a.Body)
		}
		return err
	},
	func(s *student) error { // a poll that is cut
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(rand.IntN(20))*time.Millisecond)
		defer cancel()
		_ = s.listen(ctx)
		return nil
	},
	func(s *student) error { // reload
		p, err := s.r.Open(context.Background(), "lesson.md", url.Values{"resume": {s.ID}})
		if err != nil {
			return err
		}
		s.visitor = visiting(p)
		// What was heard but not acknowledged comes once more, and is no answer to the next deed.
		word := fmt.Sprint("back", rand.Uint32())
		return cmp.Or(s.do(1, "exec", "print('"+word+"')"), s.until(1, "STDOUT", word))
	},
	func(s *student) error { // close the page, with whatever runs, and open another
		err := cmp.Or(s.do(4, "exec", "import time; time.sleep(1000)"), s.leave())
		if err != nil {
			return err
		}
		s.visitor, err = s.r.enter()
		return err
	},
	func(s *student) error { // go, and come back without a farewell
		var err error
		s.visitor, err = s.r.enter()
		return err
	},
}

// attend does things until the lesson is over.
func (s *student) attend(over func() bool) error {
	for !over() {
		s.forget()
		n := rand.IntN(len(deeds))
		if err := deeds[n](s); err != nil {
			return fmt.Errorf("deed %d: %w", n, err)
		}
		s.acts.Add(1)
	}
	return s.leave()
}

// TestChaosClass is an hour of a class in a few minutes: then all is as before.
func TestChaosClass(t *testing.T) {
	pupils, long := times(30, 2), times(150, 0)
	r := ruined(t, ground{lesson: classroom, args: []string{"--grace", "1s", "--silence", "8s"}})
	var acts atomic.Int64
	attend := func(pupils int, over func() bool) {
		var wg sync.WaitGroup
		for range pupils {
			wg.Go(func() {
				v, err := r.enter()
				if err == nil {
					err = (&student{visitor: v, r: r, acts: &acts}).attend(over)
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
	// Warm: a zygote, buffers, and what the allocator keeps for so many.
	attend(pupils, func() bool { return acts.Load() > int64(pupils) })
	before := quiet(r)
	acts.Store(0)
	begin := time.Now()
	attend(pupils, func() bool {
		return time.Since(begin) >= time.Duration(long)*time.Second && acts.Load() >= int64(2*pupils)
	})
	took := time.Since(begin)
	after := r.settled(before)
	t.Logf("a class of %d for %v: %d deeds; then fds %+d, terminals %+d, processes %+d, zombies %d, memory %+d KiB (%d KiB)",
		pupils, took.Round(time.Second), acts.Load(), after.fds-before.fds, after.terminals-before.terminals,
		after.processes-before.processes, after.zombies, after.kib-before.kib, after.kib)
	if grown := after.kib - before.kib; grown > 32<<10 {
		t.Errorf("it has grown by %d KiB", grown)
	}
	r.few(t)
}

// quiet waits until no page has a program any more, so that nothing but one
// zygote is there.
func quiet(r *ruin) (f footing) {
	waitFor(r.t, "the end of all programs", func() bool {
		r.HTTP.CloseIdleConnections()
		f = r.footing()
		return f.terminals == 0 && f.processes == 1 && f.zombies == 0
	})
	return f
}

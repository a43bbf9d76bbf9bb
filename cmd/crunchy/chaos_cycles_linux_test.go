package main

import (
	"fmt"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// settled waits until the server holds no more than at first, but for memory, and
// one process that is forked ahead, and complains when that does not come.
func (r *ruin) settled(first footing) footing {
	r.t.Helper()
	var now footing
	waitFor(r.t, fmt.Sprintf("a return to %+v", first), func() bool {
		r.HTTP.CloseIdleConnections()
		now = r.footing()
		return now.spares <= 1 && now.fds <= first.fds && now.terminals <= first.terminals && now.processes <= first.processes && now.zombies == 0
	})
	return now
}

// goroutines has the server crash, which tells how many it had.
func (r *ruin) goroutines() int {
	r.crashes = true
	r.HTTP.CloseIdleConnections()
	_ = syscall.Kill(r.server(), syscall.SIGQUIT)
	<-r.ended
	waitFor(r.t, "what the server says of its end", func() bool {
		return strings.Contains(r.out.String(), "\nrip ") || strings.Contains(r.out.String(), "\npc ")
	})
	return strings.Count(r.out.String(), "\ngoroutine ")
}

// few has the server crash, and complains when it had more goroutines than one
// has that does nothing, which are a little fewer.
func (r *ruin) few(t *testing.T) {
	t.Helper()
	n := r.goroutines()
	t.Logf("check 8: %d goroutines at the end", n)
	if n > 25 || n < 5 {
		t.Error("goroutines are left behind")
	}
}

// TestChaosCycles starts and stops over and over: nothing may stay behind.
func TestChaosCycles(t *testing.T) {
	const lesson = "# Cycles\n\n```python isolated\n```\n\n```python editor\n```\n"
	r := ruined(t, ground{lesson: lesson})
	cycle := func(v *visitor) {
		must(t, v.do(1, "exec", "print('one')"), v.until(1, "STATUS", "idle"), v.do(1, "reset", ""),
			v.do(2, "exec", "print('two')"), v.until(2, "STOP", ""))
		v.forget()
	}
	round := func(r *ruin, n int) {
		v := r.visit()
		for range n {
			cycle(v)
		}
		must(t, v.leave())
	}
	n := times(1000, 10) / 2 // there are two in each
	round(r, max(1, n/10))
	before := r.footing()
	begin := time.Now()
	round(r, n)
	took := time.Since(begin)
	after := r.settled(before)
	t.Logf("check 8: %d cycles in %v: fds %+d, terminals %+d, processes %+d, zombies %d, memory %+d KiB",
		2*n, took.Round(time.Millisecond), after.fds-before.fds, after.terminals-before.terminals, after.processes-before.processes, after.zombies, after.kib-before.kib)
	if grown := after.kib - before.kib; grown > 8<<10 {
		t.Errorf("it has grown by %d KiB", grown)
	}
	r.few(t)
}

// TestChaosMany starts very many interpreters at once.
func TestChaosMany(t *testing.T) {
	longOnly(t)
	const n = 200
	r := ruined(t, ground{lesson: isolated(n)})
	v := r.visit()
	begin := time.Now()
	var wg sync.WaitGroup
	errs := make([]error, n)
	for i := range n {
		wg.Go(func() { errs[i] = v.do(i+1, "exec", "print('up')") })
	}
	wg.Wait()
	must(t, errs...)
	for i := range n {
		must(t, v.until(i+1, "STDOUT", "up"))
	}
	took := time.Since(begin)
	f := r.footing()
	t.Logf("check 9: %d interpreters at once: all up in %v, 0 failed, %d processes, server %d KiB", n, took.Round(time.Millisecond), f.processes, f.kib)
	begin = time.Now()
	must(t, r.cmd.Process.Signal(syscall.SIGTERM))
	down := r.gone(begin)
	t.Logf("check 10: %d ended in %v, 0 left", n, down.Round(time.Millisecond))
	if r.err != nil {
		t.Errorf("the server ended with %v", r.err)
	}
	if took > 10*time.Second || down > 5*time.Second {
		t.Error("that is too long")
	}
}

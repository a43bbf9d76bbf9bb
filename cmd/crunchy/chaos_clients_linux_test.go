package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// echoing answers every line with the same one.
const echoing = "while True: print(input())\n"

// roundTrips sends lines to a program that echoes them, and returns how long
// each took to come back, the shortest first.
func (v *visitor) roundTrips(n, count int) ([]time.Duration, error) {
	var took []time.Duration
	for i := range count {
		line := fmt.Sprintf("line %d of %s\n", i, v.ID)
		begin := time.Now()
		if err := v.do(n, "post", line); err != nil {
			return nil, err
		}
		if err := v.until(n, "STDOUT", line); err != nil {
			return nil, err
		}
		took = append(took, time.Since(begin))
		v.forget()
	}
	slices.Sort(took)
	return took, nil
}

// at is the value below which so many of a hundred lie.
func at(sorted []time.Duration, percent int) time.Duration {
	return sorted[min(len(sorted)-1, len(sorted)*percent/100)].Round(10 * time.Microsecond)
}

// processor is the time that a process has had of one.
func processor(pid int) time.Duration {
	stat, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	_, after, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// TestChaosIdle holds many polls that have nothing to wait for, while one
// student works.
func TestChaosIdle(t *testing.T) {
	longOnly(t)
	const polls, trips = 500, 300
	r := ruined(t, ground{lesson: "# Idle\n\n```python editor\n```\n"})
	r.HTTP.Transport.(*http.Transport).MaxIdleConnsPerHost = polls
	v := r.visit()
	must(t, v.do(1, "exec", echoing))
	_, err := v.roundTrips(1, 1) // the first one starts what starts late
	must(t, err)
	alone, err := v.roundTrips(1, trips)
	must(t, err)
	t.Logf("check 50: a line and its echo, p50 %v, p99 %v", at(alone, 50), at(alone, 99))

	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	for range polls {
		idle := r.visit()
		idle.stream = &protocoltest.Poller{Page: idle.Page, Batch: true, After: idle.Seq} // waits for as long as the server lets it
		wg.Go(func() {
			for ctx.Err() == nil {
				if err := idle.listen(ctx); err != nil && ctx.Err() == nil {
					t.Errorf("an idle poll: %v", err)
					return
				}
			}
		})
	}
	waitFor(t, "a connection of each poll", func() bool { return r.footing().fds > polls })
	server := r.server()
	begin, used := time.Now(), processor(server)
	time.Sleep(10 * time.Second) // of which it should need next to nothing
	share := 100 * float64(processor(server)-used) / float64(time.Since(begin))
	busy, err := v.roundTrips(1, trips)
	must(t, err)
	f := r.footing()
	t.Logf("check 47: with %d idle polls: p50 %v, p99 %v; server %d KiB, %.1f %% of a processor", polls, at(busy, 50), at(busy, 99), f.kib, share)
	if f.kib > 60<<10 {
		t.Error("that is too much memory")
	}
	if share > 2 || at(busy, 99) > 100*time.Millisecond || at(alone, 50) > 15*time.Millisecond || at(alone, 99) > 50*time.Millisecond {
		t.Error("that is too slow")
	}
}

// TestChaosSleep stops the server in its tracks for longer than a silent page
// lives, as a laptop does that is closed: what was there goes on.
func TestChaosSleep(t *testing.T) {
	longOnly(t)
	r := ruined(t, ground{lesson: "# Sleep\n\n```python editor\n```\n", args: []string{"--silence", "2s"}})
	polls, quiet := r.visit(), r.visit()
	for _, v := range []*visitor{polls, quiet} {
		must(t, v.do(1, "exec", "name = input('before ')\nprint('after', name)\n"), v.until(1, "STDOUT", "before "))
	}
	came := make(chan error, 1)
	go func() { came <- polls.until(1, "STDOUT", "after sleep") }()
	server := r.server()
	must(t, syscall.Kill(server, syscall.SIGSTOP))
	time.Sleep(8 * time.Second)
	must(t, syscall.Kill(server, syscall.SIGCONT), polls.do(1, "post", "sleep\n"), <-came)
	must(t, quiet.do(1, "post", "silence\n"), quiet.until(1, "STDOUT", "after silence"))
	t.Log("check 49: stopped for longer than a silent page lives: pages and their programs go on, with and without a poll")
}

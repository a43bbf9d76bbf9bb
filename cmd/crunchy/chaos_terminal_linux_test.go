package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestChaosStop stops an interpreter in whatever it does, also a hundred times at
// once: it tells soon, and has forgotten nothing.
func TestChaosStop(t *testing.T) {
	longOnly(t)
	r := ruined(t, ground{lesson: isolated(1)})
	v := r.visit()
	must(t, v.do(1, "exec", "kept = 'not forgotten'\nprint('up')"), v.until(1, "STDOUT", "up"), v.until(1, "STATUS", "idle"))
	for what, code := range map[string]string{
		"a sleep":         "import time; print('on'); time.sleep(1000)",
		"a loop":          "print('on')\nwhile True: pass",
		"input()":         "print('on'); input()",
		"a child process": "import subprocess; print('on'); subprocess.run(['sleep', '1000'])",
		"a flood":         "print('on')\nwhile True: print('x' * 1000)",
	} {
		v.forget()
		must(t, v.do(1, "exec", code), v.until(1, "STDOUT", "on"))
		begin := time.Now()
		must(t, v.do(1, "interrupt", ""), v.until(1, "STDERR", "KeyboardInterrupt"))
		took := time.Since(begin)
		must(t, v.until(1, "STATUS", `"stopped"`))
		t.Logf("checks 34 and 35: Stop in %s is seen after %v", what, took.Round(time.Millisecond))
		if took > 500*time.Millisecond {
			t.Error("that is too long")
		}
	}
	// What was typed ahead is in the way of a terminal's own Ctrl-C.
	v.forget()
	must(t, v.do(1, "exec", "import time; print('on'); time.sleep(1000)"), v.until(1, "STDOUT", "on"),
		v.do(1, "post", strings.Repeat("# typed ahead\n", 2000)), v.do(1, "interrupt", ""), v.until(1, "STATUS", `"stopped"`))
	v.forget()
	must(t, v.do(1, "exec", "print('on')\nwhile True: pass"), v.until(1, "STDOUT", "on"))
	var wg sync.WaitGroup
	errs := make([]error, 100)
	for i := range errs {
		wg.Go(func() { errs[i] = v.do(1, "interrupt", "") })
	}
	wg.Wait()
	must(t, errs...)
	must(t, v.until(1, "STATUS", `"stopped"`))
	v.forget()
	must(t, v.do(1, "exec", "print(kept)"), v.until(1, "STDOUT", "not forgotten"), v.until(1, "STATUS", "idle"))
	t.Log("check 37: a hundred Stops at once: alive, and nothing is forgotten")
}

// textOf is the text of a number, which takes some time to be written.
func textOf(n int) string { return strings.Repeat(fmt.Sprintf("# %d\n", n), 20_000) }

// numberOf is the number of a text.
func numberOf(text string) (n int) {
	_, _ = fmt.Sscanf(text, "# %d\n", &n)
	return n
}

// TestChaosKilledWhileSaving kills the server while a student types, again and
// again: the next one has a whole text, the last that was said to be saved or a
// later one.
func TestChaosKilledWhileSaving(t *testing.T) {
	longOnly(t)
	dir := t.TempDir()
	base, saved := "", -1
	const n = 30
	for round := range n {
		r := ruined(t, ground{lesson: disked, dir: dir, crashes: true})
		v := r.visit()
		if got := v.Elements[0].Work; got != nil {
			n := numberOf(got.Text)
			if strings.TrimRight(textOf(n), "\n") != strings.TrimRight(got.Text, "\n") || n < saved {
				t.Fatalf("after text %d there is %d bytes of text %d", saved, len(got.Text), n)
			}
			base, saved = got.Version, n
		} else if saved >= 0 {
			t.Fatalf("text %d is lost", saved)
		}
		server, first := r.server(), saved+1
		for i := first; ; i++ {
			if i == first+round%5 {
				time.AfterFunc(time.Duration(rand.IntN(20))*time.Millisecond, func() { _ = syscall.Kill(server, syscall.SIGKILL) })
			}
			a, err := v.Act(t.Context(), 1, "save", "&base="+base, textOf(i))
			if err != nil {
				break // it is dead
			}
			var answer struct{ Version string }
			must(t, json.Unmarshal([]byte(a.Body), &answer))
			base, saved = answer.Version, i
		}
		<-r.ended
	}
	t.Logf("check 46: %d servers killed while saving: no text was torn, none that was saved is lost", n)
}

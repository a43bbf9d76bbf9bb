//go:build linux && (amd64 || arm64)

package runner

import (
	"flag"
	"log/slog"
	"os/exec"
	"slices"
	"testing"
	"time"
)

// TestChaosStartLatency prints how long programs take to come up in each way, beside
// a Python that is started by itself and does nothing. They take turns, so that a
// busy machine is busy for all of them.
func TestChaosStartLatency(t *testing.T) {
	n := 5
	if f := flag.Lookup("chaos"); f != nil && f.Value.String() == "true" {
		n = 200
	}
	python := systemPython(t)
	log := slog.New(slog.DiscardHandler)
	launchers := map[string]Launcher{"cold": &Cold{}, "by default": NewZygotes(log, true)}
	sandbox, err := NewSandbox(log)
	if err != nil {
		Lacks(t, err)
	}
	launchers["in the sandbox"] = sandbox
	times := map[string][]time.Duration{}
	for range n + 1 { // the first of each starts what the others need
		began := time.Now()
		if err := exec.Command(python.Path, "-I", "-c", "pass").Run(); err != nil {
			t.Fatal(err)
		}
		times["bare"] = append(times["bare"], time.Since(began))
		for name, l := range launchers {
			took, err := startOne(t.Context(), l, python)
			if err != nil {
				t.Fatal(name, err)
			}
			times[name] = append(times[name], took)
		}
	}
	for _, l := range launchers {
		l.Close()
	}
	for name, all := range times {
		all = all[1:]
		slices.Sort(all)
		t.Logf("%-15s %s at p50, %s at p95 of %d", name, all[n/2].Round(10*time.Microsecond), all[n*95/100].Round(10*time.Microsecond), n)
	}
}

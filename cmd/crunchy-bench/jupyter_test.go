package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// besideStandIn is a bench with a stand-in in the place of a Jupyter server.
func besideStandIn(t *testing.T, kind string) *bench {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &bench{ctx: t.Context(), dir: t.TempDir(), jupyter: []string{self, standInArgument, kind}}
}

// turns has it measured for so many turns.
func turns(t *testing.T, b *bench, n int, prepare func(*jupyter) (sample, error)) *beside {
	t.Helper()
	r := b.rival(n, n, prepare)
	for range n + 1 {
		if err := r.turn(); err != nil {
			t.Fatal(err)
		}
	}
	r.end()
	if r != nil && r.j != nil && r.j.cmd.ProcessState == nil {
		t.Error("the server is still there")
	}
	return r.told()
}

// TestBesideJupyter: in whatever order its messages come, each work is done and counted.
func TestBesideJupyter(t *testing.T) {
	for _, kind := range []string{orderly, disorderly} {
		b := besideStandIn(t, kind)
		for name, prepare := range map[string]func(*jupyter) (sample, error){
			"start": (*jupyter).starts, "together": (*jupyter).together, "1+1": (*jupyter).expression,
			"input()": (*jupyter).answer, "lines": jupyterPrinting("print('up and up')", "up and up\n"),
		} {
			if got := turns(t, b, 3, prepare); got == nil || got.Lost != "" || got.Value.N != 3 || got.Value.Median <= 0 {
				t.Errorf("%s, %s: %+v", kind, name, got)
			}
		}
		if b.jupyterVersion != "9.8.7" {
			t.Errorf("version %q", b.jupyterVersion)
		}
		r := b.rival(1, 1, (*jupyter).memory)
		if err := r.single(); err != nil || r.told() == nil || r.told().Value.N != 1 {
			t.Errorf("%s, memory: %v %+v", kind, err, r.told())
		}
		r.end()
	}
}

// TestJupyterThatLosesOutput has no time, but what it has lost, and goes on to be measured.
func TestJupyterThatLosesOutput(t *testing.T) {
	b := besideStandIn(t, limited)
	for name, prepare := range map[string]func(*jupyter) (sample, error){
		"start": (*jupyter).starts, "lines": jupyterPrinting("print('up')", "up\n"),
	} {
		got := turns(t, b, 3, prepare)
		if got == nil || got.Value.N != 0 || got.Lost != "output lost: of 3 bytes came 1" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := turns(t, b, 3, (*jupyter).expression); got == nil || got.Value.N != 3 {
		t.Errorf("1+1: %+v", got)
	}
}

// TestJupyterThatFails is told of and left out, and ends nothing else.
func TestJupyterThatFails(t *testing.T) {
	for _, kind := range []string{wrong, deaf, barren, refusing} {
		b := besideStandIn(t, kind)
		if got := turns(t, b, 3, (*jupyter).expression); got != nil {
			t.Errorf("%s: %+v", kind, got)
		}
		if b.jupyter != nil {
			t.Errorf("%s: it would be measured again", kind)
		}
		if got := turns(t, b, 3, (*jupyter).answer); got != nil {
			t.Errorf("%s, afterwards: %+v", kind, got)
		}
	}
}

func TestJupyterSaysWhy(t *testing.T) {
	for kind, want := range map[string]string{refusing: "no port for you", barren: "No such kernel named python3"} {
		b := besideStandIn(t, kind)
		j, err := startJupyter(b.ctx, b.jupyter, b.dir)
		if err == nil {
			_, err = j.kernel()
			j.stop()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	b := besideStandIn(t, orderly)
	j, err := startJupyter(b.ctx, b.jupyter, b.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer j.stop()
	k, err := j.kernel()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.value("raise", ""); err == nil || !strings.Contains(err.Error(), "nothing to raise") {
		t.Errorf("an error of a program: %v", err)
	}
	if _, err := startJupyter(b.ctx, []string{filepath.Join(b.dir, "missing")}, b.dir); err == nil {
		t.Error("a program that is not there has started")
	}
}

// TestJupyterEndsWithTheBench: who stops the bench stops it, too, and is not told that
// Jupyter has failed.
func TestJupyterEndsWithTheBench(t *testing.T) {
	b := besideStandIn(t, orderly)
	ctx, stop := context.WithCancel(b.ctx)
	b.ctx = ctx
	r := b.rival(3, 3, (*jupyter).expression)
	stop()
	if err := r.turn(); !errors.Is(err, context.Canceled) {
		t.Errorf("a turn after the end: %v", err)
	}
	r.end()
	if r.j.cmd.ProcessState == nil {
		t.Error("the server is still there")
	}
}

// TestJupyterThatIsSlow: when its time is over, the turns before count; without any it
// is given another figure, but not a third.
func TestJupyterThatIsSlow(t *testing.T) {
	b := besideStandIn(t, orderly)
	for _, test := range []struct{ before, counted int }{{3, 2}, {0, 0}, {2, 1}, {1, 0}, {3, 0}} {
		r := b.rival(9, 9, (*jupyter).expression)
		for range test.before {
			if err := r.turn(); err != nil {
				t.Fatal(err)
			}
		}
		if r != nil {
			r.cancel() // as at the end of its time
		}
		if err := r.turn(); err != nil {
			t.Fatal(err)
		}
		r.end()
		if got := r.told(); (got != nil) != (test.counted > 0) || got != nil && got.Value.N != test.counted {
			t.Errorf("after %d turns: %+v", test.before, got)
		}
	}
	if b.jupyter != nil {
		t.Error("it would be measured again")
	}
}

// TestPageBesideJupyter: a second table tells of it where it was measured.
func TestPageBesideJupyter(t *testing.T) {
	value := spreadOf([]float64{10})
	r := report{Jupyter: "9.8.7", Figures: []figure{
		{Name: "start", Unit: "ms", Value: value, Jupyter: &beside{Value: spread{N: 3, Median: 125, P95: 130, P99: 131}}},
		{Name: "only ours", Unit: "ms", Value: value},
		{Name: "lines", Unit: "ms", Value: value, Jupyter: &beside{Lost: "output lost: of 9 bytes came 1"}},
		{Name: "memory", Unit: "MiB", Value: value, Jupyter: &beside{Value: spreadOf([]float64{50})}},
	}}
	const want = `
The same work, in turns, on Jupyter Server 9.8.7:

| what | times Crunchy | Crunchy, median | Jupyter, median | 95 of 100 | 99 of 100 | n |
|---|--:|--:|--:|--:|--:|--:|
| start | **12** | 10 ms | 125 ms | 130 | 131 | 3 |
| lines |  | 10 ms | output lost: of 9 bytes came 1 |  |  |  |
| memory | **5.0** | 10 MiB | 50 MiB |  |  | 1 |

`
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var again report
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	if got := again.markdown(); !strings.HasSuffix(got, want) {
		t.Errorf("%s", got)
	}
	var out strings.Builder
	if err := table(&out, r, report{}); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"jupyter", "125 ms", "output lost: of 9 bytes came 1"} {
		if !strings.Contains(out.String(), words) {
			t.Errorf("no %q in %s", words, out.String())
		}
	}
	for i := range r.Figures {
		r.Figures[i].Jupyter = nil
	}
	out.Reset()
	if err := table(&out, r, report{}); err != nil || strings.Contains(out.String(), "jupyter") || strings.Contains(r.markdown(), "Jupyter") {
		t.Errorf("%v without it: %s%s", err, out.String(), r.markdown())
	}
	if text, _ := json.Marshal(report{Figures: []figure{{}}}); strings.Contains(string(text), "Jupyter") {
		t.Errorf("without it: %s", text)
	}
}

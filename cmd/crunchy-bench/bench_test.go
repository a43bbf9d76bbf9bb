package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/missing"
)

// TestMain is the floor, too, and the stand-in for Jupyter, which are this program
// started again.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == bareArgument {
		main()
		return
	}
	if len(os.Args) > 2 && os.Args[1] == standInArgument {
		if err := standIn(os.Args[2], os.Args[3:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// findPython is a Python for the floors. In CI there has to be one.
func findPython(t *testing.T) string {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		missing.Skip(t, "there is no Python here")
	}
	return python
}

func TestBareServer(t *testing.T) {
	b := &bench{ctx: t.Context(), python: findPython(t)}
	for source, line := range map[string][2]string{
		bareInterpreter: {"6*7", "42"},
		bareEditor:      {"print('up', flush=True)", "up"},
		bareQuestion:    {"x", "next"},
	} {
		f, err := b.bare(source)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := f.answers(b.ctx, line[0], line[1]); err != nil {
				t.Error(err)
			}
		}
		if err := f.answers(b.ctx, line[0], "something else"); err == nil {
			t.Error("a wrong answer is none")
		}
		f.end()
		if !f.cmd.ProcessState.Success() {
			t.Errorf("its end: %v", f.cmd.ProcessState)
		}
	}
}

func TestHeldByABareServer(t *testing.T) {
	b := &bench{ctx: t.Context()}
	f, err := b.bare("")
	if err != nil {
		t.Fatal(err)
	}
	defer f.end()
	held, err := holdAll(b.ctx, f.Client, 20, func(int) string { return "/hold" })
	defer held.close()
	if err != nil {
		t.Fatal(err)
	}
	for count := ""; count != "20"; {
		a, err := f.Do(b.ctx, "GET", "/held", "")
		if err != nil {
			t.Fatal(err)
		}
		count = a.Body
	}
}

func TestForks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no Python can fork on Windows")
	}
	f, err := (&bench{ctx: t.Context(), python: findPython(t)}).fork(3)
	if err != nil {
		t.Fatal(err)
	}
	if all := f.late.take(); len(all) < 3 || slices.Min(all) < -1 { // the line has six digits behind the point
		t.Errorf("lines are late by %v", all)
	}
	if err := f.end(); err != nil {
		t.Error(err)
	}
	if _, err := (&bench{ctx: t.Context(), python: "/bin/false"}).fork(1); err == nil {
		t.Error("forks of nothing")
	}
}

// TestCheck: what is above its limit once is not what counts.
func TestCheck(t *testing.T) {
	m := measurement{name: "thing", most: 2}
	at := func(ratio float64) []figure {
		return []figure{{Name: "thing", Unit: "ms", Of: "nothing", Value: spreadOf([]float64{10 * ratio}), Floor: spreadOf([]float64{10})}, {Name: "without a floor"}}
	}
	for _, test := range []struct {
		name   string
		ratios []float64
		above  bool
	}{
		{"below", []float64{1.9}, false},
		{"disturbed once", []float64{3, 1.9}, false},
		{"disturbed twice", []float64{3, 9, 2}, false},
		{"slower", []float64{3, 9, 2.1}, true},
	} {
		var parts []int
		said, err := m.check(func(part int) ([]figure, error) {
			parts = append(parts, part)
			return at(test.ratios[len(parts)-1]), nil
		}, io.Discard)
		if err != nil || (said != "") != test.above || !slices.Equal(parts, attempts[:len(test.ratios)]) {
			t.Errorf("%s: %q %v after %v", test.name, said, err, parts)
		}
	}
	if _, err := m.check(func(int) ([]figure, error) { return nil, io.ErrUnexpectedEOF }, io.Discard); err != io.ErrUnexpectedEOF {
		t.Error(err)
	}
}

// TestPage puts figures of before into a lesson, and the chart beside it.
func TestPage(t *testing.T) {
	dir := t.TempDir()
	lesson, figures := filepath.Join(dir, "fast.md"), filepath.Join(dir, "now.json")
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put(figures, `{"When": "2026-01-02T03:04:05Z", "System": "a computer", "Figures": [
		{"Name": "thing", "Unit": "ms", "Value": {"N": 7, "Median": 0.515, "P95": 1.25, "P99": 12.5}, "Floor": {"N": 7, "Median": 0.25}, "Of": "nothing"},
		{"Name": "memory", "Unit": "MiB", "Value": {"N": 1, "Median": 123.4, "P95": 123.4, "P99": 123.4}}]}`)
	put(lesson, "# Fast\n\n"+tableBegins+"old\n"+tableEnds+"\nThe end.\n")
	for range 2 { // the second time in the place of the first
		if err := run(t.Context(), []string{"-from", figures, "-page", lesson}, io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := os.ReadFile(lesson)
	want := "# Fast\n\n" + tableBegins + `
Measured on 2026-01-02 on a computer.

| what | times the floor | median | 95 of 100 | 99 of 100 | the floor | n |
|---|--:|--:|--:|--:|---|--:|
| thing | **2.1** | 0.52 ms | 1.2 | 12 | 0.25 ms: nothing | 7 |
| memory |  | 123 MiB |  |  |  | 1 |

` + tableEnds + "\nThe end.\n"
	if string(got) != want {
		t.Errorf("%s", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "images", "fast.svg")); err != nil {
		t.Error(err)
	}
	put(lesson, "# No place\n"+tableBegins)
	if err := run(t.Context(), []string{"-from", figures, "-page", lesson}, io.Discard); err == nil || !strings.Contains(err.Error(), tableEnds) {
		t.Errorf("without a place: %v", err)
	}
}

func TestSpread(t *testing.T) {
	var samples []float64
	for n := range 1000 {
		samples = append(samples, float64(999-n))
	}
	if got := spreadOf(samples); got != (spread{N: 1000, Quarter: 250, Median: 500, P95: 950, P99: 990}) {
		t.Errorf("%+v", got)
	}
	if samples[0] != 999 {
		t.Error("the samples are in another order now")
	}
	if got := spreadOf(nil); got != (spread{}) {
		t.Errorf("of nothing: %+v", got)
	}
}

func TestTableCompares(t *testing.T) {
	of := func(value, floor float64) report {
		return report{When: time.Unix(0, 0).UTC(), System: "here", Figures: []figure{
			{Name: "with a floor", Unit: "ms", Of: "nothing", Value: spreadOf([]float64{value}), Floor: spreadOf([]float64{floor})},
			{Name: "without", Unit: "MiB", Value: spreadOf([]float64{value})},
		}}
	}
	var out strings.Builder
	// Twice as long on a machine that is half as fast is no change.
	if err := table(&out, of(20, 10), of(10, 5)); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	if len(lines) < 5 || !strings.Contains(lines[3], "+0 %") || !strings.Contains(lines[4], "+100 %") {
		t.Errorf("%s", out.String())
	}
	out.Reset()
	if err := table(&out, of(20, 10), report{}); err != nil || strings.Contains(out.String(), "change") {
		t.Errorf("%v %s", err, out.String())
	}
}

func TestWrongUse(t *testing.T) {
	for _, args := range [][]string{{"-nothing"}, {"-compare", "missing.json"}, {"-from", "missing.json"}, {"-page", "missing.md"}, {"-run", "("}} {
		if err := run(t.Context(), args, &strings.Builder{}); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}

func TestChart(t *testing.T) {
	r := report{}
	for _, n := range []int{10, 100, 500} {
		r.Figures = append(r.Figures,
			figure{Name: pagesTicking(n), Unit: "ms", Value: spreadOf([]float64{1, 2, 3})},
			figure{Name: pagesTicking(n) + perPage, Unit: "MiB", Value: spreadOf([]float64{1.5})})
	}
	got := draw(r)
	if n := strings.Count(got, "<circle"); n != 9 {
		t.Errorf("%d points, want 9: %s", n, got)
	}
	for _, x := range []string{"60.0", "236.6", "360.0"} { // 10, 100 and 500, as logarithms
		if !strings.Contains(got, `cx="`+x+`"`) {
			t.Errorf("no point at %s: %s", x, got)
		}
	}
	if err := xml.Unmarshal([]byte(got), new(any)); err != nil {
		t.Error(err)
	}
	if got := draw(report{}); strings.Contains(got, "NaN") || strings.Contains(got, "Inf") {
		t.Error(got)
	}
}

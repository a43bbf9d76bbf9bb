package runner_test

import (
	"testing"

	"crunchy/runner"
)

// What is sent to a prediction is what its own program will print.
func TestPrediction(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.add(runner.Spec{
		UID: "p", Mode: runner.Program, File: "mine.py", Dir: t.TempDir(), Source: "for n in range(2):\n    print(n)",
		Exercise: &runner.Exercise{Tests: []runner.Test{test("predict", "")}},
	})
	for _, tt := range []struct{ said, want string }{
		{"0\n1", "1 0 The test works.\npassed What it prints\n"},
		{"0 \n1\n\n", "1 0 The test works.\npassed What it prints\n"},
		{"1\n2", "0 1 The test does not work yet.\nfailed What it prints | 1\\n2 | 0\\n1\n"},
		{"print(", "0 1 The test does not work yet.\nfailed What it prints | print( | 0\\n1\n"},
		{"", "0 1 The test does not work yet.\nfailed What it prints | 0\\n1\n"},
	} {
		v := b.checked(r, "p", tt.said)
		if v == nil || v.Kind != "predict" {
			t.Fatalf("%q: %+v", tt.said, v)
		}
		if got := v.tell(); got != tt.want {
			t.Errorf("%q:\n got %q\nwant %q", tt.said, got, tt.want)
		}
	}
}

// The order of the lines counts, however the program ends.
func TestOrderOfLines(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.exercise("p", runner.Exercise{Tests: []runner.Test{{Kind: "parsons", Source: "x = 1\nif x:\n    print(x)\n    print(y)", Hidden: true}}})
	for _, tt := range []struct{ source, want string }{
		{"x = 1\n\nif x: \n    print(x)\n    print(y)\n", "1 0 The test works.\npassed The order of the lines\n"},
		{"x = 1\nif x:\nprint(x)\n    print(y)", "0 1 The test does not work yet.\nfailed The indentation line 3 : The lines are in the right order. Line 3 is not indented as it should be.\n"},
		{"print(x)\nx = 1", "0 1 The test does not work yet.\nfailed The order of the lines line 1 : Another line comes first.\n"},
		{"x = 1\n\nprint(x)", "0 1 The test does not work yet.\nfailed The order of the lines line 3 : The first line is right. The one after it is not yet.\n"},
		{"x = 1\nif x:\n    print(y)\n    print(x)", "0 1 The test does not work yet.\nfailed The order of the lines line 3 : The first 2 lines are right. The one after them is not yet.\n"},
		{"", "0 1 The test does not work yet.\nfailed The order of the lines : Another line comes first.\n"},
	} {
		v := b.checked(r, "p", tt.source)
		if v == nil || v.Kind != "parsons" {
			t.Fatalf("%q: %+v", tt.source, v)
		}
		if got := v.tell(); got != tt.want {
			t.Errorf("%q:\n got %q\nwant %q", tt.source, got, tt.want)
		}
	}
}

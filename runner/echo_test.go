package runner_test

import (
	"testing"

	"crunchy/runner"
)

// TestEcho types the same at interpreters that share a process and show values
// in their own ways.
func TestEcho(t *testing.T) {
	b := newBench(t, runner.Config{})
	for uid, c := range map[string]struct{ echo, want string }{
		"1": {"", "42\n'a'\nprinted\n"},
		"2": {"none", "printed\n"},
		"3": {"type", "42 <int>\n'a' <str>\nprinted\n"},
		"4": {"", "42\n'a'\nprinted\n"},
	} {
		r := b.add(runner.Spec{UID: uid, Group: "one", Echo: c.echo})
		b.exec(uid, "6 * 7\n'a'\nNone\nprint('printed')\n")
		r.wait(t, "[>>>]", 1)
		if out, _ := r.output(); out != c.want {
			t.Errorf("with %q it shows %q, want %q", c.echo, out, c.want)
		}
	}
}

//go:build linux

package runner_test

import (
	"context"
	"strings"
	"testing"

	"crunchy/runner"
)

// What is told of a drawing reaches the program that runs, and nothing else; however
// much of it comes, nobody waits.
func TestTell(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.program("1", "")
	tell := func(event string) error {
		_, err := b.Ask(context.Background(), "1", "event", event, 0)
		return err
	}
	const key = `{"do":"KeyPress","key":"a"}`
	if err := tell(key); err != nil { // nothing runs: it is passed over
		t.Error(err)
	}
	for _, bad := range []string{"", "x", "[]", "null", `{"do":"` + strings.Repeat("x", 600) + `"}`} {
		if err := tell(bad); err != runner.ErrQuestion {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
	b.exec("1", "import turtle\nturtle.onkeypress(lambda: (print('key'), turtle.bye()), 'a')\nprint('ready')\nturtle.mainloop()")
	r.wait(t, "ready\n", 1)
	if err := tell(key); err != nil {
		t.Error(err)
	}
	r.wait(t, "key\n", 1)
	r.wait(t, "[stop ]", 1)
	b.exec("1", "import time\nprint('deaf')\ntime.sleep(0.5)\nprint('done')")
	r.wait(t, "deaf\n", 1)
	for range 5000 {
		if err := tell(key); err != nil {
			t.Fatal(err)
		}
	}
	r.wait(t, "done\n", 1)
	r.wait(t, "[stop ]", 2)
	b.exec("1", "print('and on')")
	r.wait(t, "and on\n", 1)
}

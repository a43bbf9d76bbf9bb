package runner_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"crunchy/runner"
)

func TestShare(t *testing.T) {
	b := newBench(t, runner.Config{})
	one, two, three := b.interpreter("1", "g"), b.interpreter("2", "g"), b.interpreter("3", "g")
	b.write("1", "")
	one.wait(t, "[>>>]", 1)
	b.exec("1", "x = 1; import time; print('go'); name = input('? ')")
	one.wait(t, "[input true]", 1)
	b.write("2", "x = x + 1; name\n")
	b.exec("3", "x = x + 1; x")
	b.write("2", "'two again'\n")
	two.wait(t, "[queued]", 1)
	three.wait(t, "[queued 1]", 1)
	if n := b.Stats().Processes; n != 1 {
		t.Errorf("%d processes", n)
	}
	b.write("1", "Ada\n")
	three.wait(t, "[>>>]", 1)
	two.wait(t, "'two again'\n", 1)
	one.wait(t, "[>>>]", 2)
	two.wait(t, "[>>>]", 3)
	for _, test := range []struct {
		r    *recorder
		want string
	}{
		{one, "[starting][idle][>>>][running 1]go\n? [input true][input false][idle 1 finished][>>>]"},
		{two, "[queued][idle][>>>][running 1]'Ada'\n[idle 1 finished][>>>][queued][running 2]'two again'\n[idle 2 finished][>>>]"},
		{three, "[queued 1][running 1]3\n[idle 1 finished][>>>]"},
	} {
		got := test.r.text()
		// Whether three is done before two's second line depends on when that came.
		got = strings.Replace(got, "[>>>][running 2]", "[>>>][queued][running 2]", 1)
		if got != test.want {
			t.Errorf("%q\nwant %q", got, test.want)
		}
	}
}

// An interrupt takes a run that waits out of the queue and leaves the others alone.
func TestInterruptQueued(t *testing.T) {
	b := newBench(t, runner.Config{})
	one, two, three := b.interpreter("1", "g"), b.interpreter("2", "g"), b.interpreter("3", "g")
	b.exec("1", "import time; print('go'); time.sleep(0.5); print('done')")
	one.wait(t, "go\n", 1)
	b.exec("2", "print('two')")
	b.exec("3", "print('three')")
	two.wait(t, "[queued 1]", 1)
	if s := b.do(b.Interrupt, "2"); s != runner.Idle {
		t.Error(s)
	}
	three.wait(t, "three\n", 1)
	if got, want := two.text(), "[queued 1][idle 1 stopped][>>>]"; got != want {
		t.Errorf("%q", got)
	}
	if !strings.Contains(one.text(), "done\n[idle 1 finished]") {
		t.Errorf("%q", one.text())
	}
	// Each has its own unfinished block.
	b.write("2", "for i in 1, 2:\n")
	two.wait(t, "[...]", 1)
	b.write("3", "'between'\n")
	three.wait(t, "'between'\n", 1)
	b.write("2", "  i\n\n")
	two.wait(t, "1\n2\n", 1)
}

// A Program in a shared process leaves its names there, stops alone, and is
// started again alone.
func TestSharedProgram(t *testing.T) {
	b := newBench(t, runner.Config{})
	one := b.interpreter("1", "g")
	two := b.add(runner.Spec{UID: "2", Group: "g", Mode: runner.Program, Source: "y = 3; print(x)", File: "e.py"})
	b.exec("1", "x = 2")
	one.wait(t, "[>>>]", 1)
	b.write("2", "unread\n")
	two.wait(t, "[stop", 1)
	b.exec("1", "y")
	one.wait(t, "3\n[idle 2 finished][>>>]", 1)
	if got, want := two.text(), "[running 1]2\n[ended 1 finished][stop ]"; got != want {
		t.Errorf("%q", got)
	}
	if err := b.Write("2", nil); err != runner.ErrEnded {
		t.Error(err)
	}
	one.clear()
	two.clear()
	b.exec("2", "print(y)")
	two.wait(t, "[stop", 1)
	if got, want := two.text(), "[reset][running 2]3\n[ended 2 finished][stop ]"; got != want {
		t.Errorf("%q", got)
	}
	// All who share the process start afresh, and show their prompt when they are used.
	if got := one.text(); got != "[reset]" {
		t.Errorf("%q", got)
	}
	b.write("1", "y\n")
	one.wait(t, "3\n", 1)
	if got, want := one.text(), "[reset][>>>][running 3]3\n[idle 3 finished][>>>]"; got != want {
		one.until(t, want, func() bool { return one.text() == want })
	}
	one.clear()
	b.exec("2", "import sys; sys.exit(4)")
	one.wait(t, "[stop", 1)
	two.wait(t, "[stop", 2)
	if got := one.text(); got != "[reset][ended exit][stop The program ended itself with exit status 4.]" {
		t.Errorf("%q", got)
	}
	if !strings.HasSuffix(two.text(), "[reset][running 3][ended 3 exit][stop The program ended itself with exit status 4.]") {
		t.Errorf("%q", two.text())
	}
	b.exec("1", "5")
	one.wait(t, "5\n[idle 4 finished][>>>]", 1)
	if !strings.HasSuffix(two.text(), "][reset]") {
		t.Errorf("%q", two.text())
	}
}

func TestAsk(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	ctx := context.Background()
	ask := func(kind, code string) (string, error) {
		data, err := b.Ask(ctx, "1", kind, code, len(code))
		return string(data), err
	}
	if got, err := ask("complete", "prin"); err != nil || !strings.Contains(got, `"print`) {
		t.Error(got, err)
	}
	b.write("1", "spam_and_eggs = 1\n")
	r.wait(t, "[>>>]", 2)
	if got, err := ask("complete", "spam"); err != nil || !strings.Contains(got, `"spam_and_eggs"`) {
		t.Error(got, err)
	}
	if got, err := ask("inspect", "len"); err != nil || !strings.Contains(got, `"found":true`) && !strings.Contains(got, `"found": true`) {
		t.Error(got, err)
	}
	if _, err := ask("nonsense", ""); err != runner.ErrQuestion {
		t.Error(err)
	}
	b.exec("1", "import time\ndef wait_here():\n  print('go')\n  time.sleep(100)\nwait_here()")
	r.wait(t, "go\n", 1)
	if _, err := ask("complete", "s"); err != runner.ErrBusy {
		t.Error(err)
	}
	time.Sleep(50 * time.Millisecond)
	start := time.Now()
	got, err := ask("where", "")
	var where struct {
		Threads []struct {
			Name   string
			Frames []struct {
				File, Function, Text string
				Line                 int
			}
		}
	}
	if err != nil || json.Unmarshal([]byte(got), &where) != nil || len(where.Threads) != 1 || len(where.Threads[0].Frames) != 2 {
		t.Fatal(got, err)
	}
	if f := where.Threads[0].Frames[1]; f.Function != "wait_here" || f.Line != 4 || f.Text != "time.sleep(100)" {
		t.Errorf("%+v", f)
	}
	t.Log(time.Since(start), got)
	// Still asleep, and interruptible.
	b.do(b.Interrupt, "1")
	r.wait(t, "[>>>]", 3)

	// An editor can be asked before its run, and runs in that process.
	p := b.program("2", "")
	if got, err := b.Ask(ctx, "2", "complete", "prin", 4); err != nil || !strings.Contains(string(got), `"print`) {
		t.Error(string(got), err)
	}
	if p.text() != "" {
		t.Errorf("%q", p.text())
	}
	b.exec("2", "print(1)")
	p.wait(t, "[stop ]", 1)
}

func TestDisplay(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.interpreter("1", "")
	b.exec("1", "class P:\n  def _repr_html_(self): return '<b>p</b>'\nprint('before')\nP()\nprint('after')")
	r.wait(t, "[>>>]", 1)
	if !strings.Contains(r.text(), "before\n[display]after\n") {
		t.Errorf("%q", r.text())
	}
	if e := r.last(runner.EventDisplay); e.Run != 1 || !strings.Contains(string(e.Data), "<b>p</b>") {
		t.Errorf("%+v", e)
	}
}

func TestUnknown(t *testing.T) {
	b := newBench(t, runner.Config{})
	if err := b.Write("9", nil); err != runner.ErrUnknown {
		t.Error(err)
	}
	b.interpreter("1", "")
	if err := b.Add(runner.Spec{UID: "1"}, newRecorder()); err != runner.ErrExists {
		t.Error(err)
	}
	for _, act := range []func(string) (runner.State, error){b.Interrupt, b.Kill} {
		if s := b.do(act, "1"); s != runner.Idle {
			t.Error(s)
		}
	}
	b.Close()
	if err := b.Write("1", nil); err != runner.ErrClosed {
		t.Error(err)
	}
	if err := b.Add(runner.Spec{UID: "2"}, newRecorder()); err != runner.ErrClosed {
		t.Error(err)
	}
}

func TestMissingPython(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.add(runner.Spec{UID: "1", Python: "3.99"})
	b.write("1", "1\n")
	r.wait(t, "[stop This needs Python 3.99, which was not found on this computer. Install it and try again.]", 1)
	if s := r.last(runner.EventStatus); s.State != runner.Ended || s.Outcome.Reason != runner.Lost {
		t.Errorf("%+v", s)
	}
	b = newBench(t, runner.Config{Limits: runner.Limits{Processes: 1}})
	r, other := b.interpreter("1", ""), b.interpreter("2", "")
	b.exec("1", "1")
	r.wait(t, "[>>>]", 1)
	b.exec("2", "2")
	other.wait(t, "[stop Too many programs are running at once.", 1)
	b.do(b.Reset, "1")
	b.exec("2", "2")
	other.wait(t, "[>>>]", 1)
}

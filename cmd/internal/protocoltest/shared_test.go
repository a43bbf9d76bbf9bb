//go:build unix

package protocoltest_test

import (
	"strings"
	"testing"
)

func TestSharedNamespace(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(shared1, "x = 1")
	v.prompt(shared1)
	v.exec(shared2, "x += 1\nx")
	v.says(shared2, "2\n")
	v.prompt(shared2)
	v.post(shared3, "x\n")
	v.says(shared3, "2\n")
	v.exec(alone1, "x")
	v.says(alone1, "NameError")
	v.exec(joined2, "x = 'of the session'\nx")
	v.says(joined2, "'of the session'\n")
	v.prompt(joined2)
	v.exec(joined, "print(x)")
	same(t, v.stop(joined), `
		8 STDOUT "of the session\n"
		8 STOP ""`)
	// Two isolated ones are two; another page is another process.
	v.exec(alone2, "x = 5")
	v.prompt(alone2)
	v.exec(alone1, "x")
	v.says(alone1, "NameError")
	other := open(t, common(t), "lesson.md")
	other.exec(shared1, "x")
	other.says(shared1, "NameError")
	other.exec(joined2, "x")
	other.says(joined2, "NameError")
}

func TestOneRunAtATimeTheOthersWait(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(shared1, "print('one'); a = input('? '); print('end of one')")
	v.asks(shared1)
	v.exec(shared2, "print('two')\na")
	v.post(shared3, "")
	v.post(shared3, "print('three')\n")
	v.exec(shared1, "print('four')")
	v.post(shared1, "answer\n")
	v.until("four", func(f frame) bool { return f.UID == v.UID(shared1) && strings.Contains(f.Data, "four") })
	v.prompt(shared1)
	same(t, v.seen, `
		1 STDOUT "one\n? end of one\n"
		1 PROMPT ">>> "
		2 STDOUT "two\n'answer'\n"
		2 PROMPT ">>> "
		3 PROMPT ">>> "
		3 STDOUT "three\n"
		3 PROMPT ">>> "
		1 STDOUT "four\n"
		1 PROMPT ">>> "`)
	// Who waits is told so.
	queued := false
	for _, f := range v.seen {
		queued = queued || f.Type == "STATUS" && f.UID == v.UID(shared2) && object(f)["state"] == "queued"
	}
	if !queued {
		t.Errorf("no STATUS says that an element waits:\n%s", show(v.seen, true))
	}
}

func TestInputGoesToTheOneWhoseRunItIs(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(shared1, "a = input('one? ')\n")
	v.asks(shared1)
	v.post(shared2, "b = 'source of two'\nb\n") // not input of one's run
	v.post(shared1, "for one\n")
	v.prompt(shared1)
	v.says(shared2, "'source of two'\n")
	v.exec(shared3, "a, b")
	v.says(shared3, "('for one', 'source of two')\n")
}

func TestInterruptOfAWaitingRunTakesItOut(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(shared1, "a = input('? ')")
	v.asks(shared1)
	v.exec(shared2, "print('never')")
	v.do(shared2, "interrupt", "", "")
	v.post(shared1, "still here\n")
	v.prompt(shared1)
	v.exec(shared3, "a")
	v.says(shared3, "'still here'\n")
	v.exec(shared2, "print('later')")
	v.says(shared2, "later\n")
	if all := show(v.seen, false); strings.Contains(all, "never") || strings.Contains(all, "KeyboardInterrupt") {
		t.Errorf("the run that was taken out:\n%s", all)
	}
}

func TestInterruptStopsTheRunOfItsOwn(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(shared1, "kept = 1")
	v.prompt(shared1)
	v.exec(shared1, "while True: pass")
	v.running(shared1)
	v.exec(shared2, "kept")
	v.do(shared1, "interrupt", "", "")
	frames := v.prompt(shared1)
	if got := text(frames, "STDERR"); !strings.HasSuffix(got, "KeyboardInterrupt\n") {
		t.Errorf("shown: %q", got)
	}
	v.says(shared2, "1\n")
}

func TestLateOutputBelongsToWhoRanLast(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(shared1, `
import os, threading, time
def later():
    while not os.path.exists("now"):
        time.sleep(0.01)
    os.remove("now")
    print("from the thread", flush=True)
threading.Thread(target=later, daemon=True).start()
`)
	v.prompt(shared1)
	v.exec(shared2, "'ran last'")
	v.prompt(shared2)
	v.exec(alone1, "open('now', 'w').close()")
	v.until("the thread", func(f frame) bool { return isText(f) && strings.Contains(f.Data, "from the thread") })
	if f := v.seen[len(v.seen)-1]; f.UID != v.UID(shared2) || f.Type != "STDOUT" {
		t.Errorf("it came as %v", f)
	}
}

// frames of the three that share a process, without what else happens.
func sharing(v *view, kinds string) string {
	var lines []string
	for _, f := range v.seen {
		if n := strings.TrimPrefix(f.UID, v.ID); strings.Contains(kinds, f.Type) && (n == "0001" || n == "0002" || n == "0003") {
			lines = append(lines, f.Type+" "+strings.TrimLeft(n, "0"))
		}
	}
	return strings.Join(lines, ", ")
}

func TestEndOfTheProcessReachesAllWhoShareIt(t *testing.T) {
	for name, c := range map[string]struct{ end, source string }{
		"sys.exit": {source: "import sys; sys.exit(3)"},
		"os._exit": {source: "import os; os._exit(7)"},
		"killed":   {end: "kill", source: "while True: pass"},
		"eof":      {end: "eof", source: "1"},
	} {
		t.Run(name, func(t *testing.T) {
			v := open(t, common(t), "lesson.md")
			v.exec(shared2, "x = 1")
			v.prompt(shared2)
			v.exec(alone1, "y = 1")
			v.prompt(alone1)
			v.exec(shared1, c.source)
			if c.end == "eof" {
				v.prompt(shared1)
			} else if c.end != "" {
				v.running(shared1)
			}
			if c.end != "" {
				v.do(shared1, c.end, "", "")
			}
			for n := 0; n < 3; n = strings.Count(sharing(v, "STOP"), "STOP") {
				v.until("three ends", func(f frame) bool { return f.Type == "STOP" })
			}
			if got := sharing(v, "RESET"); got != "" {
				t.Errorf("%s was sent without an /exec", got)
			}
			for _, f := range v.seen {
				if f.Type == "STOP" && f.Data == "" {
					t.Errorf("the STOP of %s does not say why", f.UID)
				}
			}
			for _, n := range []int{shared1, shared2, shared3} {
				v.refused(410, n, "post", "1\n")
			}
			// An /exec to one of them begins with a RESET to each.
			from := len(v.seen)
			v.exec(shared3, "x")
			v.says(shared3, "NameError")
			v.prompt(shared3)
			var resets []string
			for i, f := range v.seen[from:] {
				if f.Type == "RESET" {
					resets = append(resets, f.UID)
					if i >= 3 && f.UID == v.UID(shared3) {
						t.Errorf("RESET is not the first frame:\n%s", show(v.seen[from:], true))
					}
				}
			}
			if len(resets) != 3 {
				t.Errorf("RESET came for %v", resets)
			}
			v.post(shared1, "'alive'\n")
			v.says(shared1, "'alive'\n")
			// The isolated one has not noticed.
			v.exec(alone1, "y")
			v.says(alone1, "1\n")
			if strings.Count(sharing(v, "RESET"), "RESET") != 3 {
				t.Errorf("more RESETs than one each: %s", sharing(v, "RESET"))
			}
		})
	}
}

func TestResetReachesAllWhoShareTheProcess(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(shared1, "x = 1\ninput()")
	v.asks(shared1)
	v.exec(shared2, "'waits'")
	v.do(shared3, "reset", "", "")
	for n := 0; n < 3; n = strings.Count(sharing(v, "RESET"), "RESET") {
		v.until("three resets", func(f frame) bool { return f.Type == "RESET" })
	}
	if got := sharing(v, "STOP"); got != "" {
		t.Errorf("a reset is no end: %s", got)
	}
	for _, n := range []int{shared2, shared1} {
		v.post(n, "")
		v.prompt(n)
		v.post(n, "x\n")
		v.says(n, "NameError")
		v.prompt(n)
	}
	if strings.Contains(show(v.seen, false), "waits") {
		t.Error("what had waited ran after the reset")
	}
}

// TestProgramOfASession runs in a process that goes on after its end.
func TestProgramOfASession(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(joined2, "kept = 1")
	v.prompt(joined2)
	v.exec(joined, "kept += 1\nprint(kept)")
	same(t, v.stop(joined), `
		8 STDOUT "2\n"
		8 STOP ""`)
	v.refused(410, joined, "post", "x\n")
	// Its next run is a fresh start for all that share the process, which goes on.
	from := len(v.seen)
	v.exec(joined, "print(kept)")
	v.stop(joined)
	got := show(v.seen[from:], false)
	if !strings.Contains(got, `8 RESET ""`) || !strings.Contains(got, `9 RESET ""`) ||
		!strings.HasSuffix(strings.TrimSpace(got), "8 STDOUT \"2\\n\"\n8 STOP \"\"") || strings.Count(got, "RESET") != 2 {
		t.Errorf("the second run:\n%s", got)
	}
	v.exec(joined2, "kept")
	v.says(joined2, "2\n")
	v.prompt(joined2)
	for _, f := range v.seen {
		if f.UID == v.UID(joined2) && f.Type == "STOP" {
			t.Error("STOP to the interpreter, whose process goes on")
		}
	}
}

func TestNothingComesUnasked(t *testing.T) {
	t.Parallel()
	s := common(t)
	id := plain(t, s, "lesson.md")
	if a := request(t, s, "GET", "/comet?page="+id+"&after=0&wait=1", ""); a.Status != 204 {
		t.Errorf("a page that was only opened says %q", a.Body)
	}
}

package browsertest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestColoursAndProgress(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("hello.py")
	e.replace(`import sys
for n in range(0, 101, 20):
    print(f"\r{n:3} %", end="", flush=True)
print()
print("\x1b[32mgreen\x1b[0m \x1b[1mbold\x1b[0m", "wörter ✓ 漢字 🐍")
print("out 1"); print("err 1", file=sys.stderr); print("out 2"); print("err 2", file=sys.stderr)`)
	e.run()
	e.state("ended")
	if got, want := e.text(), "100 %\ngreen bold wörter ✓ 漢字 🐍\nout 1\nerr 1\nout 2\nerr 2\n"; got != want {
		t.Errorf("it shows %q, want %q", got, want)
	}
	styles := value[[]string](b, `[...`+q(e.id)+`.querySelectorAll(".cr-row span")].map((s) => [s.textContent, s.className, s.style.color].join(" ").trim())`)
	for _, want := range []string{"green  var(--cr-ansi-2)", "bold cr-t-bold", "err 1 cr-err", "err 2 cr-err"} {
		if !strings.Contains(strings.Join(styles, "\n"), want) {
			t.Errorf("no %q in %q", want, styles)
		}
	}
}

func TestFloodIsStoppedAtOnce(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("hello.py")
	e.replace("n = 0\nwhile True:\n    n += 1\n    print(n, 'x' * 60)")
	e.run()
	e.shows("xxx")
	time.Sleep(time.Second)
	began := time.Now()
	b.click(e.id + ` [data-do="stop"]`)
	e.state("ended")
	t.Logf("Stop took %v", time.Since(began))
	e.shows("KeyboardInterrupt")
	if rows := value[int](b, q(e.id)+`.querySelectorAll(".cr-row").length`); rows > 12000 {
		t.Errorf("%d lines are on the page", rows)
	}
	e.run()
	e.shows("xxx")
	b.click(e.id + ` [data-do="reset"]`)
	e.state("idle")
	e.run()
	e.shows("Hello from the editor\n")
	e.state("ended")
	if got := e.text(); got != "Hello from the editor\n" {
		t.Errorf("after the reset it shows %.200q", got)
	}
}

func TestPasswordIsNeverShown(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("hello.py")
	e.replace("import getpass\nprint(len(getpass.getpass('Secret: ')))")
	e.run()
	e.asks()
	if got := value[string](b, q(e.id+" .cr-answer")+".type"); got != "password" {
		t.Errorf("the box is of type %s", got)
	}
	b.line("hunter2")
	e.shows("7\n")
	for range 2 {
		if html := value[string](b, `document.documentElement.outerHTML`); strings.Contains(html, "hunter2") {
			t.Error("the password is on the page")
		}
		b.reload()
		e.shows("7\n")
	}
}

func TestPastedSessionRuns(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.open("")
	from := b.named("hello.py")
	from.replace(">>> for i in range(2):\n...     print('row', i)\n...\nrow 0\nrow 1\n>>> 6 * 7\n42\n")
	b.press("a", ctrl)
	b.press("c", ctrl)
	e := b.nth(1)
	e.typeAt()
	b.press("v", ctrl)
	e.shows("42")
	e.state("idle")
	want := ">>> for i in range(2):\n...     print('row', i)\nrow 0\nrow 1\n>>> 6 * 7\n42\n"
	if got := e.text(); got != want {
		t.Errorf("it shows %q, want %q", got, want)
	}
}

// TestEndsAreSaid lets a program end in every way that it can.
func TestEndsAreSaid(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.named("hello.py")
	for source, want := range map[string]string{
		"pass":                                "Finished in",
		"import sys; sys.exit(3)":             "3",
		"import os; os._exit(4)":              "4",
		"import os; os.kill(os.getpid(), 9)":  "SIGKILL",
		"import os; os.kill(os.getpid(), 11)": "SIGSEGV",
		"x = (":                               "SyntaxError in line 1",
	} {
		e.replace("print('before')\n" + source)
		if strings.HasPrefix(source, "x") {
			e.replace(source)
		}
		e.run()
		e.state("ended")
		e.says(want)
		if got := e.text(); !strings.HasPrefix(got, "before\n") && !strings.HasPrefix(source, "x") {
			t.Errorf("%s: what was printed is lost: %q", source, got)
		}
	}
	one := b.nth(1)
	one.typeAt()
	b.line("print('a'); import os; os._exit(1)")
	one.state("ended")
	one.shows("a\n")
	b.click(one.id + " .cr-side .cr-primary")
	b.until(fmt.Sprintf(`document.activeElement === %s`, q(one.id+" .cr-line")))
	b.line("6 * 7")
	one.shows("42")
}

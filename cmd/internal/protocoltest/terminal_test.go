//go:build unix

package protocoltest_test

import (
	"strings"
	"testing"
)

// shows reads until the terminal of the first element has shown the text, and
// returns all that it showed.
func (v *view) shows(text string) string {
	v.t.Helper()
	var all strings.Builder
	v.until(text, func(f frame) bool {
		switch f.Type {
		case "STDERR", "INPUT":
			v.t.Errorf("a terminal sends %s %q", f.Type, f.Data)
		case "STDOUT":
			all.WriteString(f.Data)
		}
		return strings.Contains(all.String(), text)
	})
	return all.String()
}

// TestTerminalForTheSmallestClient types into the author's program as a
// terminal's window would: what is typed comes back, and a key deletes.
func TestTerminalForTheSmallestClient(t *testing.T) {
	t.Parallel()
	v := basic(t, common(t), "terminal.md")
	if kind := v.Elements[0].Kind; kind != "terminal" || v.Elements[0].Options["size"] != "(10,40)" {
		t.Errorf("the element is %+v", v.Elements[0])
	}
	v.post(1, "")
	v.shows("? ")
	v.post(1, "abx")
	v.shows("abx")
	v.post(1, "\x7f\r")
	v.shows("got 'ab'\r\n")
	v.stop(1)
	v.refused(410, 1, "post", "x")
}

func TestTerminal(t *testing.T) {
	t.Parallel()
	v := open(t, common(t), "terminal.md")
	v.exec(1, `import curses, sys
def main(screen):
    key = ""
    screen.timeout(100)
    while key != "q":
        screen.erase()
        screen.addstr(1, 1, "%dx%d [%s]" % (screen.getmaxyx() + (key,)))
        try: key = screen.getkey()
        except curses.error: pass
curses.wrapper(main)
print("over", file=sys.stderr)`)
	if first := v.shows("10x40 []"); !strings.Contains(first, "\x1b[?1049h") {
		t.Errorf("it has not asked for a screen of its own: %q", first)
	}
	v.post(1, "\x1bOA")
	v.shows("KEY_UP]")
	v.do(1, "resize", "", `{"rows":12,"cols":50}`)
	v.shows("RESIZE]")
	v.post(1, "q")
	if last := v.shows("over\r\n"); !strings.Contains(last, "\x1b[?1049l") {
		t.Errorf("it has not given its screen back: %q", last)
	}
	v.stop(1)

	v.exec(1, "import time, tty\ntty.setraw(0)\nprint('raw')\ntime.sleep(100)")
	v.shows("raw\n")
	v.do(1, "interrupt", "", "")
	v.shows("KeyboardInterrupt\n")
	v.stop(1)

	// The next run has a terminal in good order, and Ctrl-C and Ctrl-D are keys.
	v.exec(1, "import time\ntry:\n    print('asleep')\n    while True: time.sleep(0.01)\nexcept KeyboardInterrupt: print('caught')\ntry: input()\nexcept EOFError: print('end')")
	v.shows("asleep\r\n")
	v.post(1, "\x03")
	v.shows("^Ccaught\r\n")
	v.post(1, "\x04")
	v.shows("end\r\n")
	v.stop(1)
	v.do(1, "reset", "", "")
}

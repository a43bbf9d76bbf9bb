package protocoltest_test

import (
	"strings"
	"testing"
)

// Limits that are given on the command line are told as STATUS and STOP tell
// them, while the other elements of the page go on.
func TestLimitsOnTheWire(t *testing.T) {
	s := start(t, setup{lessons: lessons, args: []string{"--limit", "memory=1G,files=100", "--limit", "time=2s,output=1M"}})
	v := open(t, s, "lesson.md")
	v.exec(shared1, "kept = 'all is kept'")
	for _, c := range []struct{ source, reason, key, text string }{
		{"import time\nwhile True: time.sleep(.1)", "limit", "run.tooLongHere", "This run took longer than 2 seconds and was stopped."},
		{"while True: print('x' * 1000)", "limit", "run.tooMuch", "This run showed more than 1 MB and was stopped."},
		{"bytearray(4 << 30)", "exception", "limit.memory", "Crunchy gives a program 1 GB of memory, and this one asked for more."},
		{"all = []\nwhile True: all.append(open('/dev/null'))", "exception", "limit.files", "Crunchy lets a program have 100 files open at once, and this one asked for one more."},
	} {
		v.exec(program, c.source)
		stop := v.stop(program)
		end := outcome(t, v.seen)
		says, _ := end["says"].(map[string]any)
		text, _ := end["text"].(string)
		if c.reason == "exception" {
			e, _ := end["exception"].(map[string]any)
			says, _ = e["says"].(map[string]any)
			text, _ = e["explanation"].(string)
		} else if sentence := stop[len(stop)-1].Data; sentence != c.text {
			t.Errorf("STOP says %q", sentence)
		}
		if end["reason"] != c.reason || says["key"] != c.key || text != c.text {
			t.Errorf("%s: %v", c.source, end)
		}
	}
	v.exec(program, "print('again')")
	if got := show(v.stop(program), false); !strings.Contains(got, "again") {
		t.Error(got)
	}
	v.exec(shared1, "kept")
	v.says(shared1, "'all is kept'")
}

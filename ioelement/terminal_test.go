package ioelement_test

import (
	"strings"
	"testing"

	"crunchy/ioelement"
)

func TestTerminal(t *testing.T) {
	set := ioelement.Default()
	for _, tt := range []struct {
		title      string
		rows, cols int
		notice     string
	}{
		{"terminal", 24, 80, ""},
		{"terminal size=(30,100)", 30, 100, ""},
		{"terminal size=(30, 100) name=clock", 30, 100, ""},
		{"Terminal SIZE=12,40", 12, 40, ""},
		{"terminal size=(0,80)", 24, 80, "size=(0,80)"},
		{"terminal size=(30)", 24, 80, "size=(30)"},
		{"terminal size=(9999,80)", 24, 80, "size=(9999,80)"},
		{"terminal session=talk", 24, 80, `"session" means nothing to "terminal"`},
	} {
		b := block(tt.title, "print(1)")
		b.Defaults.Session = "all" // a terminal is never shared
		made := set.Make(b)
		e := made.Element
		if e == nil || !e.Terminal || e.Mode != ioelement.Program || e.Kind != "terminal" || e.Session != "" {
			t.Errorf("%s: %+v", tt.title, e)
			continue
		}
		if e.Rows != tt.rows || e.Cols != tt.cols {
			t.Errorf("%s: %d rows, %d columns", tt.title, e.Rows, e.Cols)
		}
		if got := strings.Join(made.Notices, "\n"); (got == "") != (tt.notice == "") || !strings.Contains(got, tt.notice) {
			t.Errorf("%s: notices %q", tt.title, got)
		}
	}
	if e := set.Make(block("editor", "1")).Element; e.Terminal || e.Rows != 0 {
		t.Errorf("an editor: %+v", e)
	}
}

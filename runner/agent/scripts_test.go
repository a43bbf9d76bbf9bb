//go:build linux

package agent_test

import (
	"strings"
	"testing"

	"crunchy/runner/agent"
)

// scripts runs source and returns what the page is to run, and what was printed.
func (s *session) scripts(source string, allowed bool) (scripts []string, printed string) {
	s.t.Helper()
	from := len(s.events)
	_, out, errors := s.do(agent.Command{Op: agent.OpRun, File: "p.py", Text: source, Scripts: allowed})
	for _, ev := range s.events[from:] {
		if ev.Ev == agent.EvScript {
			scripts = append(scripts, ev.Text)
		}
	}
	return scripts, out + errors
}

// A script goes to the page where that is allowed, after what was shown before it;
// elsewhere the learner reads one sentence and nothing is sent.
func TestScripts(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		scripts, printed := s.scripts("import dhtml\ndhtml.exec_js('go(\"ä\")')\ndhtml.exec_js('')", true)
		if len(scripts) != 2 || scripts[0] != `go("ä")` || printed != "" {
			t.Errorf("%q %s", scripts, printed)
		}
		scripts, printed = s.scripts("import dhtml\ndhtml.exec_js('go()')", false)
		if len(scripts) != 0 || !strings.HasSuffix(printed, "PermissionError: this page is not trusted to run scripts; its reader can allow it with the shield at its top\n") || strings.Contains(printed, "dhtml.py") {
			t.Errorf("%q %s", scripts, printed)
		}
		scripts, printed = s.scripts("import dhtml\ndhtml.exec_js(5)", true)
		if len(scripts) != 0 || !strings.HasSuffix(printed, "TypeError: a script is a text, not int\n") {
			t.Errorf("%q %s", scripts, printed)
		}
		scripts, printed = s.scripts("import dhtml\ndhtml.exec_js('x' * (1 << 20) + 'y')", true)
		if len(scripts) != 0 || !strings.HasSuffix(printed, "ValueError: this script is too long: at most 1 MiB are run\n") {
			t.Errorf("%q %s", scripts, printed)
		}
		scripts, printed = s.scripts("import dhtml\ndhtml.exec_js('\\ud800')", true) // no text at all
		if len(scripts) != 1 || printed != "" {
			t.Errorf("%q %s", scripts, printed)
		}
	})
}

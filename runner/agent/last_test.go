//go:build linux

package agent_test

import (
	"testing"

	"crunchy/runner/agent"
)

// TestLastValue runs programs that show the value of their last line.
func TestLastValue(t *testing.T) {
	tests := []struct{ source, out string }{
		{"1 + 1", "2\n"},
		{"x = [1]\nx\n", "[1]\n"},
		{"2\n3\n", "3\n"},
		{"print('a')\n", "a\n"},
		{"x = 4\n", ""},
		{"5;\n", ""},
		{"if True:\n    6\n", ""},
		{"# nothing\n", ""},
		{"", ""},
		{"from __future__ import annotations\ndef f(a: nowhere): pass\nf.__annotations__\n", "{'a': 'nowhere'}\n"},
		{"_ + 1 if False else 7  # a remark\n", "7\n"},
	}
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		defer s.close()
		for _, tt := range tests {
			_, out, errs := s.do(agent.Command{Op: agent.OpRun, Text: tt.source, Echo: "last", File: "mine.py"})
			if out != tt.out || errs != "" {
				t.Errorf("%q shows %q %q, want %q", tt.source, out, errs, tt.out)
			}
		}
		done, _, _ := s.do(agent.Command{Op: agent.OpRun, Text: "x = 1\n\n1 / 0", Echo: "last", File: "mine.py"})
		if done.Exception == nil || done.Exception.Line != 3 {
			t.Errorf("an error in the last line: %+v", done.Exception)
		}
	})
}

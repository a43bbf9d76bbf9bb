//go:build linux

package agent_test

import (
	"encoding/json"
	"strings"
	"testing"

	"crunchy/runner/agent"
)

// page runs source and returns the last that is shown of it, in JSON and in words,
// what was printed, and the name of that.
func (s *session) page(op, source string) (parts, words, printed, name string) {
	s.t.Helper()
	from := len(s.events)
	_, out, errors := s.do(agent.Command{Op: op, File: "p.py", Text: source})
	for _, ev := range s.events[from:] {
		if ev.Ev != agent.EvDisplay {
			continue
		}
		var data map[string]json.RawMessage
		check(s.t, json.Unmarshal(ev.Data, &data))
		parts, name, words = strings.ReplaceAll(string(data["application/vnd.crunchy.page+json"]), `": `, `":`), ev.Display, ""
		if data["text/plain"] != nil {
			check(s.t, json.Unmarshal(data["text/plain"], &words))
		}
	}
	return parts, words, out + errors, name
}

func TestDhtml(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		for _, tt := range []struct{ source, parts, words string }{
			{"d.heading('Hi'); d.text('a <b>', 't'); d.append('!', 't')", `[{"kind":"heading", "text":"Hi"}, {"kind":"text", "text":"a <b>!"}]`, "Hi\na <b>!\n"},
			{"d.text(1, 'a'); d.text(2, 'b'); d.text(3, 'a')", `[{"kind":"text", "text":"3"}, {"kind":"text", "text":"2"}]`, "3\n2\n"},
			{"d.text(1, 'a'); d.text(2); d.remove('a')", `[{"kind":"text", "text":"2"}]`, "2\n"},
			{"d.text(1); d.clear()", `[]`, ""},
			{"d.table([[1, 2.5], ['x', None]], ['A', 'B'], 't', 'Cap'); d.append([3, True], 't')",
				`[{"kind":"table", "head":["A", "B"], "names":false, "rows":[[1, 2.5], ["x", null], [3, "True"]], "more":0, "text":"Cap"}]`, "A  B\n1  2.5\nx\n3  True\n"},
			{"d.table({'n': [1, 2], 'f': (1 / 3,)})", `[{"kind":"table", "head":["n", "f"], "names":false, "rows":[[1, 0.333333], [2, null]], "more":0, "text":""}]`, "n  f\n1  0.333333\n2\n"},
			{"d.table([{'a': 1}, {'b': 10 ** 30}])", `[{"kind":"table", "head":["a", "b"], "names":false, "rows":[[1, null], [null, "1` + strings.Repeat("0", 30) + `"]], "more":0, "text":""}]`, "a  b\n1\n   1" + strings.Repeat("0", 30) + "\n"},
			{"open('p.gif', 'wb').write(b'GIF89a'); d.image('p.gif', 40, label='g', alt='a dot')",
				`[{"kind":"image", "type":"image/gif", "data":"R0lGODlh", "text":"a dot", "width":40, "height":0}]`, "<Picture: a dot>\n"},
			{"open('p.svg', 'w').write('<svg>ä</svg>'); d.image('p.svg')",
				`[{"kind":"image", "type":"image/svg+xml", "data":"<svg>\u00e4</svg>", "text":"p.svg", "width":0, "height":0}]`, "<Picture: p.svg>\n"},
		} {
			parts, words, printed, name := s.page(agent.OpRun, "import dhtml as d\n"+tt.source)
			if parts != tt.parts || words != tt.words || printed != "" || !strings.HasPrefix(name, "page ") {
				t.Errorf("%s:\n got %s\nwant %s\n%q %q %s", tt.source, parts, tt.parts, words, printed, name)
			}
		}
		// At a prompt all of it goes on, in its place.
		s.page(agent.OpExec, "import dhtml; dhtml.clear(); dhtml.text('x', 'l')")
		_, words, printed, name := s.page(agent.OpExec, "dhtml.append('y', 'l')")
		if words != "xy\n" || printed != "" || name != "page 0" {
			t.Errorf("%q %q %s", words, printed, name)
		}
		for source, want := range map[string]string{
			"d.remove('nobody')":                              "ValueError: nothing that is shown has the label 'nobody'\n",
			"d.image('none.png')":                             "No such file or directory: 'none.png'\n",
			"d.image('/etc/passwd')":                          "ValueError: '/etc/passwd' is not in the program's own folder\n",
			"open('x.png', 'w').write('x'); d.image('x.png')": "ValueError: 'x.png' is no picture that a browser shows\n",
			"d.image('p.gif', -1)":                            "ValueError: a picture is from 1 to 4000 pixels wide and high, not -1\n",
			"d.image('p.gif', label='g'); d.append('x', 'g')": "ValueError: nothing can be added to a picture\n",
			"d.table(5)":                                      "TypeError: a table is a list of rows, not 5\n",
			"while True: d.text('x')":                         "RuntimeError: at most 200 parts can be shown at once; remove() and clear() make room\n",
		} {
			_, _, printed, _ := s.page(agent.OpRun, "import dhtml as d\n"+source)
			if !strings.HasSuffix(printed, want) || strings.Contains(printed, "dhtml.py") {
				t.Errorf("%s: %s", source, printed)
			}
		}
		parts, _, _, _ := s.page(agent.OpRun, "import dhtml\ndhtml.table([[n] * 50 for n in range(1000)])")
		if strings.Count(parts, "199") != 30 || !strings.Contains(parts, `"more":800`) {
			t.Errorf("a large table: %.200s", parts)
		}
	})
}

// What pandas calls a DataFrame is a table of plain values, and in words what pandas says.
func TestFrames(t *testing.T) {
	const pandas = `
import sys, types
class Frame:
    def __init__(self, columns, index, rows): self.columns, self.index, self.rows = columns, index, rows
    iloc = property(lambda self: self)
    def __getitem__(self, part): return Frame(self.columns[part[1]], self.index[part[0]], [r[part[1]] for r in self.rows[part[0]]])
    def itertuples(self, index, name): return [tuple(r) for r in self.rows]
    def __len__(self): return len(self.rows)
    def __repr__(self): return "as pandas prints it"
Frame.__name__, Frame.__module__ = "DataFrame", "pandas.core.frame"
`
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		parts, words, printed, _ := s.page(agent.OpExec, pandas+"Frame(['a', ('b', 'c')], ['x', 'y'], [[1, 0.5], [None, '<i>']])")
		const want = `[{"kind":"table", "head":["", "a", "b c"], "names":true, "rows":[["x", 1, 0.5], ["y", null, "<i>"]], "more":0, "text":""}]`
		if parts != want || words != "as pandas prints it" || printed != "" {
			t.Errorf("%s %q %q", parts, words, printed)
		}
	})
}

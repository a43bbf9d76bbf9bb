//go:build linux

package agent_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/runner/agent"
)

// drawn runs a program and returns the last picture of it, what it printed, and
// how many pictures there were.
func (s *session) drawn(source string, area ...int) (svg, printed string, pictures int) {
	s.t.Helper()
	from := len(s.events)
	_, out, errors := s.do(agent.Command{Op: agent.OpRun, File: "p.py", Text: source, Area: area})
	for _, ev := range s.events[from:] {
		if ev.Ev == agent.EvDisplay {
			svg, pictures = svgOf(s.t, ev), pictures+1
		}
	}
	return svg, out + errors, pictures
}

// svgOf is the picture in an event, which must be well-formed.
func svgOf(t testing.TB, ev agent.Event) string {
	t.Helper()
	var data map[string]string
	check(t, json.Unmarshal(ev.Data, &data))
	svg := data["image/svg+xml"]
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("%v in %.300s", err, svg)
		}
	}
	if !strings.HasPrefix(ev.Display, "drawing ") {
		t.Errorf("the picture is called %q", ev.Display)
	}
	return svg
}

func TestDrawing(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		head := func(width, height int) string {
			return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d"><rect width="100%%" height="100%%" fill="white"/>`, width, height)
		}
		const black = `fill="none" stroke="black" stroke-width="1"`
		for _, tt := range []struct{ source, want string }{
			{"init_graphics()", `<rect x="0.5" y="0.5" width="299" height="199" fill="none" stroke="red"/>`},
			{"line((1, 2), (3.5, 4))", `<line x1="1" y1="2" x2="3.5" y2="4" ` + black + `/>`},
			{"set_line_colour('Blue'); set_line_width(3); circle((50, 60), 7)", `<circle cx="50" cy="60" r="7" fill="none" stroke="blue" stroke-width="3"/>`},
			{"set_fill_color((255, 136, 0)); filled_circle((50, 60), 7)", `<circle cx="50" cy="60" r="7" fill="#ff8800"/>`},
			{"rectangle((10, 20), 30, 40)", `<rect x="10" y="20" width="30" height="40" ` + black + `/>`},
			{"filled_rectangle((10, 20), -5, -6)", `<rect x="5" y="14" width="5" height="6" fill="black"/>`},
			{"triangle((0, 0), (9, 0), (0, 9))", `<polygon points="0,0 9,0 0,9" ` + black + `/>`},
			{"filled_triangle((0, 0), (9, 0), (0, 9))", `<polygon points="0,0 9,0 0,9" fill="black"/>`},
			{"polygon([(0, 0), (9, 0), (9, 9), (0, 9)])", `<polygon points="0,0 9,0 9,9 0,9" ` + black + `/>`},
			{"filled_polygon([(0, 0), (9, 0), (9, 9)])", `<polygon points="0,0 9,0 9,9" fill="black"/>`},
			{"point(4, 5)", `<rect x="4" y="5" width="1" height="1" fill="black"/>`},
			{`text((4, 5), "a < b & \x00 ä", 20)`, "<text x=\"4\" y=\"5\" font-size=\"20\" font-family=\"sans-serif\" fill=\"black\" xml:space=\"preserve\">a &lt; b &amp; \ufffd ä</text>"},
			{"circle((1, 1), 1); clear()", ""},
			{"circle((1, 1), 1); clear_graphics(); point(4, 5)", `<rect x="4" y="5" width="1" height="1" fill="black"/>`},
		} {
			const begin = "from graphics import *\ninit_graphics(); clear()\n"
			svg, printed, _ := s.drawn(begin+tt.source, 300, 200)
			if want := head(300, 200) + tt.want + "</svg>"; svg != want || printed != "" {
				t.Errorf("%s:\n got %s%s\nwant %s", tt.source, svg, printed, want)
			}
		}
		svg, printed, _ := s.drawn("from math_graphics import *\ninit_graphics(100, 80, 'tan')\nline((0, 0), (10, 10)); rectangle((5, 5), 10, 20)")
		if want := `stroke="tan"/><line x1="0" y1="80" x2="10" y2="70" ` + black + `/><rect x="5" y="55" width="10" height="20" ` + black + `/></svg>`; !strings.HasSuffix(svg, want) || printed != "" {
			t.Errorf("upwards: %s%s", svg, printed)
		}
		for source, want := range map[string]string{
			"g.line(1, 2)":                    "TypeError: a point is a pair of numbers such as (100, 50), not 1\n",
			"g.line((1, 2), (3, '4'))":        "TypeError: a pair of numbers is needed here, not '4'\n",
			"g.circle((1, 2), float('nan'))":  "TypeError: a number is needed here, not nan\n",
			"g.set_line_colour('blu')":        "ValueError: 'blu' is not a colour; colours are names such as 'red', '#ff8800', or (255, 136, 0)\n",
			`g.set_fill_colour('red"/><x "')`: `ValueError: 'red"/><x "' is not a colour; colours are names such as 'red', '#ff8800', or (255, 136, 0)` + "\n",
			"g.init_graphics(0, 100)":         "ValueError: a drawing is from 1 to 4000 pixels wide and high\n",
			"g.init_graphics(1e9, 100)":       "ValueError: a drawing is from 1 to 4000 pixels wide and high\n",
			"while 1: g.point(1, 1)":          "RuntimeError: a drawing has at most 20000 shapes; clear() makes room for others\n",
		} {
			_, printed, _ := s.drawn("import graphics as g\ng.clear()\n" + source)
			if !strings.HasSuffix(printed, want) || !strings.Contains(printed, `File "p.py", line 3`) || strings.Contains(printed, "graphics.py") || strings.Contains(printed, "drawing.py") {
				t.Errorf("%s: %s", source, printed)
			}
		}
		// While the program waits, what it has drawn is seen.
		s.send(agent.Command{Op: agent.OpRun, File: "p.py", Text: "import graphics as g\ng.init_graphics(50, 50)\nimport threading\nprint(threading.active_count())\ninput()\nfor n in range(400): g.clear(); g.point(n, n)\n"})
		if first := svgOf(t, s.until(agent.EvDisplay)); !strings.Contains(first, `width="49"`) {
			t.Errorf("while it waits: %s", first)
		}
		from := len(s.events)
		_, err := s.ttyA.Write([]byte("\n"))
		check(t, err)
		s.until(agent.EvDone)
		pictures, last := 0, agent.Event{}
		for _, ev := range s.events[from:] {
			if ev.Ev == agent.EvDisplay {
				pictures, last = pictures+1, ev
			}
		}
		if pictures > 40 || !strings.Contains(svgOf(t, last), `x="399"`) {
			t.Errorf("%d pictures, the last is %s", pictures, last.Data)
		}
		// A statement at a prompt has a picture of its own, and a quiet one has none.
		s.exec("import graphics as g; g.init_graphics(50, 50)")
		one := s.find(agent.EvDisplay).Display
		s.exec("g.point(1, 1)")
		if two := s.find(agent.EvDisplay).Display; two == one {
			t.Errorf("both are called %q", one)
		}
		if _, _, pictures := s.drawn("1"); pictures != 0 {
			t.Errorf("%d pictures of nothing", pictures)
		}
	})
}

// A learner's own module comes first.
func TestOwnGraphics(t *testing.T) {
	of(t, interpreters(t)[:1], func(t *testing.T, python string) {
		dir := t.TempDir()
		check(t, os.WriteFile(filepath.Join(dir, "graphics.py"), []byte("MINE = 7\n"), 0o600))
		s := coldWith(t, python, dir, nil)
		s.until(agent.EvReady)
		s.expect("import graphics; graphics.MINE", "7\n", "")
		s.expect("import math_graphics; math_graphics.__doc__", "'Draws on the page; y counts upwards from the bottom.'\n", "")
	})
}

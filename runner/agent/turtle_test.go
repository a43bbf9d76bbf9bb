//go:build linux

package agent_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"crunchy/runner/agent"
)

// withoutTk imports the library's own turtle where there is no display: what it
// needs of tkinter to be imported, and nothing of ours.
const withoutTk = `
import sys, types
tk, dialogues = types.ModuleType("tkinter"), types.ModuleType("tkinter.simpledialog")
for name in ("Frame", "Canvas", "Tk", "Scrollbar", "PhotoImage"):
    setattr(tk, name, type(name, (), {}))
tk.TclError, tk.simpledialog, tk.__path__ = type("TclError", (Exception,), {}), dialogues, []
tk.mainloop = lambda: None
sys.modules.update({"tkinter": tk, "tkinter.simpledialog": dialogues})
`

// plainly runs a program with Python as it is.
func plainly(t *testing.T, python, source string) string {
	t.Helper()
	cmd := exec.Command(python, "-c", source)
	cmd.Dir = t.TempDir()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// turtled runs a program and returns the last picture, what is told of it, what
// was printed, and how many pictures there were.
func (s *session) turtled(source string) (svg string, about map[string]any, printed string, pictures int) {
	s.t.Helper()
	from := len(s.events)
	_, out, errors := s.do(agent.Command{Op: agent.OpRun, File: "p.py", Text: source})
	for _, ev := range s.events[from:] {
		if ev.Ev == agent.EvDisplay {
			svg, about = turtleOf(s.t, ev)
			pictures++
		}
	}
	return svg, about, out + errors, pictures
}

// turtleOf is the picture in an event, which must be well-formed, and what is told of it.
func turtleOf(t testing.TB, ev agent.Event) (svg string, about map[string]any) {
	t.Helper()
	var data map[string]json.RawMessage
	check(t, json.Unmarshal(ev.Data, &data))
	check(t, json.Unmarshal(data["image/svg+xml"], &svg))
	check(t, json.Unmarshal(data["application/vnd.crunchy.turtle+json"], &about))
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); err == io.EOF {
			return svg, about
		} else if err != nil {
			t.Fatalf("%v in %.300s", err, svg)
		}
	}
}

// All names that the library's module has are there, with the same signatures.
func TestTurtleNames(t *testing.T) {
	const list = `
import inspect, turtle
def tell(name, value):
    try:
        print(name, type(value).__name__, inspect.signature(value))
    except (TypeError, ValueError):
        print(name, type(value).__name__)
for name in sorted(turtle.__all__):
    value = getattr(turtle, name)
    tell(name, value)
    if isinstance(value, type):
        for part in sorted(dir(value)):
            if not part.startswith("_") and name != "ScrolledCanvas":
                tell(name + "." + part, getattr(value, part))
for part in dir(turtle._Screen):
    tell("_Screen." + part, getattr(turtle._Screen, part)) if not part.startswith("_") else None
print("tkinter" in __import__("sys").modules)
`
	each(t, func(t *testing.T, python string) {
		want := strings.Replace(plainly(t, python, withoutTk+list), "\nTrue\n", "\nFalse\n", 1)
		_, _, got, _ := cold(t, python).turtled(list)
		if got != want || strings.Count(want, "\n") < 300 {
			t.Errorf("%d and %d names\n%s", strings.Count(got, "\n"), strings.Count(want, "\n"), firstDifference(got, want))
		}
	})
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return "got " + g[i] + "\nwant " + w[i]
		}
	}
	return "one is longer"
}

// A turtle goes where the library's own arithmetic says, on many random ways.
func TestTurtleWays(t *testing.T) {
	const ways = `
import random
def go(t, seed):
    r = random.Random(seed)
    n = lambda: r.choice((r.uniform(-300, 300), r.randint(-90, 90)))
    for _ in range(30):
        step = r.choice((
            lambda: t.forward(n()), lambda: t.back(n()), lambda: t.left(n()), lambda: t.right(n()), lambda: t.goto(n(), n()),
            lambda: t.setx(n()), lambda: t.sety(n()), lambda: t.setheading(n()), lambda: t.home(), lambda: t.circle(n()),
            lambda: t.circle(n(), n()), lambda: t.circle(n(), steps=r.randint(2, 9)), lambda: t.degrees(r.choice((360, 400, 24))), lambda: t.radians()))
        step()
        x, y = n(), n()
        print(tuple(t.pos()), t.heading(), t.towards(x, y), t.distance(x, y), t.xcor(), t.ycor())
`
	each(t, func(t *testing.T, python string) {
		want := plainly(t, python, withoutTk+ways+"import turtle\nfor seed in range(20): go(turtle.TNavigator(turtle._CFG['mode']), seed)\n")
		_, _, got, _ := cold(t, python).turtled(ways + "import turtle\nturtle.tracer(0)\nfor seed in range(20): turtle.resetscreen(); go(turtle.Turtle(), seed)\n")
		if got != want || len(want) < 30000 {
			t.Error(firstDifference(got, want))
		}
	})
}

func TestTurtlePictures(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		begin := func(x, y, w, h int, ground string) string {
			return fmt.Sprintf("<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='%d %d %[1]d %[2]d' fill='none' fill-rule='evenodd' stroke-linecap='round' stroke-linejoin='round'>"+
				"<rect x='%[3]d' y='%[4]d' width='%[1]d' height='%[2]d' fill='%[5]s'/>", w, h, x, y, ground)
		}
		for _, tt := range []struct{ source, begin, want string }{
			{"forward(100)", begin(-300, -300, 600, 600, "white"), "<path d='M0 0L100 0' stroke='black'/>"},
			{"pensize(3); color('red', 'Light Blue'); begin_fill(); goto(0, 10); goto(10, 10); end_fill()", begin(-300, -300, 600, 600, "white"),
				"<path d='M0 0L0 -10L10 -10Z' fill='lightblue'/><path d='M0 0L0 -10L10 -10' stroke='red' stroke-width='3'/>"},
			{"setup(200, 100); bgcolor('gray50'); dot(20, 'red3')", begin(-100, -50, 200, 100, "#7f7f7f"), "<path d='M0 0L0 0' stroke='#cd0000' stroke-width='20'/>"},
			{"colormode(255); pencolor(1, 2, 255); forward(5); undo(); back(2.54)", begin(-300, -300, 600, 600, "white"), "<path d='M0 0L-2.5 0' stroke='#0102ff'/>"},
			{"penup(); write('a < \"b\" & ä\\x00', align='right', font=('Georgia', 12, 'bold italic'))", begin(-300, -300, 600, 600, "white"),
				"<text x='-1' y='-4' fill='black' font-family='Georgia' font-size='16' font-weight='bold' font-style='italic' text-anchor='end' xml:space='preserve'>a &lt; \"b\" &amp; ä\uFFFD</text>"},
			{"write('x', font=(\"a'/><script>\", -20))", begin(-300, -300, 600, 600, "white"),
				"<text x='-1' y='-5' fill='black' font-family='ascript' font-size='20' text-anchor='start' xml:space='preserve'>x</text>"},
			{"setworldcoordinates(0, 0, 10, 10); hideturtle(); goto(10, 10)", begin(-10, -590, 600, 600, "white"), "<path d='M0 0L580 -580' stroke='black'/>"},
			{"screensize(2000, 100)", begin(-1000, -300, 2000, 600, "white"), ""},
			{"speed(0); goto(1e30, 0); goto(0, 0); clear()", begin(-300, -300, 600, 600, "white"), ""},
			{"showturtle(); shape('square'); penup(); goto(50, 0); stamp(); hideturtle()", begin(-300, -300, 600, 600, "white"),
				"<path d='M40 10L60 10L60 -10L40 -10Z' fill='black' stroke='black'/>"},
			{"open('p.gif', 'wb').write(b'GIF89a\\x04\\0\\x02\\0'); register_shape('p.gif'); shape('p.gif'); showturtle(); speed(0); penup(); goto(9, 9)", begin(-300, -300, 600, 600, "white"),
				"<image x='7' y='-10' width='4' height='2' href='data:image/gif;base64,R0lGODlhBAACAA=='/>"},
		} {
			svg, _, printed, _ := s.turtled("import turtle; from turtle import *\nif turtle.Turtle._screen: bye(); turtle.TurtleScreen._RUNNING = True\nspeed(0); hideturtle()\n" + tt.source)
			if want := tt.begin + tt.want + "</svg>"; svg != want || printed != "" {
				t.Errorf("%s:\n got %s\nwant %s\n%s", tt.source, svg, want, printed)
			}
		}
		svg, about, _, _ := s.turtled("reset(); clearscreen(); forward(50); color('green'); left(90); write('Hello'); circle(10, steps=4)")
		told, _ := json.Marshal(about)
		if want := `{"box":[-300,-300,600,600],"colours":["black","green"],"lines":5,"listens":[],"shapes":0,"texts":["Hello"],"turtles":[[50,0,90]]}`; string(told) != want || !strings.Contains(svg, "Hello") {
			t.Errorf("%s", told)
		}
		for source, want := range map[string]string{
			"color('blu')":                    "bad color string: blu",
			"onkey(print, 'up')":              `there is no key "up"; is "Up" meant?`,
			"bgpic('no.gif')":                 `couldn't open "no.gif": no such file or directory`,
			"shape('cow')":                    "There is no shape named cow",
			"speed(0); goto(float('nan'), 0)": `bad screen distance "nan"`,
			"forward(1); goto('x')":           "",
			"import sys; sys.path[:] = []; del sys.modules['turtle']; import turtle": "this Python came without its module turtle",
		} {
			_, _, printed, _ := s.turtled(source)
			if !strings.Contains(printed, want) || !strings.Contains(printed, "Error") || strings.Contains(printed, "toolkit.py") || strings.Contains(printed, "canvas.py") {
				t.Errorf("%s: %s", source, printed)
			}
		}
	})
}

// However much is drawn, there are few pictures, the last is right, and memory is bounded.
func TestTurtleFlood(t *testing.T) {
	of(t, interpreters(t)[len(interpreters(t))-1:], func(t *testing.T, python string) {
		s := cold(t, python)
		began := time.Now()
		svg, about, printed, pictures := s.turtled("from turtle import *\nspeed(0); setundobuffer(None)\nfor n in range(5000): forward(5); left(91)\nhome(); forward(77)")
		if took := time.Since(began); float64(pictures) > 5+25*took.Seconds() || !strings.Contains(svg, "L77 0'") || about["lines"] != 5002.0 || printed != "" {
			t.Errorf("%d pictures in %v, %v %s", pictures, took, about, printed)
		}
		_, _, printed, _ = s.turtled("tracer(0)\nwhile True: forward(1); left(1)")
		if !strings.HasSuffix(printed, "RuntimeError: this is more than a drawing in a page can hold; clear() makes room\n") {
			t.Errorf("without an end: %s", printed)
		}
		// Animation takes the time that it is to take, and what is printed keeps step.
		began = time.Now()
		s.turtled("clearscreen()\nspeed(3)\nforward(100)")
		if took := time.Since(began); took < 80*time.Millisecond || took > patience {
			t.Errorf("100 steps at speed 3 take %v", took)
		}
	})
}

// Where nobody looks at it as it walks, nobody waits for it.
func TestTurtleHurries(t *testing.T) {
	of(t, interpreters(t)[:1], func(t *testing.T, python string) {
		s := cold(t, python)
		s.send(agent.Command{Op: agent.OpRun, File: "p.py", Text: "from turtle import *\nspeed(1)\nforward(30000)\nonkey(bye, 'a')\nmainloop()", Step: true})
		s.until(agent.EvSteps)
		if done := s.until(agent.EvDone); done.Exception != nil {
			t.Errorf("%+v", done.Exception)
		}
		if svg, _ := turtleOf(t, s.find(agent.EvDisplay)); !strings.Contains(svg, "L30000 0") {
			t.Errorf("%.500s", svg)
		}
	})
}

// Stop ends an animation and a main loop at once, and what is drawn stays.
func TestTurtleStops(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		for _, source := range []string{"speed(1)\nprint('on')\nforward(100000)", "onscreenclick(print)\nprint('on')\nmainloop()", "delay(100000)\nprint('on')\nforward(10)", "def f(): ontimer(f, 10)\nf(); print('on')\ndone()"} {
			from := len(s.log)
			s.send(agent.Command{Op: agent.OpRun, File: "p.py", Text: "from turtle import *\nclearscreen()\n" + source})
			s.until(agent.EvDisplay)
			for !strings.Contains(s.text(1, from), "on\n") && s.step(patience) {
			}
			began := time.Now()
			s.interrupt()
			done := s.until(agent.EvDone)
			if took := time.Since(began); done.Exception == nil || done.Exception.Type != "KeyboardInterrupt" || took > 5*time.Second {
				t.Errorf("%s: %+v in %v", source, done.Exception, took)
			}
		}
	})
}

// What the reader does with the drawing reaches the program.
func TestTurtleEvents(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		from := len(s.log)
		s.send(agent.Command{Op: agent.OpRun, File: "p.py", Text: `
from turtle import *
shape("square"); speed(0)
onscreenclick(lambda x, y: print("screen", x, y))
onclick(lambda x, y: print("turtle", x, y)); ondrag(goto); onrelease(lambda x, y: print("let go at", pos()))
onkey(lambda: print("up"), "Up"); onkeypress(lambda: print("space"), "space"); onkeypress(lambda: print("any")); listen()
onkey(bye, "q")
ontimer(lambda: print("timer"), 1)
mainloop()
print("over")`})
		for {
			if _, about := turtleOf(t, s.until(agent.EvDisplay)); fmt.Sprint(about["listens"]) == "[click key]" {
				break
			}
		}
		for !strings.Contains(s.text(1, from), "timer\n") && s.step(patience) {
		}
		id := s.id
		for _, event := range []string{
			`{"do":"Button","button":1,"x":100,"y":-50}`, `{"do":"ButtonRelease","button":1,"x":100,"y":-50}`,
			`{"do":"Button","button":1,"x":5,"y":5}`, `{"do":"Motion","button":1,"x":40,"y":-30}`, `{"do":"ButtonRelease","button":1,"x":40,"y":-30}`,
			`{"do":"Button","button":3,"x":0,"y":0}`, `{"do":"KeyRelease","key":"ArrowUp"}`, `{"do":"KeyPress","key":" "}`, `{"do":"KeyPress","key":"é"}`,
			`{}`, `[1]`, `{"do":1,"x":"?"}`, `{"do":"Button","x":1e999,"button":[]}`, `{"do":"KeyRelease","key":"q"}`, `{"do":"KeyRelease","key":"q"}`,
		} {
			s.send(agent.Command{Op: agent.OpEvent, Text: event})
		}
		s.id = id
		s.until(agent.EvDone)
		const want = "timer\nscreen 100.0 50.0\nturtle 5.0 -5.0\nscreen 5.0 -5.0\nlet go at (40.00,30.00)\nup\nspace\nany\nover\n"
		if got := s.text(1, from); got != want {
			t.Errorf("%q\nwant %q, %s", got, want, s.text(2, from))
		}
		s.expect("1 + 1", "2\n", "") // what came too late is passed over
		// Where there is nothing to wait for, nobody waits.
		_, _, printed, _ := s.turtled("import turtle\nturtle.TurtleScreen._RUNNING = True\nturtle.forward(5)\nturtle.done()\nturtle.exitonclick()\nprint(turtle.pos())")
		if printed != "(5.00,0.00)\n" {
			t.Error(printed)
		}
	})
}

// Questions are asked below the picture, with the library's rules.
func TestTurtleAsks(t *testing.T) {
	of(t, interpreters(t)[:1], func(t *testing.T, python string) {
		s := cold(t, python)
		from := len(s.log)
		s.send(agent.Command{Op: agent.OpRun, File: "p.py", Text: "from turtle import *\nprint(textinput('Names', 'Who?'), numinput('N', 'How many?', 3, minval=1, maxval=9), numinput('N', 'Again?', 2), textinput('', ''))"})
		for _, line := range []string{"Ann\n", "x\n", "0\n", "10\n", "7\n", "\n", "\x04"} {
			s.until(agent.EvStdin)
			_, err := s.ttyA.Write([]byte(line))
			check(t, err)
			s.until(agent.EvStdin)
		}
		s.until(agent.EvDone)
		const want = "Who? How many? [3] This is not a number. Try again, for example with 3.5.\nHow many? [3] The smallest number that may be entered is 1.\n" +
			"How many? [3] The largest number that may be entered is 9.\nHow many? [3] Again? [2]  Ann 7.0 2.0 None\n"
		if got := s.text(1, from); got != want {
			t.Errorf("%q\nwant %q %s", got, want, s.text(2, from))
		}
	})
}

// A learner's own module comes first, and one who wants the windows of the computer gets them.
func TestTurtleOtherwise(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		dir := t.TempDir()
		check(t, os.WriteFile(filepath.Join(dir, "turtle.py"), []byte("MINE = 7\n"), 0o600))
		s := coldWith(t, python, dir, nil)
		s.until(agent.EvReady)
		s.expect("import turtle; turtle.MINE", "7\n", "")
		if exec.Command(python, "-c", "import tkinter").Run() != nil {
			t.Skip("this Python has no tkinter")
		}
		t.Setenv("DISPLAY", "")
		s = cold(t, python)
		_, out, errs := s.do(agent.Command{Op: agent.OpRun, File: "p.py", Text: "import turtle\nprint(turtle.TK.__file__)\nturtle.forward(5)", TK: true})
		if !regexp.MustCompile(`tkinter/__init__\.py\n$`).MatchString(out) || !regexp.MustCompile("TclError: (no|couldn.t connect to) display").MatchString(errs) {
			t.Errorf("%s%s", out, errs)
		}
	})
}

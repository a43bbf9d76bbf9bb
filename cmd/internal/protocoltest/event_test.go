//go:build unix

package protocoltest_test

import (
	"strings"
	"testing"
)

// What a reader does with a drawing is told to the program that runs, by an
// extension that a client may leave alone.
func TestEventRoute(t *testing.T) {
	v := open(t, start(t, setup{lessons: lessons}), "lesson.md")
	const key = `{"do":"KeyRelease","key":"ArrowUp"}`
	if got := v.do(program, "event", "", key); got != "{}\n" && got != "{}" {
		t.Errorf("while nothing runs: %q", got)
	}
	for _, bad := range []string{"", "x", "[]", "{}", `{"do":1}`, `{"do":"` + strings.Repeat("x", 600) + `"}`} {
		v.refused(400, program, "event", bad)
	}
	v.exec(program, "from turtle import *\nspeed(0)\nonkey(bye, 'Up')\nonscreenclick(print)\nname = textinput('', 'Go?')\nmainloop()\nprint('over')")
	v.asks(program)
	v.do(program, "event", "", `{"do":"Button","button":1,"x":10,"y":-20.5}`)
	v.do(program, "event", "", key)
	v.do(program, "post", "", "yes\n")
	v.says(program, "10.0 20.5\nover\n")
	v.stop(program)
}

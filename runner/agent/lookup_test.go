//go:build linux

package agent_test

import (
	"encoding/json"
	"strings"
	"testing"

	"crunchy/runner/agent"
)

// boobyTraps call out whenever anything of theirs is run.
const boobyTraps = `
import math, os.path
class Meta(type):
    def __getattribute__(c, n): print("metaclass", n); return type.__getattribute__(c, n)
    def __dir__(c): print("dir"); return []
    def __instancecheck__(c, i): print("instancecheck"); return True
class Trap(metaclass=Meta):
    """A trap."""
    colour = 1
    def __init__(self, size, *more, wide: int = 3, deep=None, **rest): self.__dict__["width"] = size
    @property
    def prop(self):
        """Its property."""
        print("property")
    @property
    def __class__(self): print("class"); return int
    @property
    def __dict__(self): print("dict"); return {}
    def __getattr__(self, n): print("getattr", n)
    def __getattribute__(self, n): print("getattribute", n); return object.__getattribute__(self, n)
    def __dir__(self): print("dir"); return ["fake"]
    def __repr__(self): print("repr"); return "x"
    def method(self, a, b=1): "Does it."
    @staticmethod
    def static(q): pass
    @classmethod
    def made(cls, w): pass
class Plain:
    """A plain one.

    Indented."""
    __slots__ = "slot", "empty"
    def __init__(self, n=5): self.slot = "text"
    def go(self, a, /, b, *, c=()): pass
class Open:
    def __init__(self): self.inside = Plain()
trap = object.__new__(Trap)
plain = Plain()
box = Open()
def func(a, b=(1, 2), c=trap, *, d="x", e=Plain): "Doc of func."
`

func TestComplete(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		s := cold(t, python)
		if out, errs := s.exec(boobyTraps); out+errs != "" {
			t.Logf("%q %q", out, errs)
		}
		from := len(s.log)
		for _, c := range []struct{ code, want, not string }{
			{"pri", "print:function", ""},
			{"x = whi", "while:keyword", ""},
			{"math.sq", "math.sqrt:function", ""},
			{"os.path.jo", "os.path.join:function", ""},
			{"tr", "trap:variable", ""},
			{"trap.", "trap.method:function trap.prop:property trap.colour:variable", "fake"},
			{"Trap.", "Trap.made:function Trap.static:function", ""},
			{"plain.", "plain.slot:variable plain.go:function", "plain.__init__"},
			{"plain.slot.up", "plain.slot.upper:function", ""},
			{"plain.__in", "plain.__init__:function", ""},
			{"box.inside.slot.sta", "box.inside.slot.startswith:function", ""},
			{"trap.prop.", "", ":"},
			{"func().", "", ":"},
			{"[1].", "", ":"},
			{"'text'.upp", "'text'.upper:function", ""},
			{"print('pri", "", ":"},
			{"# pri", "", ":"},
			{"x = '''\npri", "", ":"},
			{"it's = pri", "", ":"},
			{"x = 'a'; pri", "print:function", ""},
			{"for i in ran", "range:class", ""},
			{"import ma", "math:module", ""},
			{"import os, ma", "math:module", ""},
			{"from ma", "math:module", ""},
			{"from math import sq", "sqrt:function", ""},
			{"from math import (pi, sq", "sqrt:function", ""},
			{"import os.pa", "", "print"},
			{"import xml.e", "", "print"},
			{"Pl", "Plain:class", ""},
			{"nothing.at.al", "", ":"},
			{"", "", ":"},
			{"é", "", ":"},
		} {
			s.send(agent.Command{Op: agent.OpComplete, Text: c.code + " + rest", Cursor: len([]rune(c.code))})
			var got struct {
				Start, End int
				Matches    []struct{ Text, Kind string }
			}
			check(t, json.Unmarshal(s.until(agent.EvAnswer).Data, &got))
			all := map[string]bool{}
			for _, m := range got.Matches {
				all[string([]rune(c.code)[:got.Start])+m.Text+":"+m.Kind] = true
			}
			for _, want := range strings.Fields(c.want) {
				found := all[want]
				for have := range all {
					found = found || strings.HasSuffix(have, want)
				}
				if !found {
					t.Errorf("%q: no %q in %.500v", c.code, want, all)
				}
			}
			for have := range all {
				if c.not != "" && strings.Contains(have, c.not) {
					t.Errorf("%q: %q", c.code, have)
				}
			}
		}
		for _, c := range []struct{ code, signature, doc string }{
			{"func", `func(a, b=..., c=..., *, d='x', e=Plain)`, "Doc of func."},
			{"func(1, ", `func(a, b=..., c=..., *, d='x', e=Plain)`, "Doc of func."},
			{"func((1, 2), 'x(', ", `func(a, b=..., c=..., *, d='x', e=Plain)`, "Doc of func."},
			{"Trap", `Trap(size, *more, wide=3, deep=None, **rest)`, "A trap."},
			{"trap", `trap: Trap`, "A trap."},
			{"trap.prop", ``, "Its property."},
			{"trap.method", `method(a, b=1)`, "Does it."},
			{"Plain", `Plain(n=5)`, "A plain one.\n\nIndented."},
			{"plain.go", `go(a, /, b, *, c=())`, ""},
			{"Plain.go", `go(self, a, /, b, *, c=())`, ""},
			{"Trap.made", `made(w)`, ""},
			{"Trap.static", `static(q)`, ""},
			{"trap.static", `static(q)`, ""},
			{"plain.slot", `slot: str`, "-"},
			{"len", `len(obj, /)`, "-"},
			{"print", "-", "-"},
			{"math", ``, "-"},
			{"math.sqrt(", `sqrt(x, /)`, "-"},
			{"'abc'", "none", ""},
			{"nothing", "none", ""},
			{"1 + ", "none", ""},
			{"x = [", "none", ""},
		} {
			s.send(agent.Command{Op: agent.OpInspect, Text: c.code, Cursor: len([]rune(c.code))})
			var got struct {
				Found          bool
				Signature, Doc string
			}
			check(t, json.Unmarshal(s.until(agent.EvAnswer).Data, &got))
			if got.Found == (c.signature == "none") {
				t.Errorf("%q: %+v", c.code, got)
			} else if c.signature != "-" && c.signature != "none" && got.Signature != c.signature || c.doc != "-" && got.Doc != c.doc {
				t.Errorf("%q: %+v", c.code, got)
			} else if c.doc == "-" && got.Doc == "" {
				t.Errorf("%q: no doc", c.code)
			}
		}
		if ran := strings.Join(s.log[from:], " "); strings.TrimSpace(strings.ReplaceAll(ran, "ev:answer", "")) != "" {
			t.Errorf("learner's code ran: %q", ran)
		}
	})
}

package ioelement_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"crunchy/ioelement"
)

// tied ties blocks that are written as "title: text" and makes them, numbered
// from 1.
func tied(in ...string) (blocks []ioelement.Block, made []ioelement.Made) {
	for i, s := range in {
		title, text, _ := strings.Cut(s, ": ")
		b := block(title, text)
		b.Number = fmt.Sprintf("%04d", i+1)
		blocks = append(blocks, b)
	}
	set := ioelement.Default()
	set.Tie(blocks)
	for _, b := range blocks {
		made = append(made, set.Make(b))
	}
	return blocks, made
}

// TestTie shows what belongs together: for each block, the number of the live
// element of its exercise with the kind of that, and whether it is that itself.
func TestTie(t *testing.T) {
	tests := []struct {
		name, in string // blocks, divided by |
		want     string
	}{
		{"an editor alone", "editor name=a", "1 editor!"},
		{"an editor without a name", "editor|check name=a hidden", "-|-"},
		{"editor and test", "editor name=a|doctest name=a", "1 doctest!|1 doctest"},
		{"in any order", "check name=a hidden|solution name=a|setup name=a|editor name=a", "4 check|4 check|4 check|4 check!"},
		{"the first test says the kind", "unittest name=a|doctest name=a|editor name=a", "3 unittest|3 unittest|3 unittest!"},
		{"an output is a check", "editor name=a|output name=a|doctest name=a", "1 check!|1 check|1 check"},
		{"aliases", "setup_code name=a|Check_Code name=a|code-output name=a|editor name=a", "4 check|4 check|4 check|4 check!"},
		{"a name with .py", "editor name=a.py|doctest name=a|check name=' a '|check name=A", "1 doctest!|1 doctest|1 doctest|4 check!"},
		{"a doctest brings its editor", "doctest|doctest name=a|unittest", "1 doctest!|2 doctest!|3 unittest!"},
		{"so does a hidden one", "doctest name=a hidden", "1 doctest!"},
		{"so does a check that is seen", "check name=a|check", "1 check!|2 check!"},
		{"a hidden check does not", "check name=a hidden", "-"},
		{"an output does not", "output name=a", "-"},
		{"the first that can", "output name=a|check name=a hidden|unittest name=a|doctest name=a", "3 check|3 check|3 check!|3 check"},
		{"a setup needs code", "setup name=a|solution name=a|setup|solution|output", "-|-|-|-|-"},
		{"a solution without tests", "editor name=a|solution name=a", "1 editor!|1 editor"},
		{"a setup without tests", "setup name=a|editor name=a", "2 editor|2 editor!"},
		{"two editors of one name", "editor name=a|editor name=a|check name=a", "1 check!|1 check|1 check"},
		{"two exercises", "editor name=b|doctest name=a|doctest name=b|editor name=a", "1 doctest!|4 doctest|1 doctest|4 doctest!"},
		{"a terminal is no exercise", "terminal name=a|check name=a hidden", "-|-"},
		{"nor is an interpreter", "interpreter name=a|check name=a", "-|2 check!"},
	}
	for _, tt := range tests {
		blocks, made := tied(strings.Split(tt.in, "|")...)
		var got []string
		for _, b := range blocks {
			s := "-"
			if b.Part != nil && b.Part.Exercise != nil {
				for i, m := range made {
					if p := blocks[i].Part; p != nil && p.Exercise == b.Part.Exercise && p.Live {
						s = fmt.Sprint(i+1, " ", m.Element.Kind)
					}
				}
				if b.Part.Live {
					s += "!"
				}
			}
			got = append(got, s)
		}
		if g := strings.Join(got, "|"); g != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, g, tt.want)
		}
	}
}

func TestExercise(t *testing.T) {
	blocks, made := tied(
		"setup name=a timeout=20:   x = 1",
		"solution name=a: >>> y = x\n>>> y\n1",
		"output name=a: \n  1\n \n",
		"editor name=a isolated timeout=9: y = ______ + _______ + _____",
		"setup name=a hidden: z = 3\n",
		"doctest name=a:   >>> y\n  1\n\n",
		"solution name=a: y = 1",
		"check name=a hidden: assert y",
	)
	e := made[3].Element
	if e == nil || e.Exercise == nil {
		t.Fatalf("%+v", e)
	}
	x := *e.Exercise
	if x.Setup != "x = 1\nz = 3" || x.Solution != "y = x\ny" || x.Timeout != 20 {
		t.Errorf("%+v", x)
	}
	want := []ioelement.Test{
		{Kind: "output", Source: "\n  1"},
		{Kind: "doctest", Source: ">>> y\n1"},
		{Kind: "check", Source: "assert y", Hidden: true},
	}
	if !reflect.DeepEqual(x.Tests, want) {
		t.Errorf("%+v", x.Tests)
	}
	if e.Kind != "check" || e.Mode != ioelement.Program || e.Session != "" || e.Gaps != 2 || e.File != "a.py" {
		t.Errorf("%+v", e)
	}
	for i, n := range map[int]int{2: 0, 5: 1, 7: 2} {
		if blocks[i].Part.Test != n {
			t.Errorf("block %d is test %d, want %d", i, blocks[i].Part.Test, n)
		}
	}
	for i, m := range made {
		if (m.Element != nil) != (i == 3) || len(m.Notices) > 0 {
			t.Errorf("block %d: %+v", i, m)
		}
	}
}

func TestExerciseHasAProcessOfItsOwn(t *testing.T) {
	set := ioelement.Default()
	for _, tt := range []struct{ in, session string }{
		{"editor name=a|check name=a", ""},
		{"editor name=a|setup name=a", ""},
		{"editor name=a|solution name=a", "page"},
		{"editor name=a", "page"},
		{"doctest name=a: >>> 1", ""},
	} {
		blocks, _ := tied(strings.Split(tt.in, "|")...)
		blocks[0].Defaults = ioelement.Defaults{Session: "page", Python: "3.12"}
		made := set.Make(blocks[0])
		if e := made.Element; e.Session != tt.session || e.Python != "3.12" || len(made.Notices) > 0 {
			t.Errorf("%s: %+v %q", tt.in, e, made.Notices)
		}
	}
	_, made := tied("doctest python=3.9: >>> 1\n1")
	if e := made[0].Element; e.Python != "3.9" || e.Source != "" || e.Title.Keyword != "doctest" {
		t.Errorf("%+v", e)
	}
}

func TestNoticesOfExercises(t *testing.T) {
	const call = "doctest name=a: >>> 1"
	tests := []struct {
		in   string // blocks, divided by |; the notices of the first count
		want []string
	}{
		{"editor name=a session=b|" + call, []string{"session=b means nothing to an exercise"}},
		{"editor name=a session=b|solution name=a", nil},
		{"doctest name=a session=b: >>> 1", []string{`"session" means nothing to "doctest"`}},
		{"check name=a timeout=0|" + call, []string{"timeout=0 is not a number"}},
		{"check name=a timeout=601|" + call, []string{"timeout=601 is not a number"}},
		{"check name=a timeout=1.5|" + call, []string{"timeout=1.5 is not a number"}},
		{"check name=a timeout|" + call, []string{"timeout= is not a number"}},
		{"check name=a timeout=600|" + call, nil},
		{"doctest name=a external: >>> 1|editor name=a", []string{"external means nothing here"}},
		{"check name=a analyzer_score size=(3,40)|editor name=a", []string{"analyzer_score means nothing here", "size means nothing here"}},
		{"doctest external analyzer_report size=(3,40): >>> 1", nil},
		{"editor timeout=5", []string{"timeout= means nothing to an editor without tests"}},
		{"editor name=a timeout=5|" + call, nil},
		{"setup name=b", []string{`no editor and no test is called "b", so this "setup" belongs to nothing`}},
		{"solution", []string{`"solution" needs name=`}},
		{"output name=b.py", []string{`"b"`}},
		{"check_code name=b hidden", []string{`"check_code" belongs to nothing`}},
		{"doctest: 1 + 1", []string{"no >>> in this doctest"}},
		{"doctest: text, and then\n>>> 1", nil},
		{"doctest hidden", nil}, // a page that is read again has nothing else
		{"unittest linenumber=x", []string{"linenumber=x"}},
		{"check name=a frob|" + call, []string{`"frob" means nothing to "check"`}},
		{"predict: name = input('?')\nprint(name)", []string{"asks for input"}},
		{"predict: n = int(input())", []string{"asks for input"}},
		{"predict: print('input()')  # input()\nmy_input()\na.input()", nil},
		{"chekc name=a", []string{`is "check" meant`}},
	}
	for _, tt := range tests {
		_, made := tied(strings.Split(tt.in, "|")...)
		got := made[0].Notices
		ok := len(got) == len(tt.want)
		for i := 0; ok && i < len(got); i++ {
			ok = strings.Contains(got[i], tt.want[i])
		}
		if !ok {
			t.Errorf("%s: notices %q, want %q", tt.in, got, tt.want)
		}
	}
	_, made := tied("editor name=a", "editor name=a", "check name=a")
	if got := made[1].Notices; len(made[0].Notices) > 0 || len(got) != 1 || !strings.Contains(got[0], `is called "a", too`) || made[1].Element.Kind != "editor" {
		t.Errorf("%q", got)
	}
	if _, made := tied("editor name=a", "editor name=a"); made[1].Notices != nil {
		t.Errorf("%q", made[1].Notices)
	}
}

func ExampleSet_Tie() {
	block := func(title, text string) ioelement.Block {
		return ioelement.Block{Raw: title, Title: ioelement.ParseTitle(title), Text: text, Number: "0001"}
	}
	blocks := []ioelement.Block{
		block("editor name=dbl", "def dbl(a):\n    return ______"),
		block("doctest name=dbl", ">>> dbl(2)\n4"),
	}
	set := ioelement.Default()
	set.Tie(blocks)
	e := set.Make(blocks[0]).Element
	fmt.Printf("%s %q %d gap\n", e.Kind, e.Exercise.Tests[0].Source, e.Gaps)
	// Output: doctest ">>> dbl(2)\n4" 1 gap
}

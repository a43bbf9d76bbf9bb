package ioelement_test

import (
	"strings"
	"testing"

	"crunchy/ioelement"
)

func TestFence(t *testing.T) {
	tests := []struct{ info, language, title string }{
		{"", "", ""},
		{"python", "python", ""},
		{"Python editor name=dbl linenumber", "python", "editor name=dbl linenumber"},
		{"python   Borg", "python", "Borg"},
		{"python linenumber", "python", "python_tutorial linenumber"},
		{"python linenumber=3 no_pre", "python", "python_tutorial linenumber=3 no_pre"},
		{`python title="app.py"`, "python", `python_tutorial title="app.py"`},
		{"pycon isolated", "pycon", "isolated"}, // a keyword, though it is an option as well
		{"python no_vlam", "python", "no_vlam"},
		{"python,editable", "python", ""},
		{"{python}", "python", ""},
		{"{.python .numberLines}", "python", ""},
		{"python {.marimo}", "python", ""},
		{"python{1,3}", "python", ""},
		{"{}", "", ""},
		{"js", "js", ""},
	}
	set := ioelement.Default()
	for _, tt := range tests {
		language, title := set.Fence(tt.info)
		if language != tt.language || title != tt.title {
			t.Errorf("Fence(%q) = %q, %q, want %q, %q", tt.info, language, title, tt.language, tt.title)
		}
	}
}

func FuzzFence(f *testing.F) {
	for _, s := range []string{"python editor name=x", "{python}", "python,editable", "{.a", "py linenumber=(", "\tpython  =", "python \u00a0"} {
		f.Add(s)
	}
	set := ioelement.Default()
	f.Fuzz(func(t *testing.T, info string) {
		language, title := set.Fence(info)
		if strings.ContainsAny(language, " \t") {
			t.Errorf("language %q of %q", language, info)
		}
		if title != "" && ioelement.ParseTitle(title).Keyword == "" {
			t.Errorf("title %q of %q has no keyword", title, info)
		}
	})
}

// block is a block as the package pages would hand it over.
func block(title, text string) ioelement.Block {
	return ioelement.Block{
		Raw: title, Title: ioelement.ParseTitle(title), Text: text,
		Number: "0003", Heading: 3,
	}
}

func TestElements(t *testing.T) {
	type want struct {
		kind, session, prompt, python, file, source string
		mode                                        ioelement.Mode
	}
	const session = ">>> a = 1\n>>> a\n1\n"
	live := func(kind, session, prompt string) want {
		return want{kind: kind, session: session, prompt: prompt, source: "a = 1\na\n", mode: ioelement.Interpreter}
	}
	program := func(session, file string) want {
		return want{kind: "editor", session: session, file: file, source: "a = 1", mode: ioelement.Program}
	}
	python := func(w want, p string) want { w.python = p; return w }
	tests := []struct {
		title, text string
		want        want
	}{
		{"interpreter", session, live("interpreter", "interpreter", ">>> ")},
		{"Borg", session, live("interpreter", "interpreter", ">>> ")},
		{"interpreter session=mine", session, live("interpreter", "mine", ">>> ")},
		{"interpreter isolated", session, live("isolated", "", "--> ")},
		{"isolated", session, live("isolated", "", "--> ")},
		{"HUMAN", session, live("isolated", "", "--> ")},
		{"python_tutorial", session, live("interpreter", "interpreter", ">>> ")},
		{"python_tutorial isolated", session, live("isolated", "", "--> ")},
		{"interpreter python=3.12", session, python(live("interpreter", "interpreter python=3.12", ">>> "), "3.12")},
		{"interpreter session=x python=3.12", session, python(live("interpreter", "x", ">>> "), "3.12")},
		{"editor", "a = 1\n", program("", "program3.py")},
		{"editor name=week", "\n\n  a = 1\n\n", program("", "week.py")},
		{"editor name=week.py", "a = 1", program("", "week.py")},
		{"editor name=../../etc/passwd", "a = 1", program("", "etcpasswd.py")},
		{"editor session=mine", "a = 1", program("mine", "program3.py")},
		{"editor session=interpreter", "a = 1", program("interpreter", "program3.py")},
		{"editor isolated", "a = 1", program("", "program3.py")},
		{"editor python=3.9", "a = 1", python(program("", "program3.py"), "3.9")},
		{"editor", ">>> a = 1\n", program("", "program3.py")},
		{"editor no_copy", "a = 1", program("", "program3.py")},
	}
	set := ioelement.Default()
	for _, tt := range tests {
		made := set.Make(block(tt.title, tt.text))
		e := made.Element
		if e == nil {
			t.Errorf("%s: not live", tt.title)
			continue
		}
		got := want{e.Kind, e.Session, e.Prompt, e.Python, e.File, e.Source, e.Mode}
		if got != tt.want {
			t.Errorf("%s:\n got %+v\nwant %+v", tt.title, got, tt.want)
		}
		if len(made.Notices) > 0 {
			t.Errorf("%s: %q", tt.title, made.Notices)
		}
		if e.Number != "0003" || len(made.Nodes) != 1 {
			t.Errorf("%s: number %q, %d nodes", tt.title, e.Number, len(made.Nodes))
		}
	}
}

func TestDefaults(t *testing.T) {
	set := ioelement.Default()
	b := block("editor", "1")
	b.Defaults = ioelement.Defaults{Python: "3.11", Session: "all"}
	if e := set.Make(b).Element; e.Python != "3.11" || e.Session != "all" {
		t.Errorf("editor: %+v", e)
	}
	b.Title = ioelement.ParseTitle("editor isolated python=3.12")
	if e := set.Make(b).Element; e.Python != "3.12" || e.Session != "" {
		t.Errorf("isolated editor: %+v", e)
	}
	b.Title = ioelement.ParseTitle("interpreter python=3.11")
	if e := set.Make(b).Element; e.Session != ioelement.SharedSession {
		t.Errorf("an interpreter with the python of its page shares: %+v", e)
	}
}

func TestNotices(t *testing.T) {
	tests := []struct{ title, want string }{
		{"editor frobnicate", `"frobnicate"`},
		{"interpreter colour=red", `"colour"`},
		{"edtior", `is "editor" meant`},
		{"interpeter", `is "interpreter" meant`},
		{"editor linenumber=x", "linenumber=x"},
		{"editor linenumber=-1", "linenumber=-1"},
		{"editor isolated session=a", "contradict"},
		{"isolated session=a", "process of its own"},
		{"py_code session=a", `"session"`},
		{"dialogue", "nothing is typed"},
	}
	set := ioelement.Default()
	for _, tt := range tests {
		made := set.Make(block(tt.title, ">>> 1\n"))
		if len(made.Notices) != 1 || !strings.Contains(made.Notices[0], tt.want) {
			t.Errorf("%s: notices %q, want one with %s", tt.title, made.Notices, tt.want)
		}
	}
}

func TestLeftAlone(t *testing.T) {
	set := ioelement.Default()
	for _, title := range []string{"no_vlam", "NO-VLAM", "Listing 3: my code", "nothing"} {
		if made := set.Make(block(title, ">>> 1\n")); made.Nodes != nil || made.Element != nil || made.Notices != nil {
			t.Errorf("%s: %+v", title, made)
		}
	}
	if !(ioelement.Set{}).Empty() || set.Empty() {
		t.Error("Empty")
	}
}

// TestAddKind shows that a kind is one value, and that the Set is the only
// place that knows it.
func TestAddKind(t *testing.T) {
	shout := ioelement.Kind{
		Names: []string{"shout"},
		Make: func(b ioelement.Block) ioelement.Made {
			return ioelement.Made{Notices: []string{strings.ToUpper(b.Text)}}
		},
	}
	set := ioelement.NewSet(shout)
	if made := set.Make(block("shout", "a")); len(made.Notices) != 1 || made.Notices[0] != "A" {
		t.Errorf("%+v", made)
	}
	if _, ok := set.Lookup("editor"); ok {
		t.Error("editor is not in this set")
	}
}

package ioelement_test

import (
	"testing"

	"crunchy/ioelement"
)

func TestRules(t *testing.T) {
	tests := []struct{ rules, title, text, want string }{
		{"", "editor linenumber", "", "editor linenumber"},
		{"add linenumber to editor", "editor size=3", "", "editor size=3 linenumber"},
		{"add linenumber to editor", "editor linenumber=7", "", "editor linenumber=7"},
		{"add linenumber to editor", "interpreter", "", "interpreter"},
		{"add linenumber", "interpreter", "", "interpreter linenumber"},
		{"remove no-pre", "editor no_pre size=3", "", "editor size=3"},
		{"remove no_pre from interpreter", "editor no_pre", "", "editor no_pre"},
		{"remove no_pre from Borg", "interpreter no_pre", "", "interpreter"},
		{"replace size with size=(10,80)", "editor size=3", "", "editor size=(10,80)"},
		{"replace size with linenumber in editor", "editor size=3 no_pre", "", "editor linenumber no_pre"},
		{"editor = linenumber no_copy", "editor", "", "editor linenumber no_copy"},
		{"interpreter = isolated", "interpreter no_pre", "", "isolated no_pre"},
		{"interpreter = Parrots", "TypeInfoConsole", "", "parrots"},
		{"interpreter = typeinfoconsole", "python_tutorial", ">>> 1", "typeinfoconsole"},
		{"interpreter = typeinfoconsole", "python_tutorial", "x = 1", "python_tutorial"},
		{"interpreter = isolated", "editor", "", "editor"},
		{"remove linenumber", "no_vlam linenumber", "", "no_vlam linenumber"},
		// What belongs to an exercise is the author's.
		{"add linenumber\nremove linenumber", "check name=a hidden linenumber", "", "check name=a hidden linenumber"},
		{"add linenumber", "doctest name=a", "", "doctest name=a"},
		{"add linenumber", "solution name=a", "", "solution name=a"},
	}
	set := ioelement.Default()
	for _, tt := range tests {
		r, errs := ioelement.ParseRules(tt.rules, set)
		if len(errs) > 0 {
			t.Errorf("%q: %v", tt.rules, errs)
		}
		if got := r.Apply(set, ioelement.ParseTitle(tt.title), tt.text).String(); got != tt.want {
			t.Errorf("%q makes %q of %q, want %q", tt.rules, got, tt.title, tt.want)
		}
	}
}

// TestRulesOfBoth: the author's are followed first, and the reader's count above them.
func TestRulesOfBoth(t *testing.T) {
	set := ioelement.Default()
	author, errs := ioelement.ParseAuthorRules([]string{"no_markup = editor", " interpreter =  isolated", "add linenumber", "add no_pre to editor"}, set)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	reader, _ := ioelement.ParseRules("interpreter = parrot\nremove no_pre\ntheme = dark", set)
	both := reader.Over(author)
	for title, want := range map[string]string{"editor": "editor linenumber", "interpreter": "parrot linenumber", "check name=a": "check name=a"} {
		if got := both.Apply(set, ioelement.ParseTitle(title), "").String(); got != want {
			t.Errorf("%q becomes %q, want %q", title, got, want)
		}
	}
	if both.Unmarked() != "editor" || reader.Unmarked() != "" || both.Value("theme") != "dark" {
		t.Errorf("together they are\n%s", both)
	}
	for _, bad := range []string{"theme = dark", "Language=de", "errors = plain", "", "frob", "remove files"} {
		r, errs := ioelement.ParseAuthorRules([]string{"add linenumber", bad}, set)
		if len(errs) != 1 || errs[0].Line != 2 || r.Apply(set, ioelement.ParseTitle("editor"), "").String() != "editor linenumber" {
			t.Errorf("%q: %v", bad, errs)
		}
	}
}

func TestBadRules(t *testing.T) {
	set := ioelement.Default()
	for _, line := range []string{
		"frobnicate", "add", "add linenumber to", "add linenumber to nothing", "add frob to editor", "remove hidden from check",
		"remove hidden", "replace name with linenumber", "replace size", "replace size with", "add linenumber to editor now", "no_markup = frob",
		"no_markup = check", "no_markup = quiz", "interpreter = editor", "interpreter = isolated linenumber", "theme = pink", "language = xx",
		"errors = rude", "colour = red", "editor = timeout=3", "= x",
	} {
		text := "# mine\n\n" + line + "\nadd linenumber to interpreter"
		r, errs := ioelement.ParseRules(text, set)
		if len(errs) != 1 || errs[0].Line != 3 || errs[0].Text == "" {
			t.Errorf("%q: %v", line, errs)
		}
		if got := r.Apply(set, ioelement.ParseTitle("interpreter"), "").String(); got != "interpreter linenumber" {
			t.Errorf("after %q the next line is lost: %s", line, got)
		}
	}
}

func TestSetRule(t *testing.T) {
	tests := []struct{ text, name, value, want string }{
		{"", "theme", "dark", "theme = dark\n"},
		{"# a = b\ntheme=light\nadd x", "theme", "dark", "# a = b\ntheme = dark\nadd x"},
		{"add x", "no_markup", "editor", "add x\nno_markup = editor\n"},
		{"no-markup = none\nTheme = light\nno_markup = editor\n", "no_markup", "", "Theme = light\n"},
		{"#theme = dark\n", "theme", "light", "#theme = dark\ntheme = light\n"},
	}
	for _, tt := range tests {
		if got := ioelement.SetRule(tt.text, tt.name, tt.value); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzRules(f *testing.F) {
	for _, s := range []string{"no_markup = interpreter linenumber\ninterpreter = isolated\neditor = linenumber\nadd linenumber to editor\nremove no_pre\nreplace size with size=(10,80) in editor\ntheme = dark", "add (", "replace 'a b' with \"", "=\x00"} {
		f.Add(s, "editor linenumber size=(1,2)")
	}
	set := ioelement.Default()
	f.Fuzz(func(t *testing.T, text, title string) {
		r, _ := ioelement.ParseRules(text, set)
		again, errs := ioelement.ParseRules(r.String(), set)
		if len(errs) > 0 || again.String() != r.String() {
			t.Fatalf("%q is printed as %q, and read as %q %v", text, r, again, errs)
		}
		before := ioelement.ParseTitle(title)
		after := r.Apply(set, before, "")
		for _, name := range []string{"name", "hidden", "session", "timeout"} {
			if before.Has(name) != after.Has(name) || before.Value(name) != after.Value(name) {
				t.Fatalf("%q makes %q of %q", text, after, title)
			}
		}
		ioelement.ParseRules(ioelement.SetRule(text, "theme", "dark"), set)
	})
}

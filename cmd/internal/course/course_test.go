package course_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/course"
	"crunchy/cmd/internal/starter"
)

func TestReads(t *testing.T) {
	text := "\ufefftitle = \"My  course\"\r\nlessons = [\r\n  \"z.md\",\r\n  \"b.ipynb\",\r\n]\r\nlanguage = \"de\"\r\npython = '3.12'\r\n"
	fsys := fstest.MapFS{"part/crunchy.toml": {Data: []byte(text)}}
	for _, name := range []string{"index.md", "a.md", "b.ipynb", "c.html", "z.md"} {
		fsys["part/"+name] = &fstest.MapFile{}
	}
	c := course.Read(fsys, "part")
	if c.Title != "My course" || c.Language != "de" || c.Python != "3.12" || len(c.Problems) > 0 {
		t.Errorf("%+v", c)
	}
	names := []string{"a.md", "b.ipynb", "c.html", "index.md", "z.md"}
	if got := c.Order(names); !slices.Equal(got, []string{"z.md", "b.ipynb", "a.md", "c.html", "index.md"}) {
		t.Errorf("in the order %q", got)
	}
	if got := c.Row(names, "index.md"); !slices.Equal(got, []string{"z.md", "b.ipynb", "a.md"}) {
		t.Errorf("in the row %q", got)
	}
	if c := course.Read(fsys, "."); c.Title != "" || len(c.Problems) > 0 {
		t.Errorf("without the file: %+v", c)
	}
	if got := (course.Settings{}).Row(names, "index.md"); !slices.Equal(got, []string{"a.md", "z.md"}) {
		t.Errorf("without settings the row is %q", got)
	}
}

// TestProblems: each is told with its line and what to do, and the rest counts.
func TestProblems(t *testing.T) {
	const line3 = "crunchy.toml, line 3: "
	for text, want := range map[string]string{
		`titel = "x"`:                  line3 + `there is no key "titel"; did you mean "title"?`,
		`Title = "x"`:                  line3 + `there is no key "Title"; did you mean "title"?`,
		`lang = "x"`:                   line3 + `there is no key "lang"; did you mean "language"?`,
		`colour = "red"`:               line3 + `there is no key "colour"; there are title, lessons, language, python and rules.`,
		`[python]`:                     line3 + `python must be text in quotes; write for example  python = "3.12"  here.`,
		`[extra]` + "\na = 1":          line3 + `there is no key "extra"; there are title, lessons, language, python and rules.`,
		`python = 3.12`:                line3 + `python must be text in quotes; write for example  python = "3.12"  here.`,
		`lessons = "a.md"`:             line3 + `lessons must be a list of names of files; write for example  lessons = ["01-hello.md", "02-names.md"]  here.`,
		`lessons = ["a.md", 2]`:        line3 + `lessons must be a list of names of files; write for example  lessons = ["01-hello.md", "02-names.md"]  here.`,
		`lessons = ["a.md", "a.md"]`:   line3 + `"a.md" stands twice among the lessons; take one of them out.`,
		`lessons = ["hallo.md"]`:       line3 + `there is no lesson "hallo.md" in this folder; did you mean "hello.md"?`,
		`lessons = ["hello"]`:          line3 + `there is no lesson "hello" in this folder; did you mean "hello.md"?`,
		`lessons = ["../up.md"]`:       line3 + `there is no lesson "../up.md" in this folder; write the name of a file, with its ending.`,
		`lessons = ["below"]`:          line3 + `there is no lesson "below" in this folder; write the name of a file, with its ending.`,
		`language = "German, I think"`: line3 + `"German, I think" is no short name of a language; write for example  language = "en"  here.`,
		`trust = true`:                 line3 + `"trust" is for the reader to choose, and cannot be set here; take the line out.`,
		`Sandbox = false`:              line3 + `"Sandbox" is for the reader to choose, and cannot be set here; take the line out.`,
		`"a b" = 1`:                    line3 + `there is no key "a b"; there are title, lessons, language, python and rules.`,
		`rules = "editor"`:             line3 + `rules must be a list of texts; write for example  rules = ["add linenumber to editor"]  here.`,
		`rules = ["theme = dark"]`:     line3 + `the rule "theme = dark" does not count: theme is for the reader to choose.`,
		`rules = ["remove frob", "add linenumber to editor"]`: line3 + `the rule "remove frob" does not count: "frob" is no option.`,
		`rules = ["add name=x to editor"]`:                    line3 + `the rule "add name=x to editor" does not count: the option "name" belongs to one block, whose author says it there.`,
		`rules = [""]`:                                        line3 + `the rule "" does not count: it is empty.`,
		"python = \"\"\"\n3.12\"\"\"\nx=1":                    "crunchy.toml, line 5: " + `there is no key "x"; there are title, lessons, language, python and rules.`,
	} {
		fsys := fstest.MapFS{
			"crunchy.toml":  {Data: []byte("# mine\n\n" + text + "\n")},
			"hello.md":      {},
			"a.md":          {},
			"below/deep.md": {},
		}
		c := course.Read(fsys, ".")
		if len(c.Problems) != 1 || c.Problems[0].String() != want {
			t.Errorf("%s:\n%v\nwant %s", text, c.Problems, want)
		}
	}
	c := course.Parse("titel = 1\ntitle = \"Kept\"\npython = 3\nlanguage = \"fr-CA\"\n")
	if c.Title != "Kept" || c.Language != "fr-CA" || c.Python != "" || len(c.Problems) != 2 {
		t.Errorf("what is right does not count: %+v", c)
	}
}

// TestBroken: nothing in a broken file counts, and it is said where it breaks.
func TestBroken(t *testing.T) {
	for text, want := range map[string]string{
		"title = \"x\"\nlessons = [\"a.md\"\npython = \"3\"\n": "line 3: this is no TOML",
		"title = x":                                       "line 1: this is no TOML",
		"title = \"x\"\ntitle = \"y\"\n":                  "line 2: this is no TOML",
		"title = \"x\"\n\xff\n":                           "line 2: these are no letters in UTF-8",
		"title = \"" + strings.Repeat("x", 70<<10) + "\"": "crunchy.toml: it is bigger than 64 KiB",
	} {
		c := course.Read(fstest.MapFS{"crunchy.toml": {Data: []byte(text)}}, ".")
		if len(c.Problems) != 1 || !strings.Contains(c.Problems[0].String(), want) || c.Title != "" {
			t.Errorf("%.60q: %.200v, want %s", text, c, want)
		}
	}
	var many strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&many, "k%d = 1\n", i)
	}
	if c := course.Parse(many.String() + "title = \"x\"\n"); len(c.Problems) != 20 || c.Title != "x" {
		t.Errorf("of 5000 unknown keys %d are told, and the title is %q", len(c.Problems), c.Title)
	}
	for _, deep := range []string{
		"x = " + strings.Repeat("[", 60000), "a" + strings.Repeat(".a", 30000) + " = 1", "[a" + strings.Repeat(" . \"a\"", 8000) + "]",
		strings.Repeat("a={", 5000) + strings.Repeat("}", 5000), strings.Repeat("[a.a.a.a.a.a.a.a]\nb={", 16),
	} {
		if c := course.Parse(deep); len(c.Problems) != 1 {
			t.Errorf("%.10s…: %d problems", deep, len(c.Problems))
		}
	}
	for name, file := range map[string]*fstest.MapFile{"no ordinary file": {Mode: fs.ModeDir | 0o755}, "is no ordinary": {Mode: fs.ModeNamedPipe}} {
		c := course.Read(fstest.MapFS{"crunchy.toml": file}, ".")
		if len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Text, name) {
			t.Errorf("%v: %v", file.Mode, c.Problems)
		}
	}
}

// TestStarters: what crunchy new writes is understood, whatever the folder is called.
func TestStarters(t *testing.T) {
	for _, kind := range starter.Kinds {
		folder := filepath.Join(t.TempDir(), "a \"b\" \\c\a")
		if _, err := starter.Write(folder, kind.Name); err != nil {
			t.Fatal(err)
		}
		c := course.Read(os.DirFS(folder), ".")
		if len(c.Problems) > 0 || c.Title != `A "b" \c` {
			t.Errorf("%s: %+v", kind.Name, c)
		}
		if kind.Name == "course" && !slices.Equal(c.Lessons, []string{"first-words.md", "deciding.md", "again-and-again.md"}) {
			t.Errorf("the course has %q", c.Lessons)
		}
		text, err := os.ReadFile(filepath.Join(folder, course.File))
		for _, key := range []string{"title", "lessons", "language", "python"} {
			if err != nil || !strings.Contains(string(text), key+" = ") {
				t.Errorf("%s does not show %s: %v", kind.Name, key, err)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"title = \"x\"\nlessons = [\"a.md\"]\n", "[a.b]\nc = 1\n[[d]]\n", "python = '''\n3'''\n", "a.b = 1\n", "\"\" = 1", "\xff",
		"title = [1", "lessons = [[\"a\"]]", "x = 1979-05-27T07:32:00Z", "language = \"\\u0000\"", "\xfe\xfft\x00",
		"rules = [\"no_markup = editor\", \"add linenumber to editor\", \"remove \\\"\", \" = \"]", "rules = [\"replace size with size=(10,80) in editor\", \"\\u0000\"]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := course.Parse(text)
		lines := strings.Count(text, "\n") + 1
		for _, p := range c.Problems {
			if p.Line < 0 || p.Line > lines || p.Text == "" || strings.Contains(p.Text, "\n") {
				t.Fatalf("%+v in %d lines", p, lines)
			}
		}
		if strings.ContainsAny(c.Title+c.Python, "\n\t") || len(c.Problems) > 20 {
			t.Fatalf("%+v", c)
		}
		seen := map[string]bool{}
		for _, l := range c.Lessons {
			if seen[l] {
				t.Fatalf("%q is twice in %q", l, c.Lessons)
			}
			seen[l] = true
		}
	})
}

package importer_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"crunchy/cmd/internal/importer"
	"crunchy/ioelement"
	"crunchy/ioelement/texts"
	"crunchy/pages"
)

// imported imports what is in a folder of testdata.
func imported(t *testing.T, what ...string) (importer.Result, map[string]string) {
	t.Helper()
	for i := range what {
		what[i] = filepath.Join("testdata", what[i])
	}
	folder := filepath.Join(t.TempDir(), "lessons")
	r, err := importer.Import(importer.Config{}, what, folder)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, name := range slices.Concat(r.Lessons, r.Files) {
		data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(data)
	}
	return r, files
}

// TestKeepsAll compares what there is to read, and which programs there are, in each
// file and in the lesson that it has become.
func TestKeepsAll(t *testing.T) {
	for _, dir := range []string{"jupyter", "quarto", "myst", "book", "saved"} {
		_, files := imported(t, dir)
		root := filepath.Join("testdata", dir)
		if dir == "book" {
			root = filepath.Join(root, "src")
		}
		for name, text := range files {
			if !strings.HasSuffix(name, ".md") {
				if !strings.HasPrefix(text, "\x89PNG") {
					t.Errorf("%s/%s is no picture", dir, name)
				}
				continue
			}
			original := source(t, root, name)
			if got, want := programs(t, name, []byte(text)), programs(t, original.Name, original.Data); !slices.Equal(got, want) {
				t.Errorf("%s/%s has the programs\n%q\nand the original\n%q", dir, name, got, want)
			}
			got, want := words(t, pages.Source{Name: name, Data: []byte(text)}), words(t, original)
			for _, w := range want {
				if i := slices.Index(got, w); i < 0 && !slices.Contains(left, w) {
					t.Errorf("%s/%s has lost %q", dir, name, w)
				}
			}
			if p, err := pages.Render(pages.Source{Name: name, Data: []byte(text)}, pages.Options{}); err != nil || len(p.Notices) > 0 {
				t.Errorf("%s/%s: %v %v", dir, name, err, p.Notices)
			}
		}
	}
}

// left are words that are not meant to come along: marks of other tools, what is kept
// in another form, the titles of whole sites, and what Crunchy says itself.
var left = strings.Fields(pages.Fold(texts.Catalogue{}.Text("foreign.magics")+" "+texts.Catalogue{}.Text("foreign.cellMagic")) + " nobody reads crunchy site of tutorials oneone ref note tip hide input tags label pythagoras math figure code include include0 remark txt nothing video https example org film mp4 alt width 200px 300px image mystnb jupytext")

func source(t *testing.T, root, name string) pages.Source {
	t.Helper()
	base := filepath.Join(root, strings.TrimSuffix(filepath.FromSlash(name), ".md"))
	for _, file := range []string{base + ".md", base + ".qmd", base + ".ipynb", base + ".html", filepath.Join(root, "SUMMARY.md")} {
		if data, err := os.ReadFile(file); err == nil {
			return pages.Source{Name: file, Data: data}
		}
	}
	t.Fatalf("nothing became %s", name)
	return pages.Source{}
}

func words(t *testing.T, src pages.Source) (all []string) {
	t.Helper()
	title, sections, err := pages.Text(src, ioelement.Set{})
	if err != nil {
		t.Fatal(err)
	}
	text := title
	for _, s := range sections {
		text += " " + s.Heading + " " + s.Text
	}
	return strings.Fields(pages.Fold(text))
}

func programs(t *testing.T, name string, data []byte) (all []string) {
	t.Helper()
	p, err := pages.Render(pages.Source{Name: name, Data: data}, pages.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Elements {
		all = append(all, fmt.Sprintf("%s %s %s %q", e.Kind, e.Session, e.Title.Value("name"), strings.TrimSpace(e.Source)))
	}
	return all
}

// TestLessons looks at what cannot be compared by words.
func TestLessons(t *testing.T) {
	r, files := imported(t, "jupyter", "quarto", "myst", "book", "saved")
	for _, tt := range []struct{ file, want string }{
		{"temperatures.md", "![The thermometer](temperatures-1.png)"},
		{"temperatures.md", "# %matplotlib inline\ntemperatures = [21.5"},
		{"temperatures.md", "$\\bar t = \\frac1n \\sum t_i$"},
		{"temperatures.md", "```text\nTraceback (most recent call last):\n"},
		{"tables.md", "](tables-1.png)"},
		{"report.md", "name=numbers\nnumbers = [1, 2, 3]"},
		{"report.md", "![A square](square.png){width=50%}"},
		{"exercises.md", "```python grader hidden name=dbl"},
		{"intro.md", "$$\nc = \\sqrt{a^2 + b^2}\n$$"},
		{"intro.md", "::: {.note}\n**A title**"},
		{"intro.md", "![A square](square.png)\n\nThe square of the *other* lesson."},
		{"lists.md", "- one\n  ```python editor session=page show_value\n  print("},
		{"loops.md", "import math\nprint(math.floor(2.5))"},
		{"loops.md", "A remark that stands in another file."},
		{"loops.md", "[files](part/files.md#reading)"},
		{"part/files.md", "[loops](../loops.md)"},
		{"index.md", "[Loops](loops.md)"},
		{"Repeating.md", "2 \\* 3 \\< 7, a\\_name\\_with\\_lines"},
		{"Repeating.md", "```pycon\n>>> 1 + 1\n2\n```"},
		{"Repeating.md", "| 1 | 2 \\| 3 |"},
		{"Repeating.md", "$a + b$"},
		{"Repeating.md", "1\\. not a list"},
		{"Crunchy.md", "```python editor linenumber name=area\ndef area"},
		{"Crunchy.md", `<details class="hint" data-for="area"><summary>Hint</summary>`},
	} {
		if !strings.Contains(files[tt.file], tt.want) {
			t.Errorf("%s has no %q:\n%s", tt.file, tt.want, files[tt.file])
		}
	}
	var said []string
	for _, n := range r.Notices {
		said = append(said, fmt.Sprintf("%s:%d: %s", filepath.ToSlash(strings.TrimPrefix(n.File, "testdata/")), n.Line, n.Text))
	}
	for _, want := range []string{
		"quarto/report.qmd:14: left out, for Crunchy has nothing like it: echo, fig-cap",
		"quarto/report.qmd:28: the short code video is kept as text",
		"myst/intro.md:37: the directive {bibliography} is kept as text",
		"saved/Repeating.html:21: a frame with another page is left out",
		"book/src/part/files.md:9: ../nothing.txt cannot be taken in: only files in the folder of the page, and in folders in it, can be used",
	} {
		if !slices.Contains(said, want) {
			t.Errorf("it does not say %q, but\n%s", want, strings.Join(said, "\n"))
		}
	}
}

func TestSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
		return name
	}
	lesson := write("a.md", "# A\n")
	there := write("there/a.md", "mine")
	for _, tt := range []struct {
		paths []string
		to    string
		want  string
	}{
		{[]string{filepath.Join(dir, "none.md")}, "out", "there is no file or folder"},
		{[]string{write("a.txt", "")}, "out", "nothing that can be imported"},
		{[]string{write("bad.ipynb", `{"cells": [`)}, "out", "no notebook"},
		{[]string{write("a.rst", "A\n=\n")}, "out", "nothing here reads reStructuredText"},
		{[]string{write("zero.md", "\x00\x01\x02")}, "out", "it is no text"},
		{[]string{write("empty/x.txt", ""), lesson}, "out", "nothing that can be imported"},
		{[]string{filepath.Join(dir, "empty")}, "out", "nothing in"},
		{[]string{lesson, write("b/a.md", "# B\n")}, "out", "would both become a.md"},
		{[]string{lesson}, "there", "is there already"},
		{[]string{lesson}, filepath.Join("a.txt", "x"), "nothing was imported"},
	} {
		_, err := importer.Import(importer.Config{}, tt.paths, filepath.Join(dir, tt.to))
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %q", tt.paths, err, tt.want)
		}
		if _, err := os.Stat(filepath.Join(dir, "out")); err == nil {
			t.Errorf("%s: there is something", tt.paths)
		}
	}
	if data, err := os.ReadFile(there); err != nil || string(data) != "mine" {
		t.Errorf("it is %q (%v)", data, err)
	}
}

// TestBookStaysInside imports no file from outside the folder of a book.
func TestBookStaysInside(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{"secret/a.md": "# Secret\n", "secret/src/a.md": "# Secret\n", "book/own/text/a.md": "# A\n"})
	if err := os.Symlink(filepath.Join(dir, "secret"), filepath.Join(dir, "book", "link")); err != nil {
		t.Log("no links here:", err)
	}
	for _, src := range []string{"../secret", "own/../../secret", filepath.ToSlash(filepath.Join(dir, "secret")), "link", "link/src", "none"} {
		put(t, dir, map[string]string{"book/book.toml": "[book]\nsrc = \"" + src + "\"\n"})
		r, err := importer.Import(importer.Config{}, []string{filepath.Join(dir, "book")}, filepath.Join(dir, "out"))
		if err == nil || !strings.Contains(err.Error(), "leads to no folder of the book") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v %v", src, r.Lessons, err)
		}
	}
	put(t, dir, map[string]string{"book/book.toml": "[book]\nsrc = \"own/text\"\n"})
	if r, err := importer.Import(importer.Config{}, []string{filepath.Join(dir, "book")}, filepath.Join(dir, "out")); err != nil || !slices.Equal(r.Lessons, []string{"a.md"}) {
		t.Errorf("%v %v", r.Lessons, err)
	}
}

// TestPicturesAreNotSwapped gives each picture a name of its own, or refuses.
func TestPicturesAreNotSwapped(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{
		"a.ipynb": `{"cells": [{"cell_type": "markdown", "source": "![e](attachment:e.png) ![r](a-1.png) ![m](a-3.png)", "attachments": {"e.png": {"image/png": "YXR0YWNoZWQ="}}}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}`,
		"a-1.png": "real", "a-2.png": "not named",
		"x/b.md": "![p](p.png)\n", "x/p.png": "one", "y/c.md": "![p](p.png)\n", "y/p.png": "another",
	})
	out := filepath.Join(dir, "out")
	if _, err := importer.Import(importer.Config{}, []string{filepath.Join(dir, "a.ipynb")}, out); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"a.md": "![e](a-4.png) ![r](a-1.png) ![m](a-3.png)\n", "a-4.png": "attached", "a-1.png": "real"} {
		if data, err := os.ReadFile(filepath.Join(out, name)); err != nil || string(data) != want {
			t.Errorf("%s is %q (%v), want %q", name, data, err, want)
		}
	}
	_, err := importer.Import(importer.Config{}, []string{filepath.Join(dir, "x", "b.md"), filepath.Join(dir, "y", "c.md")}, filepath.Join(dir, "both"))
	if err == nil || !strings.Contains(err.Error(), "a file p.png, and these are different") {
		t.Errorf("%v", err)
	}
}

// TestSaysWhere names the line of what is not carried over.
func TestSaysWhere(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, map[string]string{
		"a.md":    "# A\n\n![p](/etc/passwd)\n[q](gone.txt) [r](//example.org/x)\n",
		"b.html":  "<h1>B</h1>\n<p>b</p>\n<p><img src=\"gone.png\" alt=\"g\">\n<img src=\"/etc/b.png\" alt=\"f\"> <a href=\"/etc/hosts\">h</a></p>\n",
		"c.ipynb": "{\"cells\": [\n{\"cell_type\": \"markdown\", \"source\": [\n\"a\\n\",\n\"![](gone.png)\"]},\n{\"cell_type\": \"markdown\", \"source\": \"a\\nb\\nc\\n![](/root.png)\"}], \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}",
	})
	r, err := importer.Import(importer.Config{}, []string{dir}, filepath.Join(dir, "out"))
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, n := range r.Notices {
		said = append(said, fmt.Sprintf("%s:%d: %s", filepath.Base(n.File), n.Line, n.Text))
	}
	want := []string{"a.md:3: /etc/passwd is not carried over", "a.md:4: gone.txt is not there", "b.html:4: /etc/b.png is not carried over", "b.html:4: /etc/hosts is not carried over", "b.html:3: gone.png is not there", "c.ipynb:5: /root.png is not carried over", "c.ipynb:4: gone.png is not there"}
	if len(said) != len(want) {
		t.Errorf("it says\n%s", strings.Join(said, "\n"))
	}
	for _, w := range want {
		if !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, w) }) {
			t.Errorf("it does not say %q, but\n%s", w, strings.Join(said, "\n"))
		}
	}
}

// put writes files.
func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
}

package pages_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/pages"
)

// imported converts a source, and looks at what must hold of each result: it is a
// page, safe as every other, and what goes with it has names of files.
func imported(t *testing.T, name string, data []byte) pages.Converted {
	t.Helper()
	c, err := pages.Convert(pages.Source{Name: name, Data: data}, pages.Options{})
	if err != nil {
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("more than a sentence: %v", err)
		}
		return c
	}
	_, out := render(t, "x.md", "", []byte(c.Markdown), pages.Options{Assets: "/static/1a2b"})
	checkSafe(t, name, out)
	for file := range c.Files {
		if !fs.ValidPath(file) || strings.ContainsAny(file, `/\`) {
			t.Errorf("%q is no name of a file", file)
		}
	}
	return c
}

// TestConvertAll converts every page of the other tests, and keeps the programs of
// those that are not read only by Crunchy.
func TestConvertAll(t *testing.T) {
	files, err := filepath.Glob("testdata/pages/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !pages.Renders(file) || strings.HasSuffix(file, ".rst") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		c := imported(t, filepath.Base(file), data)
		before, err := pages.Render(pages.Source{Name: file, Data: data}, pages.Options{})
		if err != nil {
			t.Fatal(err)
		}
		after, err := pages.Render(pages.Source{Name: "x.md", Data: []byte(c.Markdown)}, pages.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var was, is []string
		for _, e := range before.Elements {
			if strings.HasSuffix(file, ".ipynb") && e.Source == "" { // an empty cell
				continue
			}
			was = append(was, strings.TrimSpace(e.Source))
		}
		for _, e := range after.Elements {
			is = append(is, strings.TrimSpace(e.Source))
		}
		if a, b := strings.Join(is, "\n--\n"), strings.Join(was, "\n--\n"); a != b && c.Markdown != "" {
			t.Errorf("%s has %d programs, it had %d:\n%s\nand before\n%s", file, len(is), len(was), a, b)
		}
	}
	if _, err := pages.Convert(pages.Source{Name: "x.py"}, pages.Options{}); !errors.Is(err, pages.ErrFormat) {
		t.Errorf("a program is converted: %v", err)
	}
}

func FuzzConvert(f *testing.F) {
	seeds(f)
	for _, in := range []string{
		"```{code-cell} python\n:tags: [a]\n1\n```\n", "````{note} T\n```{python}\n#| echo: false\n1\n```\n````", "(a)=\n{ref}`b <c>` {math}`x`\n% c\n", "::: {.note}\n:::", "```{figure} a b\n:alt: x\n\nc\n```",
		`{"cells":[{"cell_type":"markdown","source":"![a](attachment:b)","attachments":{"b":{"image/png":"aGk="}}},{"cell_type":"code","source":["%%bash\n","1"],"outputs":[{"output_type":"stream","text":"x"}]}]}`,
		"<ul><li><p>a<ol><li>b<pre>c", "<table><tr><td>a|b<tr><td rowspan=2>\n\n", "<details><summary>a<pre>\n\n```", "<img src=data:image/png;base64,aGk=>", "\\(x\\) <a href=' ('>",
	} {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		for _, name := range []string{"a b.html", "x.md", "x.ipynb"} {
			imported(t, name, []byte(in))
		}
	})
}

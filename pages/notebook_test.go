package pages_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"crunchy/pages"
)

// book is a notebook of format 4 with these cells.
func book(cells ...map[string]any) []byte {
	data, err := json.MarshalIndent(map[string]any{"cells": cells, "nbformat": 4}, "", " ")
	if err != nil {
		panic(err)
	}
	return data
}

func codeCell(source string, outputs ...any) map[string]any {
	return map[string]any{"cell_type": "code", "source": strings.SplitAfter(source, "\n"), "outputs": outputs}
}

// TestNotebookOutputs shows what stored outputs become.
func TestNotebookOutputs(t *testing.T) {
	type m = map[string]any
	data := func(forms m) m { return m{"output_type": "display_data", "data": forms} }
	stream := func(text string) m { return m{"output_type": "stream", "text": text} }
	pre := func(text string) string { return `<pre data-crunchy="no_vlam"><code>` + text + `</code></pre>` }
	tests := []struct {
		name   string
		output m
		want   string
	}{
		{"text", stream("a\n"), pre("a")},
		{"colours", stream("\x1b[1;31ma\x1b[0m \x1b]8;;https://x\x07b\x1b]8;;\x07\x1b(B"), pre("a b")},
		{"progress", stream("1%\r\x1b[K50%\r100%\r\n\rend"), pre("100%\nend")},
		{"controls", stream("a\x00\x01\x07b\tc"), pre("ab\tc")},
		{"blank", stream(" \n"), ""},
		{"session", stream(">>> 1\n1\n"), pre("&gt;&gt;&gt; 1\n1")},
		{"picture", data(m{"image/gif": "R0lG OD\nlh", "text/plain": "a dot"}), `<img src="data:image/gif;base64,R0lGODlh" alt="a dot"/>`},
		{"no picture", data(m{"image/png": `" onerror="x`, "text/plain": "a"}), pre("a")},
		{"a page", data(m{"text/html": "<b onclick=x>b</b><script>x</script><iframe src=x>"}), "<b>b</b>"},
		{"unbalanced", data(m{"text/html": "</div></section></article>b<plaintext>"}), "b<pre></pre>"},
		{"only a script", data(m{"text/html": "<style>p{}</style><div><script>x</script></div>", "text/plain": "Figure"}), pre("Figure")},
		{"drawing", data(m{"image/svg+xml": []string{"<svg><path d='M0 0'/>", "<script>x</script></svg>"}}), `<svg><path d="M0 0"></path></svg>`},
		{"broken drawing", data(m{"image/svg+xml": "<nothing>", "text/plain": "a"}), pre("a")},
		{"unknown form", data(m{"application/x": m{"a": 1}, "text/plain": "a"}), pre("a")},
		{"nothing", data(m{}), ""},
		{"odd", m{"output_type": "display_data", "data": []any{1, nil}}, ""},
		{"error", m{"output_type": "error", "ename": "E", "evalue": "v"}, `<pre data-crunchy="no_vlam" class="stderr"><code>E: v</code></pre>`},
		{"unknown", m{"output_type": "x", "text": "a"}, pre("a")},
	}
	o := pages.Options{Assets: "/static/1a2b"}
	for _, tt := range tests {
		p, out := render(t, "x.ipynb", "", book(codeCell("1", tt.output)), o)
		again(t, "x.ipynb", p, out, o)
		checkSafe(t, tt.name, out)
		_, got, _ := strings.Cut(out, `aria-label="What it printed for its author">`)
		got, _, _ = strings.Cut(got, "</div>\n")
		if got = strings.TrimSpace(got); got != tt.want {
			t.Errorf("%s: is   %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// TestNotebookLines holds that code is found on its line of the file.
func TestNotebookLines(t *testing.T) {
	data := book(
		map[string]any{"cell_type": "markdown", "source": []string{"# a\n", "\n", "```python edtior\n", "x\n", "```\n", "[b](c.md)"}},
		codeCell("%ls\nx = 1"),
		map[string]any{"cell_type": "odd", "source": "x"},
	)
	p, _ := render(t, "x.ipynb", "", data, pages.Options{Sources: true})
	line := func(text string) int {
		before, _, _ := strings.Cut(string(data), text)
		return 1 + strings.Count(before, "\n")
	}
	var got []int
	for _, n := range p.Notices {
		got = append(got, n.Line)
	}
	slices.Sort(got)
	cell := strings.Index(string(data), `"%ls`)
	source := 1 + strings.Count(string(data[:cell]), "\n") - 1
	if want := []int{line("edtior"), source, line("odd") - 1}; !equal(got, want) {
		t.Errorf("notices on %v, want %v: %v", got, want, p.Notices)
	}
	if b := p.Blocks[1]; b.TextLine != line(`"%ls`) || b.Text != "# %ls\nx = 1" {
		t.Errorf("%+v, want line %d", b, line(`"%ls`))
	}
	if len(p.Links) != 1 || p.Links[0].Line != line("c.md") {
		t.Errorf("%v", p.Links)
	}
}

// TestBrokenNotebooks are pages all the same, and say so.
func TestBrokenNotebooks(t *testing.T) {
	for _, in := range []string{"", "{", "[]", "null", `{"cells": [}`, `{"a": 1}`, `{"worksheets": []}`, "<html>", strings.Repeat("[", 20000)} {
		p, out := render(t, "x.ipynb", "", []byte(in), pages.Options{})
		again(t, "x.ipynb", p, out, pages.Options{})
		if len(p.Notices) != 1 || !strings.Contains(out, "cannot be read") {
			t.Errorf("%.20q: %v", in, p.Notices)
		}
	}
	for _, in := range []string{`{"cells": 1}`, `{"cells": [1, null, [], {"cell_type": {}, "source": {}}]}`, `{"cells": [{"cell_type": "code", "source": [1, ["a"]], "outputs": {}}]}`} {
		p, out := render(t, "x.ipynb", "", []byte(in), pages.Options{})
		again(t, "x.ipynb", p, out, pages.Options{})
	}
}

// TestNotebookSearch finds the text of a notebook, and no output twice.
func TestNotebookSearch(t *testing.T) {
	data, err := os.ReadFile("testdata/pages/notebook.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	title, sections, err := pages.Text(pages.Source{Name: "notebook.ipynb", Data: data}, options().Set)
	if err != nil || title != "Numbers" || len(sections) != 3 || !strings.Contains(sections[2].Text, "One more.") {
		t.Errorf("%q %v %v", title, sections, err)
	}
}

func FuzzNotebook(f *testing.F) {
	for _, name := range []string{"notebook.ipynb", "notebook3.ipynb", "julia.ipynb", "damaged.ipynb"} {
		data, err := os.ReadFile("testdata/pages/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(book(codeCell("!ls\n%%x", map[string]any{"output_type": "stream", "text": "\x1b[\r\x00"})))
	f.Fuzz(func(t *testing.T, in []byte) {
		o := pages.Options{Assets: "/static/1a2b"}
		p, out := render(t, "x.ipynb", "", in, o)
		again(t, "x.ipynb", p, out, o)
		checkSafe(t, "fuzz", out)
	})
}

// FuzzNotebookCell gives the fuzzer the texts, so that it needs no JSON.
func FuzzNotebookCell(f *testing.F) {
	for _, s := range [][3]string{
		{"# a\n[^1]\n\n[^1]: b", "1", "<b>"}, {"![](attachment:x)", "%ls\n(\n!x", "<svg><title><p>"}, {"<div><plaintext>", "x?", "\x1b[31m\r\r\n"},
		{"<template><p>", ">>> 1", "<table><td><pre title=editor>1"}, {"$a$\n\n$$\nb\n$$", "%%html", "</div><p data-crunchy-note=magics>"},
	} {
		f.Add(s[0], s[1], s[2])
	}
	f.Fuzz(func(t *testing.T, prose, code, output string) {
		in := book(
			map[string]any{"cell_type": "markdown", "source": prose, "attachments": map[string]any{"x": map[string]any{"image/png": output}}},
			codeCell(code, map[string]any{"output_type": "stream", "text": output}, map[string]any{"output_type": "display_data", "data": map[string]any{"text/html": output, "text/latex": prose}}))
		o := pages.Options{Assets: "/static/1a2b"}
		p, out := render(t, "x.ipynb", "", in, o)
		again(t, "x.ipynb", p, out, o)
		checkSafe(t, "fuzz", out)
	})
}

// What a cell printed once is nothing of the lesson's, and stays in its place.
func TestStoredOutputIsQuiet(t *testing.T) {
	type m = map[string]any
	printed := func(form, text string) m { return m{"output_type": "display_data", "data": m{form: text}} }
	data := book(codeCell("1", printed("text/html", "<style>*{display:none}</style><p style='POSITION:fixed;top:0'>over all</p><pre title='editor'>1</pre><pre>&gt;&gt;&gt; 1</pre>"),
		printed("text/markdown", "```python editor\n1\n```\n\n```text quiz\na\n- [x] b\n```\n")))
	page, err := pages.Render(pages.Source{Name: "a.ipynb", Data: data}, pages.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := page.WriteHTML(&b, "n"); err != nil {
		t.Fatal(err)
	}
	out := b.String()
	if len(page.Elements) != 1 || strings.Contains(out, "display:none") || strings.Contains(strings.ToLower(out), "position") || !strings.Contains(out, "over all") {
		t.Errorf("%d elements in\n%s", len(page.Elements), out)
	}
}

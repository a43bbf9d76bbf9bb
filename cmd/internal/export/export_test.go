package export_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"crunchy/cmd/internal/check"
	"crunchy/cmd/internal/export"
	"crunchy/comet"
	"crunchy/pages"
	"crunchy/static"
)

// config exports without running anything: what week.py shows is given.
func config() export.Config {
	return export.Config{
		Static: static.FS(), Solutions: true, Live: "http://127.0.0.1:8001", Now: time.Unix(0, 0),
		Shown: func(_ context.Context, lessons []check.Lesson) (export.Record, error) {
			r := export.Record{}
			for _, l := range lessons {
				if l.File == "01-words.md" {
					r.Add(l, check.Shown{Number: "0001", Frames: []comet.Frame{{Kind: comet.Stdout, Data: []byte("not shown: the author wrote it\n")}}})
					r.Add(l, check.Shown{Number: "0003", Frames: []comet.Frame{
						{Kind: comet.Stdout, Data: []byte("Mon <&>\n\x1b[31mTue\x1b[0m </code></pre><script>\n")},
						{Kind: comet.Display, Data: []byte(`{"data":{"image/png":"iVBORw0KGgo=","text/plain":"<Figure>"}}`)},
						{Kind: comet.Stderr, Data: []byte("ValueError: on purpose\n")},
					}})
					r.Add(l, check.Shown{Number: "0004", Frames: []comet.Frame{{Kind: comet.Stdout, Data: []byte("1024\n")}}})
				}
				if strings.HasSuffix(l.File, ".ipynb") {
					r.Add(l, check.Shown{Number: "0001", Frames: []comet.Frame{{Kind: comet.Stdout, Data: []byte("anew\n")}}})
				}
			}
			return r, nil
		},
	}
}

// exported exports the course of testdata and returns its files.
func exported(t *testing.T, c export.Config) map[string]string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "site")
	r, err := export.Folder(t.Context(), c, []string{"testdata/course"}, folder)
	if err != nil {
		t.Fatal(err)
	}
	files := read(t, folder)
	if r.Lessons != 5 || r.Files != len(files) {
		t.Errorf("%+v, and there are %d files", r, len(files))
	}
	return files
}

func read(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(folder, name))
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestFolder(t *testing.T) {
	files := exported(t, config())
	words, questions := files["01-words.html"], files["02-questions.html"]
	for _, tt := range []struct{ in, want string }{
		{words, "<code>Mon &lt;&amp;&gt;\nTue &lt;/code&gt;&lt;/pre&gt;&lt;script&gt;</code>"},
		{words, `<img class="ex-picture" src="data:image/png;base64,iVBORw0KGgo=" alt="&lt;Figure&gt;"/>`},
		{words, `ex-stderr" tabindex="0" data-crunchy="no_vlam"><code>ValueError: on purpose</code>`},
		{words, `<summary>What it prints</summary>`},
		{words, `href="02-questions.html#a-question"`},
		{words, `<img src="pictures/square.png" alt="A blue square"/>`},
		{words, "THE_SOLUTION"},
		{words, `href="http://127.0.0.1:8001/home"`},
		{words, `class="cr-home" href="index.html"`},
		{questions, "THE_ANSWER"},
		{questions, `<li class="cr-choice"><span>`},
		{questions, "to <a>a lesson that is not here</a>"},
		{files["index.html"], `href="more/figures.html"`},
		{files["index.html"], `href="https://www.python.org/"`},
		{files["more/index.html"], `href="figures.html"`},
		{files["more/figures.html"], "stored with the notebook"},
		{files["more/figures.html"], `src="../crunchy/export.js"`},
		{files["page.html"], `<link rel="stylesheet" href="look.css"/>`},
		{files["look.css"], `url("pictures/square.png")`},
		{files["crunchy/search.js"], `["An exercise","an-exercise","def double(x)`},
	} {
		if !strings.Contains(tt.in, tt.want) {
			t.Errorf("there is no %s in\n%.3000s", tt.want, tt.in)
		}
	}
	for name, text := range files {
		for _, secret := range []string{"NEVER_SHOWN", "not shown: the author wrote it", "anew", "elsewhere.example"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %s", name, secret)
			}
		}
	}
	for _, name := range []string{"data.csv", "pictures/square.png", "crunchy/maths.js", "crunchy/THIRD_PARTY.txt"} {
		if files[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestWithoutSolutions(t *testing.T) {
	c := config()
	c.Solutions = false
	for name, text := range exported(t, c) {
		for _, secret := range []string{"THE_SOLUTION", "THE_ANSWER", "second = first + 1\n<"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %s", name, secret)
			}
		}
	}
}

// known are the attributes that an exported page may have of those that begin with data-.
var known = []string{"data-crunchy", "data-crunchy-page", "data-crunchy-added", "data-crunchy-stored", "data-n", "data-label", "data-display", "data-name"}

// TestPagesAreSound reads each page as a browser does: what it says is what it was
// meant to say, all names in it are there once, nothing of a live page is left, and
// nothing leads to another host but the links of the author and the one to the
// live page.
func TestPagesAreSound(t *testing.T) {
	files := exported(t, config())
	single := filepath.Join(t.TempDir(), "one.html")
	if _, err := export.Single(t.Context(), config(), []string{"testdata/course/01-words.md"}, single); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(single)
	if err != nil {
		t.Fatal(err)
	}
	files["one.html"] = string(data)
	for name, text := range files {
		switch filepath.Ext(name) {
		case ".css":
			for _, m := range addresses.FindAllStringSubmatch(text, -1) {
				if strings.Contains(m[1], "//") && !strings.HasPrefix(m[1], "data:") {
					t.Errorf("%s refers to %s", name, m[1])
				}
			}
		case ".html":
			sound(t, name, text, files)
		}
	}
}

var addresses = regexp.MustCompile(`(?:url\(|@import)\s*["']?([^"')]*)`)

func sound(t *testing.T, name, text string, files map[string]string) {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := html.Render(&again, doc); err != nil || again.String() != text {
		at := 0
		for at < min(len(text), again.Len()) && text[at] == again.Bytes()[at] {
			at++
		}
		t.Errorf("%s is not read as it was written: %.200q is %.200q (%v)", name, text[at:], again.String()[at:], err)
	}
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("%s has %q twice", name, a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case strings.HasPrefix(a.Key, "data-") && !slices.Contains(known, a.Key), strings.HasPrefix(a.Key, "on"), a.Key == "nonce":
				t.Errorf("%s has <%s %s=%q>", name, n.Data, a.Key, a.Val)
			case (a.Key == "src" || a.Key == "href" && n.Data != "a") && strings.Contains(a.Val, "//") && !strings.HasPrefix(a.Val, "data:"):
				t.Errorf("%s loads %s", name, a.Val)
			case a.Key == "href" && strings.Contains(a.Val, "//") && !strings.HasPrefix(a.Val, "data:") && a.Val != "https://www.python.org/" && a.Val != "http://127.0.0.1:8001/home":
				t.Errorf("%s leads to %s", name, a.Val)
			case (a.Key == "href" || a.Key == "src") && a.Val != "" && !strings.HasPrefix(a.Val, "#") && !strings.Contains(a.Val, ":"):
				file, _, _ := strings.Cut(a.Val, "#")
				if to := filepath.Join(filepath.Dir(name), file); files[to] == "" {
					t.Errorf("%s leads to %s, which is not there", name, a.Val)
				}
			}
		}
		if slices.Contains([]string{"input", "textarea", "form"}, n.Data) {
			t.Errorf("%s has a <%s>", name, n.Data)
		}
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			if to, ok := strings.CutPrefix(a.Val, "#"); a.Key == "href" && ok && to != "" && !ids[to] {
				t.Errorf("%s has no place %q", name, to)
			}
		}
	}
}

// TestOpensLiveAgain lets Crunchy read an exported page: it has the live elements of
// the lesson again, but for those whose answer only the lesson has.
func TestOpensLiveAgain(t *testing.T) {
	kinds := func(name string, data []byte) (all []string) {
		p, err := pages.Render(pages.Source{Name: name, Data: data}, pages.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range p.Elements {
			all = append(all, e.Kind+" "+e.Title.Value("name")+" "+e.Source)
			if e.Exercise != nil && e.Exercise.Solution == "" && e.Kind == "doctest" {
				t.Errorf("%s: the exercise %s has lost its solution", name, e.Number)
			}
		}
		return all
	}
	files := exported(t, config())
	for _, lesson := range []string{"01-words", "02-questions"} {
		data, err := os.ReadFile("testdata/course/" + lesson + ".md")
		if err != nil {
			t.Fatal(err)
		}
		was := slices.DeleteFunc(kinds(lesson+".md", data), func(k string) bool { return strings.HasPrefix(k, "quiz") || strings.HasPrefix(k, "parsons") })
		if got := kinds(lesson+".html", []byte(files[lesson+".html"])); !slices.Equal(got, was) {
			t.Errorf("%s has\n%q\nagain, it had\n%q", lesson, got, was)
		}
	}
}

func TestSingle(t *testing.T) {
	file := filepath.Join(t.TempDir(), "one.html")
	for range 2 { // an earlier export is replaced
		if _, err := export.Single(t.Context(), config(), []string{"testdata/course/01-words.md"}, file); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"data:image/png;base64,iVBOR", "data:font/woff2;base64,", "self.crunchyMaths=", `id="ex-search">[`, `class="cr-home" href="#"`, "data:text/csv"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("there is no %s in it", want)
		}
	}
	for _, bad := range []string{"<link rel=\"stylesheet\"", "<script src", "url(fonts/", "NEVER_SHOWN"} {
		if strings.Contains(string(data), bad) {
			t.Errorf("there is %s in it", bad)
		}
	}
}

// TestAgain exports over an earlier export: what the user has put there stays, and
// what is no more part of it goes.
func TestAgain(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	put("in/a.md", "# A\n")
	put("in/sub/b.md", "# B\n")
	site := filepath.Join(dir, "in", "site") // within the lessons, of which it is none
	do := func() (export.Result, error) {
		return export.Folder(t.Context(), config(), []string{filepath.Join(dir, "in")}, site)
	}
	if r, err := do(); err != nil || r.Lessons != 2 {
		t.Fatal(r, err)
	}
	put("in/site/CNAME", "example.org")
	if err := os.RemoveAll(filepath.Join(dir, "in", "sub")); err != nil {
		t.Fatal(err)
	}
	if r, err := do(); err != nil || r.Lessons != 1 {
		t.Fatal(r, err)
	}
	files := read(t, site)
	if files["CNAME"] != "example.org" || files["sub/b.html"] != "" || files["index.html"] == "" {
		t.Errorf("there is %q", files)
	}
	put("in/c.md", "# C\n")
	put("in/site/c.html", "mine")
	if _, err := do(); err == nil || !strings.Contains(err.Error(), "c.html") {
		t.Errorf("a file of the user's is written over: %v", err)
	}
	if got := read(t, site); got["c.html"] != "mine" || len(got) != len(files)+1 {
		t.Errorf("there is %d files, want %d", len(got), len(files)+1)
	}
}

// TestOtherEncoding takes a page that is not UTF-8 for what it is.
func TestOtherEncoding(t *testing.T) {
	dir := t.TempDir()
	lesson := filepath.Join(dir, "a.md")
	if err := os.WriteFile(lesson, []byte("# Gr\xfc\xdfe\n\n```python editor\nprint(1)\n```\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := export.Folder(t.Context(), config(), []string{lesson}, filepath.Join(dir, "out")); err != nil {
		t.Fatal(err)
	}
	if got := read(t, filepath.Join(dir, "out"))["index.html"]; !strings.Contains(got, "Grüße") {
		t.Errorf("it is %.500s", got)
	}
}

package tutorials_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/ioelement"
	"crunchy/tutorials"
)

func TestComplete(t *testing.T) {
	err := fstest.TestFS(tutorials.FS(), "index.md", "all-elements.html", "using-crunchy.md", "crunchy-for-teachers.md", "writing-a-lesson.md", "writing-a-frontend.md", "how-fast-is-it.md",
		"first-steps/01-hello.md", "first-steps/images/label.svg")
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := fs.Glob(tutorials.FS(), "first-steps/[0-9]*.md")
	if err != nil || len(lessons) < 6 {
		t.Errorf("%d lessons, %v", len(lessons), err)
	}
	home, _ := fs.ReadFile(tutorials.FS(), "index.md")
	for i, name := range lessons {
		if n, _ := strconv.Atoi(path.Base(name)[:2]); n != i+1 {
			t.Errorf("%s is lesson %d of the folder", name, i+1)
		}
		if !bytes.Contains(home, []byte("("+name+")")) {
			t.Errorf("the home page does not lead to %s", name)
		}
		if text, _ := fs.ReadFile(tutorials.FS(), name); !bytes.HasPrefix(text, []byte("---\ntitle: ")) {
			t.Errorf("%s does not begin with its title", name)
		}
	}
}

// TestAllElements demands that one page shows each keyword and each option that
// there is, and what is written in other elements.
func TestAllElements(t *testing.T) {
	all := pages(t)
	page := all[slices.IndexFunc(all, func(p page) bool { return p.Name == "all-elements.html" })]
	set := ioelement.Default()
	keywords, options := map[string]bool{}, map[string]bool{}
	for _, b := range page.Blocks {
		title := ioelement.ParseTitle(strings.Join(b.Title, " "))
		k, known := set.Lookup(title.Keyword)
		if keywords[title.Keyword] = true; known && k.Argument {
			title.Options = title.Options[1:]
		}
		for _, o := range title.Options {
			if known && !slices.Contains(k.Options, o.Name) {
				t.Errorf("line %d: %q means nothing to %s", b.Line, o.Name, title.Keyword)
			}
			options[o.Name] = true
			options["linenumber=n"] = options["linenumber=n"] || o.Name == "linenumber" && o.Value != ""
		}
	}
	for _, k := range set.Kinds() {
		names := k.Names
		if slices.Contains(names, "py_code") { // it has the names of all languages, too
			names = []string{"py_code", "python_code", "html"}
		}
		for _, n := range names {
			if !keywords[n] {
				t.Errorf("the keyword %q is not shown", n)
			}
		}
		for _, o := range k.Options {
			if _, keyword := set.Lookup(o); !options[o] && !(keyword && keywords[o]) {
				options[o] = true // once is enough
				t.Errorf("the option %q is not shown", o)
			}
		}
	}
	if !keywords["no_vlam"] || !options["linenumber=n"] {
		t.Error("no_vlam or linenumber=n is not shown")
	}
	text := strings.Join(page.Prose, "\n")
	for _, w := range []string{
		`<div class="slide">`, `<meta title="template `, `<meta title="python_import" name=`, `<div title="preferences `, `title="cluetip `, `title="external_link"`,
		`<span title="load_remote">`, `<div title="local_html_file">`, `<div title="local_python_file">`, `<div title="local_rst_file">`, `<span title="username">`, `<span title="version">`,
		`<details class="hint" data-for=`,
	} {
		if !strings.Contains(text, w) {
			t.Errorf("%s is not shown", w)
		}
	}
}

func TestLinks(t *testing.T) {
	all := pages(t)
	for _, p := range all {
		for _, link := range p.links() {
			u, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s: %v", p.Name, err)
				continue
			}
			if u.IsAbs() {
				continue
			}
			target := p.Name
			if u.Path != "" {
				target = path.Join(path.Dir(p.Name), u.Path)
			}
			if _, err := fs.Stat(tutorials.FS(), target); err != nil {
				t.Errorf("%s: the link %s leads nowhere", p.Name, link)
				continue
			}
			i := slices.IndexFunc(all, func(p page) bool { return p.Name == target })
			if u.Fragment != "" && (i < 0 || !all[i].anchors()[u.Fragment]) {
				t.Errorf("%s: the link %s leads to a page without that place", p.Name, link)
			}
		}
	}
}

func TestPictures(t *testing.T) {
	above, _ := fs.Glob(tutorials.FS(), "images/*.svg")
	pictures, _ := fs.Glob(tutorials.FS(), "*/images/*.svg")
	pictures = append(pictures, above...)
	if len(pictures) == 0 {
		t.Error("no picture found")
	}
	for _, name := range pictures {
		data, _ := fs.ReadFile(tutorials.FS(), name)
		d := xml.NewDecoder(bytes.NewReader(data))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
		if !bytes.Contains(data, []byte("<title>")) {
			t.Errorf("%s says nothing to those who cannot see it", name)
		}
	}
}

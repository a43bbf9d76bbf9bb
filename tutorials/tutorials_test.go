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

	"crunchy/tutorials"
)

func TestComplete(t *testing.T) {
	err := fstest.TestFS(tutorials.FS(), "index.md", "all-elements.html", "using-crunchy.md", "crunchy-for-teachers.md", "writing-a-lesson.md",
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

// Every element and option that the course may use is shown on one page.
func TestAllElements(t *testing.T) {
	var words []string
	for _, p := range pages(t) {
		if p.Name != "all-elements.html" {
			continue
		}
		for _, b := range p.Blocks {
			for _, w := range b.Title {
				name, value, _ := strings.Cut(w, "=")
				words = append(words, name)
				if name == "linenumber" && value != "" {
					words = append(words, "linenumber=n")
				}
			}
		}
	}
	for _, w := range []string{
		"interpreter", "Borg", "isolated", "Human", "editor", "terminal", "doctest", "unittest", "check", "output", "setup", "solution", "quiz", "predict", "parsons", "dialogue", "alt_py", "pdb", "analyzer", "analyzer_score", "getpythonsource", "hidden_code", "image_file", "canvas", "show_value", "area", "py_code", "python_code", "python_tutorial", "no_vlam",
		"linenumber", "linenumber=n", "no_pre", "no_copy", "show_vlam", "session", "python", "name", "size", "hidden", "timeout",
		"exam_define", "exam_name", "start", "duration", "time", "files", "external", "console", "no_internal", "log_id",
	} {
		if !slices.Contains(words, w) {
			t.Errorf("%q is not shown", w)
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
	pictures, _ := fs.Glob(tutorials.FS(), "*/images/*.svg")
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

package pages_test

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crunchy/pages"
)

// pythonDocs returns the folder of the official documentation, which the
// Debian package python3-doc brings.
func pythonDocs(t testing.TB) string {
	dir, err := filepath.EvalSymlinks("/usr/share/doc/python3/html")
	if err == nil {
		_, err = os.Stat(filepath.Join(dir, "tutorial", "index.html"))
	}
	if err != nil {
		lacks(t, "the Python documentation is not installed (apt-get install python3-doc)")
	}
	return dir
}

// lacks skips a test for what this computer lacks; in CI it fails instead.
func lacks(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// TestPythonTutorial opens the 17 pages of the official tutorial.
func TestPythonTutorial(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(pythonDocs(t), "tutorial", "*.html"))
	if err != nil || len(files) != 17 {
		t.Fatalf("%d pages, %v", len(files), err)
	}
	total := 0
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			o := pages.Options{Tutorial: "tutorial/" + filepath.Base(file), Assets: "/static/1a2b"}
			p, out := render(t, file, "", data, o)
			again(t, file, p, out, o)
			if len(p.Notices) > 0 {
				t.Errorf("notices: %v", p.Notices)
			}
			total += comparePages(t, parseHTML(t, string(data)), parseHTML(t, out), p)
		})
	}
	if total < 200 {
		t.Errorf("only %d interpreters in all", total)
	}
}

// comparePages checks that each session of the page became an interpreter, and
// that all that leads somewhere still does.
func comparePages(t *testing.T, before, after *html.Node, p *pages.Page) int {
	t.Helper()
	live := compareSessions(t, before, after, p)
	for _, what := range []string{"links", "pictures", "anchors", "style sheets", "title"} {
		was, is := inventory(before, what), inventory(after, what)
		if was != is {
			t.Errorf("%s differ:\n%s\n---\n%s", what, was, is)
		}
	}
	return live
}

var prompt = regexp.MustCompile(`([ \t]*)>>>`)

// compareSessions checks that each session of the page became an interpreter.
func compareSessions(t *testing.T, before, after *html.Node, p *pages.Page) int {
	t.Helper()
	var sessions, live []string
	each(before, func(n *html.Node) {
		if n.Data == "pre" && strings.HasPrefix(strings.TrimSpace(textOf(n)), ">>>") {
			margin := prompt.FindStringSubmatch(textOf(n))[1] // which all lines have, and which is left out
			sessions = append(sessions, strings.TrimSpace(strings.ReplaceAll(textOf(n), "\n"+margin, "\n")))
		}
	})
	each(after, func(n *html.Node) {
		if n.Data != "pre" {
			return
		}
		text := strings.TrimSpace(textOf(n))
		if n.Parent.Data == "section" && attr(n.Parent, "data-kind") == "interpreter" {
			live = append(live, text)
		} else if strings.HasPrefix(text, ">>>") {
			t.Errorf("this session is not live: %.80q", text)
		}
	})
	if fmt.Sprintf("%q", live) != fmt.Sprintf("%q", sessions) {
		t.Errorf("%d sessions, %d are live, or their texts differ", len(sessions), len(live))
	}
	if len(p.Elements) != len(sessions) {
		t.Errorf("%d elements for %d sessions", len(p.Elements), len(sessions))
	}
	return len(live)
}

// inventory lists what of one sort a page has.
func inventory(doc *html.Node, what string) string {
	var all []string
	inForm := func(n *html.Node) bool {
		for ; n != nil; n = n.Parent {
			if n.Data == "form" || n.Data == "noscript" {
				return true
			}
		}
		return false
	}
	each(doc, func(n *html.Node) {
		id := attr(n, "id")
		ours := strings.HasPrefix(id, "cr-") || hasClass(n, "cr-skip")
		switch what {
		case "links":
			if n.Data == "a" && !ours {
				all = append(all, attr(n, "href"))
			}
		case "pictures":
			if n.Data == "img" {
				all = append(all, attr(n, "src")+" "+attr(n, "alt"))
			}
		case "anchors":
			if id != "" && !ours && n.Data != "script" && !inForm(n) {
				all = append(all, n.Data+"#"+id)
			}
		case "style sheets":
			if n.Data == "link" && strings.Contains(attr(n, "rel"), "stylesheet") && !strings.HasPrefix(attr(n, "href"), "/static/1a2b/") {
				all = append(all, attr(n, "href"))
			}
		case "title":
			if n.Data == "title" && n.Namespace == "" {
				all = append(all, textOf(n))
			}
		}
	})
	return strings.Join(all, "\n")
}

// TestPythonDocs goes over every page of the documentation, and looks that every
// example of the library's can be run. With -short it takes every tenth.
func TestPythonDocs(t *testing.T) {
	root, some := pythonDocs(t), testing.Short() || raceDetector
	n, live, examples := 0, 0, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".html" {
			return err
		}
		n++
		if some && n%10 != 0 {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		o := pages.Options{Tutorial: filepath.ToSlash(rel), Assets: "/static/1a2b"}
		p, out := render(t, path, "", data, o)
		live += len(p.Elements)
		again(t, path, p, out, o)
		checkSafe(t, rel, out)
		if filepath.Dir(rel) == "library" {
			t.Run(filepath.ToSlash(rel), func(t *testing.T) {
				examples += compareSessions(t, parseHTML(t, string(data)), parseHTML(t, out), p)
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 400 {
		t.Errorf("only %d pages", n)
	}
	if !some && examples < 1300 {
		t.Errorf("only %d examples of the library can be run", examples)
	}
	t.Logf("%d pages, %d live blocks", n, live)
}

// checkSafe looks at a page as a browser would read it, and finds nothing in
// it that runs or loads what it should not.
func checkSafe(t testing.TB, name, out string) {
	t.Helper()
	bad := func(n *html.Node, why string) { t.Errorf("%s: <%s %v>: %s", name, n.Data, n.Attr, why) }
	doc := parseHTML(t, out)
	each(doc, func(n *html.Node) {
		switch n.Data {
		case "script":
			if attr(n, "nonce") != "NONCE" || !strings.HasPrefix(attr(n, "src"), "/static/1a2b/") || textOf(n) != "" {
				bad(n, "a script of its own")
			}
			return
		case "textarea", "button":
			if !hasClass(n, "cr-line") && !hasClass(n, "cr-btn") && !hasClass(n, "cr-searchfield") &&
				(!hasClass(n, "cr-tip") || !strings.HasPrefix(attr(n, "popovertarget"), "cr-tip-")) {
				bad(n, "a control of its own")
			}
		case "form":
			if !ownForm(n) {
				bad(n, "may not be there")
			}
		case "base", "iframe", "frame", "frameset", "object", "embed", "applet", "template", "noscript", "foreignObject",
			"select", "xmp", "plaintext", "noembed", "noframes", "animate", "set", "annotation-xml", "math:script", "portal":
			bad(n, "may not be there")
		case "meta":
			if attr(n, "http-equiv") != "" {
				bad(n, "http-equiv")
			}
		case "input":
			if !ownForm(n.Parent.Parent) && (attr(n, "type") != "checkbox" || attr(n, "disabled") != "") {
				bad(n, "an input")
			}
		case "style":
			checkCSS(t, name, textOf(n))
		}
		if hasClass(n, "cr-btn") && attr(n, "data-do") == "" && n.Data != "summary" && !ownForm(n.Parent.Parent) {
			bad(n, "a button without effect")
		}
		for _, a := range n.Attr {
			key := strings.ToLower(a.Key)
			switch {
			case strings.HasPrefix(key, "on"), key == "srcdoc", key == "formaction", key == "action", key == "ping", key == "nonce":
				bad(n, "attribute "+key)
			case key == "style":
				checkCSS(t, name, a.Val)
			case key == "href" || key == "src" || key == "poster" || key == "background" || key == "cite":
				checkURL(t, name, n, a.Val)
			}
		}
	})
}

// ownForm reports whether n is the form that opens a file of the reader's own.
func ownForm(n *html.Node) bool {
	return n.Data == "form" && attr(n, "data-do") == "open-form" && attr(n, "data-crunchy-added") == "" && hasClass(n, "cr-open")
}

func checkURL(t testing.TB, name string, n *html.Node, v string) {
	t.Helper()
	// Browsers strip blanks and control characters at the ends, and line ends
	// and tabs everywhere.
	squeezed := strings.ToLower(strings.TrimFunc(v, func(r rune) bool { return r <= ' ' }))
	squeezed = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(squeezed)
	u, err := url.Parse(squeezed)
	scheme := ""
	if err == nil {
		scheme = u.Scheme
	} else if i := strings.IndexAny(squeezed, ":/?#"); i > 0 && squeezed[i] == ':' {
		scheme = squeezed[:i]
	}
	switch scheme {
	case "javascript", "vbscript", "file", "blob", "filesystem", "livescript", "mocha", "about", "view-source", "feed", "jar":
		t.Errorf("%s: <%s> leads to %q", name, n.Data, v)
	case "data":
		ok := strings.HasPrefix(squeezed, "data:image/") && !strings.HasPrefix(squeezed, "data:image/svg") || squeezed == "data:,"
		if !ok || n.Data == "a" {
			t.Errorf("%s: <%s> has data %.40q", name, n.Data, v)
		}
	}
}

var (
	cssString  = regexp.MustCompile(`(url\(|@import )?"[^"\n]*"`)
	elsewhere  = regexp.MustCompile(`^([a-z][a-z0-9+.-]*:|//|\\5c)`)
	cssEscape  = regexp.MustCompile(`\\[0-9a-f]{1,6} `)
	deadCSS    = regexp.MustCompile(`(^|[^a-z0-9_#\x{80}-\x{10ffff}-])(expression\(|-moz-binding\b[^-]|behavior:|image-set\(|url\([^")])|</|<!`)
	cssAddress = regexp.MustCompile(`(?:url\(|@import )"([^"\n]*)"|"[^"\n]*"|[a-z0-9_#\x{80}-\x{10ffff}-]+`) // or what none begins in
)

func checkCSS(t testing.TB, name, css string) {
	t.Helper()
	// A string says nothing, but in an address; we write all of them alike.
	lower := cssString.ReplaceAllString(strings.ToLower(css), `$1""`)
	for _, m := range cssAddress.FindAllStringSubmatch(strings.ToLower(css), -1) {
		if elsewhere.MatchString(m[1]) && !strings.HasPrefix(m[1], "data:image/") {
			t.Errorf("%s: the style leads to %q", name, m[1])
		}
	}
	lower = cssEscape.ReplaceAllString(lower, "_")
	if m := deadCSS.FindString(lower); m != "" {
		t.Errorf("%s: %q in the style %.200q", name, m, css)
	}
}

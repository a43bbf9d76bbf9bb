//go:build unix

package protocoltest_test

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// docs is where Debian's package python3-doc puts the documentation of the
// system's own Python.
const docs, docsPython = "/usr/share/doc/python3/html", "/usr/bin/python3"

// example is one input of a session, and what the page says that comes of it.
type example struct{ source, want string }

// TestOfficialTutorial feeds every example of the official tutorial to the
// interpreters of its pages, as a reader would who goes through them in order.
// Definitions that a page shows as a program are typed in too. What comes is
// what the page says, or what testdata/docs.txt says instead.
func TestOfficialTutorial(t *testing.T) {
	if _, err := os.Stat(docs); err != nil {
		lacks(t, "Debian's package python3-doc is not installed")
	}
	pages, err := filepath.Glob(filepath.Join(docs, "tutorial", "*.html"))
	if err != nil || len(pages) < 17 {
		t.Fatalf("%d pages: %v", len(pages), err)
	}
	srv := start(t, setup{target: docs, args: []string{"--python", docsPython}})
	listed := readListed(t)
	var seen []exempt
	total := 0
	for _, page := range pages {
		name := strings.TrimSuffix(filepath.Base(page), ".html")
		for i, r := range tryPage(t, srv, name, page) {
			total++
			if r.got == r.want {
				continue
			}
			key := fmt.Sprintf("%s %d", name, i+1)
			e, known := listed[key]
			switch {
			case known && e.matches(r.got):
			case *update:
				e = exempt{cmp.Or(e.reason, "?"), key, literally(r.got)}
			case known:
				t.Errorf("%s (%s):\n>>> %s\nwe say\n%s\nwhere docs.txt has\n%s", key, e.reason, r.source, r.got, strings.Join(e.lines, "\n"))
			default:
				t.Errorf("%s differs, and is not listed:\n>>> %s\nthe page says\n%s\nwe say\n%s", key, r.source, r.want, r.got)
			}
			seen = append(seen, e)
			delete(listed, key)
		}
	}
	for key, e := range listed {
		switch {
		case e.reason == "random", e.reason == "network": // it may happen to come out as in the page
			seen = append(seen, e)
		case !*update:
			t.Errorf("%s is listed, but does not differ", key)
		}
	}
	t.Logf("%d examples on %d pages, %d differ for a listed reason", total, len(pages), len(seen))
	if *update {
		if err := os.WriteFile("testdata/docs.txt", []byte(docsHead+inText(seen)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// result is what an example has printed, beside what the page says.
type result struct{ source, want, got string }

// tryPage runs every example of a page.
func tryPage(t *testing.T, srv *server, name, file string) []result {
	t.Helper()
	v := open(t, srv, "tutorial/"+name+".html")
	var interpreters []int
	for i, e := range v.Elements {
		if e.Kind == "interpreter" {
			interpreters = append(interpreters, i+1)
		}
	}
	var results []result
	at := 0
	for _, block := range preformatted(t, file) {
		switch {
		case strings.HasPrefix(block, ">>>"):
			if at++; at > len(interpreters) {
				t.Fatalf("%s: block %d is no interpreter: %.60q", name, at, block)
			}
			for _, e := range examples(block) {
				got := tryExample(v, interpreters[at-1], e)
				results = append(results, result{e.source, comparable(e.want), comparable(got)})
			}
		case len(interpreters) > 0 && definitions(block):
			tryExample(v, interpreters[max(at, 1)-1], example{source: block})
		}
	}
	if at != len(interpreters) {
		t.Errorf("%s: %d sessions, but %d interpreters", name, at, len(interpreters))
	}
	return results
}

// answers are what a reader types at the prompts of the tutorial's programs.
var answers = map[string]string{"Please enter": "42\n", "Enter rename style": "Ashley_%n%f\n"}

// tryExample runs an example and returns what it prints.
func tryExample(v *view, n int, e example) string {
	v.t.Helper()
	v.exec(n, e.source)
	if strings.HasPrefix(e.source, "while True:\n    pass") {
		v.running(n)
		time.AfterFunc(200*time.Millisecond, func() { v.Act(v.t.Context(), n, "interrupt", "", "") })
	}
	frames := v.within(time.Minute, "the prompt after "+e.source, func(f frame) bool {
		if f.Type == "INPUT" && object(f)["waiting"] == true {
			for prompt, line := range answers {
				if strings.HasPrefix(object(f)["prompt"].(string), prompt) {
					v.post(n, line)
				}
			}
		}
		return f.UID == v.UID(n) && (f.Type == "PROMPT" || f.Type == "STOP")
	})
	var got strings.Builder
	for _, f := range frames {
		if isText(f) && f.UID == v.UID(n) {
			got.WriteString(f.Data)
		}
	}
	if frames[len(frames)-1].Type == "STOP" {
		return "the interpreter has ended: " + frames[len(frames)-1].Data
	}
	return got.String()
}

var frameLine = regexp.MustCompile(`^([ |]*)File "[^"]*", line \d+`)

var inLibrary = regexp.MustCompile(`^[ |]*\.\.\. (one call|\d+ calls) in the library \(.+\) \.\.\.$`)

// comparable takes off blanks at the ends of lines and, as doctest does, the
// frames of tracebacks: a page shows the names of its author's files.
func comparable(s string) string {
	var kept []string
	inFrame := 0
	for line := range strings.SplitSeq(strings.Trim(s, "\n"), "\n") {
		line = strings.TrimRight(line, " ")
		if m := frameLine.FindStringSubmatch(line); m != nil {
			inFrame = len(m[1])
			continue
		}
		if depth := len(line) - len(strings.TrimLeft(line, " |")); inFrame > 0 && depth > inFrame {
			continue
		}
		if inFrame = 0; line == "  ..." || inLibrary.MatchString(line) {
			continue // how an author, and how we, leave frames out
		}
		kept = append(kept, line)
	}
	return strings.TrimRight(strings.Join(kept, "\n"), "\n")
}

// examples splits a session: after each prompt, its lines up to the next one.
func examples(block string) []example {
	var all []example
	var want []string
	for line := range strings.SplitSeq(strings.TrimRight(block, "\n"), "\n") {
		last := len(all) - 1
		switch {
		case line == ">>>" || strings.HasPrefix(line, ">>> "):
			if last >= 0 {
				all[last].want = strings.Join(want, "\n")
			}
			want = nil
			all = append(all, example{source: strings.TrimPrefix(strings.TrimPrefix(line, ">>>"), " ")})
		case want == nil && (line == "..." || strings.HasPrefix(line, "... ")):
			all[last].source += "\n" + strings.TrimPrefix(strings.TrimPrefix(line, "..."), " ")
		default:
			want = append(want, line)
		}
	}
	all[len(all)-1].want = strings.Join(want, "\n")
	kept := all[:0]
	for _, e := range all {
		if strings.TrimSpace(e.source) != "" { // a bare prompt is the author's way of leaving a line free
			kept = append(kept, e)
		}
	}
	return kept
}

var topLevel = regexp.MustCompile(`^(class |def |@|#|import |from |\s|$)`)

// definitions reports whether a block is a program that only defines things.
func definitions(block string) bool {
	found := false
	for line := range strings.Lines(block) {
		if !topLevel.MatchString(strings.TrimRight(line, "\n")) {
			return false
		}
		found = found || strings.HasPrefix(line, "class ") || strings.HasPrefix(line, "def ")
	}
	return found
}

// preformatted returns the text of every pre element of the page as it is on disk.
func preformatted(t *testing.T, file string) []string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	var content func(*html.Node) string
	content = func(n *html.Node) string {
		if n.Type == html.TextNode {
			return n.Data
		}
		var s strings.Builder
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			s.WriteString(content(c))
		}
		return s.String()
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "pre" {
			blocks = append(blocks, content(n))
		}
	}
	return blocks
}

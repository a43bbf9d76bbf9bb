package ioelement_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crunchy/ioelement"
)

var update = flag.Bool("update", false, "write the golden files")

// excerpts are what blocks find that show what stands elsewhere.
var excerpts = map[string]*ioelement.Excerpt{
	"random.shuffle": {Text: "    def shuffle(self, x):\n        x[:] = x[::-1]\n", Line: 350},
	"code/mine":      {Text: "x = 1\n", Line: 1},
	"math.sin":       {Problem: "binary"},
}

// TestGolden renders testdata/NAME.txt, whose first line is a title, and
// compares with testdata/NAME.html. More blocks follow after lines of ====.
func TestGolden(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(inputs) == 0 {
		t.Fatal("no input", err)
	}
	for _, in := range inputs {
		t.Run(strings.TrimSuffix(filepath.Base(in), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(in)
			if err != nil {
				t.Fatal(err)
			}
			var blocks []ioelement.Block
			for in := range strings.SplitSeq(string(data), "\n====\n") {
				title, text, _ := strings.Cut(in, "\n")
				b := block(title, text)
				b.Attr = []html.Attribute{{Key: "class", Val: "of-the-author"}, {Key: "id", Val: "listing-1"}}
				b.Anchors = []string{"inside"}
				b.For = b.Number
				if b.Title.Keyword == "getpythonsource" {
					b.Excerpt = excerpts[b.Title.Argument()]
				}
				blocks = append(blocks, b)
			}
			set := ioelement.Default()
			set.Tie(blocks)
			var out bytes.Buffer
			for _, b := range blocks {
				for _, n := range set.Make(b).Nodes {
					if err := html.Render(&out, n); err != nil {
						t.Fatal(err)
					}
					out.WriteByte('\n')
				}
			}
			golden := strings.TrimSuffix(in, ".txt") + ".html"
			if *update {
				if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(out.Bytes(), want) {
				t.Errorf("differs from %s (run with -update if that is meant):\n%s", golden, out.Bytes())
			}
		})
	}
}

// TestGoldenForEachKind demands a pair for every kind.
func TestGoldenForEachKind(t *testing.T) {
	for _, kind := range []string{"interpreter", "isolated", "editor", "alternate_python_version", "image_file", "canvas", "pdb", "analyzer", "getpythonsource", "hidden_code", "hidden_code_external", "terminal", "doctest", "unittest", "check", "grader", "output", "setup", "solution", "quiz", "predict", "parsons", "dialogue", "exam_define", "python_tutorial", "styled"} {
		for _, ext := range []string{".txt", ".html"} {
			if _, err := os.Stat("testdata/" + kind + ext); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestShownText holds the promise that the text of the code is the text shown.
func TestShownText(t *testing.T) {
	source := "def f(x):  # <b>&amp;\n\treturn f\"{x!r:>{3}}\"\n\n'''a\nb'''"
	for _, title := range []string{"editor", "editor linenumber", "editor linenumber=10", "terminal", "py_code", "py_code linenumber", "text", "interpreter"} {
		made := ioelement.Default().Make(block(title, source))
		code := find(made.Nodes[0], "code")
		if got := textOf(code); got != source {
			t.Errorf("%s shows %q, want %q", title, got, source)
		}
	}
}

func find(n *html.Node, name string) *html.Node {
	if n.Data == name {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if f := find(c, name); f != nil {
			return f
		}
	}
	return nil
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(textOf(c))
	}
	return b.String()
}

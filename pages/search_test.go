package pages_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crunchy/ioelement"
	"crunchy/pages"
)

func TestText(t *testing.T) {
	const md = "---\ntitle: Of lists\n---\n# Lists\n\nA *list* holds\nthings.\n\n## How to `append`\n\nLike so:\n\n```python editor\nweek.append(7)\n```\n\n## How to append\n\n| a | b |\n|---|---|\n| c | d |\n"
	const htm = `<title>T</title><body><nav>menu</nav><main><p>Intro.</p><section id="one"><span id="x"></span><h2>First<a class="headerlink" href="#one">¶</a></h2>
<p>Some <b>bo</b>ld text</p></section><h3><a name="two"></a>Second</h3><script>evil()</script><p>More</p></main><footer>end</footer>`
	const rst = "========\nOf lists\n========\n\nA *list* holds\nthings, see `there <https://a.b/>`_.\n\n.. a comment\n\n   secret\n\nHow to ``append``\n-----------------\n\nLike so:\n\n.. crunchy:: editor\n   :name: week\n\n   week.append(7)\n\n" +
		"1. .. Crunchy ::  check\n      name=week\n      :hidden:\n\n      secret\n\n.. crunchy:: solution name=week\n\n   secret\n\n.. note:: visible note\n\n   .. code-block:: python\n\n      shown = 1\n\n" +
		".. |sub| crunchy:: check hidden\n\n   secret\n\n.. raw:: html\n\n   secret\n\nAnd more.\n"
	for _, tt := range []struct{ name, in, title, want string }{
		{"a.md", md, "Of lists", `[{"Lists" "" "A list holds things."} {"How to append" "how-to-append" "Like so: week.append(7)"} {"How to append" "how-to-append-1" "a b c d"}]`},
		{"a.html", htm, "T", `[{"" "" "Intro."} {"First" "one" "Some bold text"} {"Second" "two" "More"}]`},
		{"a.rst", rst, "Of lists", `[{"Of lists" "" "A list holds things, see there."} {"How to append" "how-to-append" "Like so: week.append(7) visible note shown = 1 And more."}]`},
		{"b.rst", "Hidden\n======\n\nText.\n\n+--+\n| .. crunchy:: check hidden |\n|   secret |\n", "Hidden", `[{"" "" ""}]`},
		{"some-name.html", "<p>x", "Some name", `[{"" "" "x"}]`},
		{"e.md", "", "E", `[{"" "" ""}]`},
	} {
		title, sections, err := pages.Text(pages.Source{Name: tt.name, Data: []byte(tt.in)}, ioelement.Set{})
		if got := fmt.Sprintf("%q", sections); err != nil || title != tt.title || got != tt.want {
			t.Errorf("%s: %q %s, %v", tt.name, title, got, err)
		}
	}
	if _, _, err := pages.Text(pages.Source{Name: "a.png"}, ioelement.Set{}); err == nil {
		t.Error("a picture has text")
	}
}

// Where a search leads has to be there on the page.
func TestAnchorsOfTextLeadSomewhere(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(pythonDocs(t), "tutorial", "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := filepath.Glob("testdata/pages/*.md")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range append(files, lessons...) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		src := pages.Source{Name: file, Data: data}
		_, sections, err := pages.Text(src, ioelement.Set{})
		if err != nil {
			t.Fatal(err)
		}
		_, out := render(t, file, "", data, pages.Options{})
		ids := map[string]bool{}
		each(parseHTML(t, out), func(e *html.Node) { ids[attr(e, "id")] = true; ids[attr(e, "name")] = true })
		for _, s := range sections {
			if s.Anchor != "" {
				n++
				if !ids[s.Anchor] {
					t.Errorf("%s: %q is not there", filepath.Base(file), s.Anchor)
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d anchors", n)
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                      "",
		"Hello, World":          " hello world",
		"Größe ÉTÉ naïve":       " grosse ete naive",
		"str.format(x_1)":       " str format x 1",
		"循环 loop":               " 循 环 loop",
		"ﬁne ２":                 " fine 2",
		"  \n\t--":              "",
		"Ελλάδα":                " ελλαδα",
		strings.Repeat("a-", 3): " a a a",
	} {
		if got := pages.Fold(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, in string) {
		for _, name := range []string{"x.md", "x.html", "x.rst"} {
			title, sections, err := pages.Text(pages.Source{Name: name, Data: []byte(in)}, ioelement.Set{})
			if err != nil || title == "" || len(sections) == 0 {
				t.Errorf("%s: %q %q %v", name, title, sections, err)
			}
			for _, s := range sections {
				pages.Fold(s.Text)
			}
		}
	})
}

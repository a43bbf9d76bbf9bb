package pages_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crunchy/pages"
)

// TestTrust renders the pages in testdata/trust at every level.
func TestTrust(t *testing.T) {
	files, err := filepath.Glob("testdata/trust/*.[hm]*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".golden") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, level := range pages.Levels() {
			name := filepath.Base(file) + "." + strings.ReplaceAll(string(level), " ", "-")
			t.Run(name, func(t *testing.T) {
				o := options()
				o.Trust, o.Place = level, "/home/ada/lessons"
				p, out := render(t, file, "", data, o)
				again(t, file, p, out, o)
				checkSafe(t, file, out)
				checkStructure(t, out)
				if strings.HasSuffix(string(level), "strict") {
					checkStrict(t, out)
				}
				golden(t, "testdata/trust/"+name+".golden", out)
			})
		}
	}
}

// checkStrict finds what a page at level Strict must not have.
func checkStrict(t *testing.T, out string) {
	t.Helper()
	each(parseHTML(t, out), func(n *html.Node) {
		if n.Data == "style" || n.Data == "font" || n.Data == "video" || n.Data == "link" && !strings.HasPrefix(attr(n, "href"), "/static/") && attr(n, "href") != "data:," {
			t.Errorf("<%s> %v", n.Data, n.Attr)
		}
		for _, key := range []string{"style", "bgcolor", "align", "background", "srcset"} {
			if attr(n, key) != "" {
				t.Errorf("<%s %s=%q>", n.Data, key, attr(n, key))
			}
		}
		if src := attr(n, "src"); n.Data == "img" && !strings.HasPrefix(src, "data:image/") && away.MatchString(unseen.Replace(src)) {
			t.Errorf("a picture of %s", src)
		}
	})
}

// What a browser takes for an address with a scheme or a host, once it has left out
// what it does not see.
var (
	away   = regexp.MustCompile(`^[\x00- ]*([A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})`)
	unseen = strings.NewReplacer("\t", "", "\n", "", "\r", "")
)

func TestParseTrust(t *testing.T) {
	for _, level := range pages.Levels() {
		if got, ok := pages.ParseTrust(string(level)); got != level || !ok {
			t.Errorf("%q: %q %v", level, got, ok)
		}
	}
	for _, name := range []string{"", "display", "Normal", "display  normal", "display display normal", "x"} {
		if _, ok := pages.ParseTrust(name); ok {
			t.Errorf("%q is a level", name)
		}
	}
}

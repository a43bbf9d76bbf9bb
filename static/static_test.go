package static_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"crunchy/static"
)

func TestFS(t *testing.T) {
	entries, err := fs.ReadDir(static.FS(), ".")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
		if e.IsDir() {
			continue // the chunks and fonts that the others load
		}
		data, err := fs.ReadFile(static.FS(), e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if len(data) == 0 {
			t.Errorf("%s is empty", e.Name())
		}
	}
	want := []string{"THIRD_PARTY.txt", "chunks", "crunchy.css", "crunchy.js", "fonts", "math.css", "page.css", "theme.js"}
	if !slices.Equal(names, want) {
		t.Errorf("files are %v, want %v", names, want)
	}
}

// The page's policy forbids what is looked for here; better to see it in a test
// than in a browser.
func TestScriptKeepsThePolicy(t *testing.T) {
	for _, name := range []string{"crunchy.js", "theme.js"} {
		data, err := fs.ReadFile(static.FS(), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "http://", "https://"} {
			rest := string(data)
			// names of XML are no addresses
			for _, ns := range []string{"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"} {
				rest = strings.ReplaceAll(rest, ns, "")
			}
			if strings.Contains(rest, bad) {
				t.Errorf("%s contains %q", name, bad)
			}
		}
	}
}

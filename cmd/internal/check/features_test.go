package check_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/check"
	"crunchy/ioelement"
	"crunchy/pages"
)

// features are lessons of one keyword or option each, named for it.
const features = "../browsertest/testdata/features"

// TestFeaturePages looks whether there is a page for each keyword and each option
// that uses it, and whether all is on these pages as they say.
func TestFeaturePages(t *testing.T) {
	used := map[string]bool{} // keywords; "page KEYWORD" and "page OPTION="
	files, err := filepath.Glob(filepath.Join(features, "*.*"))
	files = slices.DeleteFunc(files, func(f string) bool { return filepath.Ext(f) != ".md" && filepath.Ext(f) != ".html" }) // .rst wants docutils
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		page, err := pages.Render(pages.Source{Name: file, Data: data}, pages.Options{Sources: true, Files: os.DirFS(features)})
		if err != nil {
			t.Fatal(file, err)
		}
		for _, n := range page.Notices {
			t.Errorf("%s:%d: %s", file, n.Line, n.Text)
		}
		name := strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
		for _, b := range page.Blocks {
			used[b.Title.Keyword] = true
			if name == b.Title.Keyword {
				used["page "+name] = true
			}
			for _, o := range b.Title.Options { // the page of a keyword that is an option as well is the keyword's
				if _, keyword := ioelement.Default().Lookup(o.Name); keyword || o.Name == name {
					used["page "+o.Name+"="] = true
				}
			}
		}
	}
	for _, k := range ioelement.Default().Kinds() {
		if !used["page "+k.Names[0]] {
			t.Errorf("no page in %s is named for the keyword %s and uses it", features, k.Names[0])
		}
		for _, name := range k.Names {
			if !used[name] {
				t.Errorf("no page in %s uses the keyword %s", features, name)
			}
		}
		for _, o := range k.Options {
			if !used["page "+o+"="] {
				used["page "+o+"="] = true // once is enough
				t.Errorf("no page in %s is named for the option %s and uses it", features, o)
			}
		}
	}
	r := run(t, check.Config{Timeout: 20 * time.Second}, files...)
	if n, _ := r.Found(); n > 0 {
		t.Error(text(t, r))
	}
}

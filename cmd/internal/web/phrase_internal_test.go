package web

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// TestPhrasesAreInTheCatalogue finds each phrase of the sources in the catalogue,
// and none there that nobody says. (Each language has all of the English ones;
// that is a test of texts.)
func TestPhrasesAreInTheCatalogue(t *testing.T) {
	said := map[string]bool{}
	find := func(pattern, prefix string, files ...string) {
		t.Helper()
		found := false
		for _, name := range files {
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(source), -1) {
				said[prefix+m[1]], found = true, true
			}
		}
		if !found {
			t.Errorf("nothing is said in %v", files)
		}
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	find(`(?:saying|tells)\("([\w.]*\w)"`, "", sources...)
	find(`return "(\w+)", (?:file|"")\n`, "reason.", "../work/work.go")

	data, err := os.ReadFile("../../../ioelement/texts/en/page.json")
	if err != nil {
		t.Fatal(err)
	}
	var page struct{ Said map[string]any }
	if err := json.Unmarshal(data, &page); err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for key, v := range page.Said {
		if group, ok := v.(map[string]any); ok {
			for inner := range group {
				there[key+"."+inner] = true
			}
			continue
		}
		there[key] = true
	}
	if got, want := slices.Sorted(maps.Keys(there)), slices.Sorted(maps.Keys(said)); !slices.Equal(got, want) {
		t.Errorf("the catalogue has\n%v\nand said is\n%v", got, want)
	}
}

package texts_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"crunchy/ioelement/texts"
)

// places are the placeholders of a text.
var places = regexp.MustCompile(`\{\w+\}`)

// TestEveryLanguageIsComplete holds each language against English: the same
// keys, with the same placeholders. The parts that only the page's script reads
// are files like the others.
func TestEveryLanguageIsComplete(t *testing.T) {
	for _, part := range []string{"element", "page", "script", "verdict"} {
		english := read(t, "en", part)
		for _, tag := range texts.Languages() {
			other := read(t, tag, part)
			for _, key := range slices.Sorted(maps.Keys(english)) {
				article := strings.NewReplacer("{a} ", "") // only English has it
				want, got := places.FindAllString(article.Replace(english[key]), -1), places.FindAllString(article.Replace(other[key]), -1)
				slices.Sort(want)
				slices.Sort(got)
				switch _, ok := other[key]; {
				case !ok:
					t.Errorf("%s/%s.json lacks %s", tag, part, key)
				case !slices.Equal(slices.Compact(got), slices.Compact(want)) && filepath.Ext(key) != ".one":
					t.Errorf("%s/%s.json has %v in %s, English %v", tag, part, got, key, want)
				}
			}
			for key := range other {
				if _, ok := english[key]; !ok {
					t.Errorf("%s/%s.json has %s, English has not", tag, part, key)
				}
			}
		}
	}
}

func read(t *testing.T, tag, part string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(tag, part+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(b, &tree); err != nil {
		t.Fatalf("%s/%s.json: %v", tag, part, err)
	}
	flat := map[string]string{}
	var walk func(prefix string, tree map[string]any)
	walk = func(prefix string, tree map[string]any) {
		for key, v := range tree {
			switch v := v.(type) {
			case string:
				flat[prefix+key] = v
			case map[string]any:
				walk(prefix+key+".", v)
			}
		}
	}
	walk("", tree)
	return flat
}

func TestAccepted(t *testing.T) {
	for header, want := range map[string]string{
		"":                                 "",
		"de":                               "de",
		"de-AT,de;q=0.9,en;q=0.5":          "de",
		"en-US,en;q=0.9,de;q=0.8":          "en",
		"fr, de;q=0.3, en;q=0.2":           "de",
		"fr-CH, fr;q=0.9, *;q=0.5":         "",
		"de;q=0, en;q=0.1":                 "en",
		"DE":                               "de",
		"de;q=nonsense":                    "",
		"xx,yy;q=,;;q=0.1,,de ; q=0.4,en;": "en",
	} {
		if got := texts.Accepted(header); got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

func TestText(t *testing.T) {
	de, ok := texts.In("de-CH")
	if !ok || de.Language() != "de" {
		t.Fatal("there is no German")
	}
	if _, ok := texts.In("fr"); ok {
		t.Error("there is French")
	}
	var zero texts.Catalogue
	for _, tt := range []struct{ got, want string }{
		{zero.Language(), "en"},
		{zero.Text("run"), "Run"},
		{de.Text("run"), "Starten"},
		{de.Text("list.done", "done", "3", "all", "5"), "3 von 5 geschafft"},
		{zero.Text("no.such"), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}

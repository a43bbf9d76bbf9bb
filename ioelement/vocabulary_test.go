package ioelement_test

import (
	"slices"
	"strings"
	"testing"

	"crunchy/ioelement"
	"crunchy/ioelement/texts"
)

// TestVocabulary: each word that means something is told with what it does, in each
// language, and how an option with a value is written is an option with a value.
func TestVocabulary(t *testing.T) {
	set := ioelement.Default()
	for _, language := range []string{"en", "de"} {
		words, _ := texts.In(language)
		v := set.Vocabulary(words)
		for _, w := range slices.Concat(v.Keywords, v.Options) {
			if w.Says == "" || !strings.HasSuffix(w.Says, ".") {
				t.Errorf("%s: of %q is said %q", language, w.Names, w.Says)
			}
		}
	}
	v := set.Vocabulary(texts.Catalogue{})
	options := map[string]bool{}
	for _, o := range v.Options {
		options[o.Names[0]] = true
		if o.As == "" {
			continue
		}
		if read := ioelement.ParseTitle("editor " + o.As).Options; len(read) != 1 || read[0].Name != o.Names[0] || !read[0].Given || read[0].Value == "" {
			t.Errorf("%s is written %s, which reads %+v", o.Names[0], o.As, read)
		}
	}
	told := map[string]bool{}
	for _, w := range v.Keywords {
		for _, name := range w.Names {
			if k, ok := set.Lookup(name); !ok || k.Names[0] != w.Names[0] && w.Names[0] != "py_code" {
				t.Errorf("%q is no keyword of %q", name, w.Names[0])
			}
			told[name] = true
		}
		for _, o := range w.Options {
			if !options[o] {
				t.Errorf("nothing is said of %q, which means something to %q", o, w.Names[0])
			}
		}
	}
	for _, k := range set.Kinds() {
		for _, name := range k.Names {
			if !told[name] && !slices.Contains(v.Languages, name) {
				t.Errorf("%q is not told", name)
			}
		}
	}
	if !slices.Contains(v.Languages, "python") || slices.Contains(v.Languages, "py_code") {
		t.Errorf("languages: %q", v.Languages)
	}
}

// Package texts is the catalogue of the interface: every text that is not an
// author's or Python's, in each language there is. A folder is a language, and
// its files say who reads them: element.json what elements are written with,
// page.json what stands around them, script.json and errors.json what the
// page's script says, verdict.json what comes in English from the runner. Only texts and placeholders like {name} are in them.
package texts

import (
	"embed"
	"encoding/json"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed en/element.json en/page.json de/element.json de/page.json
var files embed.FS

// English is the language that is complete, and that stands in for the others.
const English = "en"

// Catalogue is the texts of one language. The zero Catalogue is English.
type Catalogue struct {
	language string
	words    map[string]string
}

// all reads the catalogues, once.
var all = sync.OnceValue(func() map[string]Catalogue {
	catalogues := map[string]Catalogue{}
	folders, _ := files.ReadDir(".")
	for _, f := range folders {
		c := Catalogue{f.Name(), map[string]string{}}
		parts, _ := files.ReadDir(f.Name())
		for _, part := range parts {
			var tree map[string]any
			b, err := files.ReadFile(path.Join(f.Name(), part.Name()))
			if err == nil {
				err = json.Unmarshal(b, &tree)
			}
			if err != nil {
				panic(err) // a test reads them all
			}
			flatten(c.words, "", tree)
		}
		catalogues[f.Name()] = c
	}
	return catalogues
})

func flatten(to map[string]string, prefix string, tree map[string]any) {
	for key, v := range tree {
		switch v := v.(type) {
		case string:
			to[prefix+key] = v
		case map[string]any:
			flatten(to, prefix+key+".", v)
		}
	}
}

// Languages lists the languages there are, by their tags.
func Languages() []string {
	var tags []string
	for tag := range all() {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}

// In returns the catalogue of a language, for which the first part of its tag
// counts, and whether there is one.
func In(tag string) (Catalogue, bool) {
	c, ok := all()[Primary(tag)]
	return c, ok
}

// Primary is the first part of a language tag, which names the language.
func Primary(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	return tag
}

// Accepted returns the language that an Accept-Language header likes best among
// those there are, or "".
func Accepted(header string) string {
	best, weight := "", 0.0
	for _, part := range strings.Split(header, ",") {
		tag, more, _ := strings.Cut(part, ";")
		q := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(more), "q="); ok {
			q, _ = strconv.ParseFloat(v, 64) // what is no number is not wanted
		}
		if c, ok := In(tag); ok && q > weight {
			best, weight = c.language, q
		}
	}
	return best
}

// Language is the catalogue's own tag.
func (c Catalogue) Language() string {
	if c.language == "" {
		return English
	}
	return c.language
}

// Text returns the text under a key, such as "home.title", with the values in
// the place of its placeholders: pairs of name and value. What a language lacks
// is English, and what that lacks is "".
func (c Catalogue) Text(key string, values ...string) string {
	t, ok := c.words[key]
	if !ok {
		t = all()[English].words[key]
	}
	for i := 0; i+1 < len(values); i += 2 {
		t = strings.ReplaceAll(t, "{"+values[i]+"}", values[i+1])
	}
	return t
}

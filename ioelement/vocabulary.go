package ioelement

import (
	"cmp"
	"slices"

	"crunchy/ioelement/texts"
)

// Word is a word that an author may write behind the language of a block.
type Word struct {
	// Names are the word and those that mean the same.
	Names []string `json:"names"`
	// As is how an option with a value is written, with a value to begin with.
	As string `json:"as,omitempty"`
	// Options are those that mean something to a keyword.
	Options []string `json:"options,omitempty"`
	// Says is one sentence of what it does.
	Says string `json:"says"`
}

// Vocabulary is what an author may write.
type Vocabulary struct {
	Keywords  []Word   `json:"keywords"`
	Options   []Word   `json:"options"`
	Languages []string `json:"languages"` // of blocks, which are keywords, too
}

// examples are how options that have a value are written.
var examples = map[string]string{
	"area": "area=(400,300)", "duration": "duration=1:30", "exam_name": "exam_name=midterm", "files": "files=weather.csv",
	"log_id": "log_id=(first)", "name": "name=week", "python": "python=3.12", "session": "session=kitchen", "shuffled": "shuffled=1,0,2",
	"size": "size=(12,60)", "start": "start=\"2026-12-01 09:00\"", "time": "time=600", "timeout": "timeout=30",
}

// Vocabulary returns the words of s, in the order of their names, with what they do
// in the words of a catalogue.
func (s Set) Vocabulary(words texts.Catalogue) Vocabulary {
	v := Vocabulary{Languages: slices.Concat(pythonNames[2:], otherNames)}
	slices.Sort(v.Languages)
	var options []string
	for _, k := range s.Kinds() {
		names := slices.DeleteFunc(slices.Clone(k.Names), func(n string) bool { return slices.Contains(v.Languages, n) })
		v.Keywords = append(v.Keywords, Word{Names: names, Options: slices.Sorted(slices.Values(k.Options)), Says: words.Text("vocabulary.keyword." + names[0])})
		options = append(options, k.Options...)
	}
	slices.Sort(options)
	for _, o := range slices.Compact(options) {
		v.Options = append(v.Options, Word{Names: []string{o}, As: examples[o], Says: words.Text("vocabulary.option." + o)})
	}
	slices.SortFunc(v.Keywords, func(a, b Word) int { return cmp.Compare(a.Names[0], b.Names[0]) })
	return v
}

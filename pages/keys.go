package pages

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"

	"crunchy/ioelement"
)

// keyer gives the elements of a page the names under which a student's work is
// kept. It is told of headings and elements in the order of the document.
type keyer struct {
	slugs   *slugs
	section string         // slug of the heading above
	count   int            // elements under it that have no name of their own
	editors map[string]int // of a section, so that its files are numbered from 1
	places  []place        // by element
}

// place is where an element without a name stands.
type place struct {
	section string
	ordinal int // among the elements without a name
	editor  int // among the editors without a name
}

// firstSection is the section of what stands before the first heading.
const firstSection = "page"

// under begins a new section.
func (k *keyer) under(heading string) {
	if k.slugs == nil {
		k.slugs = newSlugs()
		k.slugs.used[firstSection] = true
	}
	k.section, k.count = string(k.slugs.Generate([]byte(shorten(oneLine(heading), 40)), 0)), 0
}

// add notes where an element stands.
func (k *keyer) add(e ioelement.Element) {
	p := place{section: k.section}
	if p.section == "" {
		p.section = firstSection
	}
	if workName(e) == "" {
		k.count++
		p.ordinal = k.count
		if e.Mode == ioelement.Program {
			if k.editors == nil {
				k.editors = map[string]int{}
			}
			k.editors[p.section]++
			p.editor = k.editors[p.section]
		}
	}
	k.places = append(k.places, p)
}

// assign sets Key and WorkFile of the elements, which are those that were
// added. Names come first: no heading takes one away.
func (k *keyer) assign(elements []ioelement.Element) {
	keys, files := map[string]int{}, map[string]int{}
	for _, named := range []bool{true, false} {
		for i := range elements {
			e, p := &elements[i], k.places[i]
			name := workName(*e)
			if (name != "") != named {
				continue
			}
			stem := name
			if named {
				e.Key = unique(name, keys)
			} else {
				e.Key = unique(fmt.Sprintf("%s.%d.%s", p.section, p.ordinal, sourceHash(codeOf(*e))), keys)
				stem = p.section
				if p.editor > 1 {
					stem = fmt.Sprintf("%s-%d", stem, p.editor)
				}
			}
			if e.Mode == ioelement.Program && e.Kind != "predict" { // there nobody writes a program
				if shadows(stem) {
					stem += "-1"
				}
				e.WorkFile = unique(stem, files) + ".py"
			}
		}
	}
}

// workName is the name that the author gave an element with name=, as it can be
// part of a file's name, or "".
func workName(e ioelement.Element) string {
	name := strings.TrimSuffix(strings.TrimSpace(e.Title.Value("name")), ".py")
	if name == "" {
		return ""
	}
	safe := strings.IndexFunc(name, func(r rune) bool {
		return r != '_' && r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) < 0
	if !safe {
		name = slugOf(name)
	}
	return shorten(name, 60)
}

// unique returns name, or name with a number behind it when it is taken, and
// takes it: taken holds the highest number that was tried for each. On many
// computers the case of letters makes no two files.
func unique(name string, taken map[string]int) string {
	got, lower := name, strings.ToLower(name)
	for taken[strings.ToLower(got)] > 0 {
		taken[lower]++
		got = fmt.Sprintf("%s-%d", name, taken[lower])
	}
	taken[strings.ToLower(got)] = 1
	return got
}

// codeOf is what the author wrote that the student's work is about: the code, or
// the tests that brought an empty editor. Hidden ones are not in a page that is
// read again, so they do not count.
func codeOf(e ioelement.Element) string {
	if e.Source != "" || e.Exercise == nil {
		return e.Source
	}
	var b strings.Builder
	for _, t := range e.Exercise.Tests {
		if !t.Hidden {
			b.WriteString(t.Source)
		}
	}
	return b.String()
}

func sourceHash(source string) string {
	sum := sha256.Sum256([]byte(source))
	return hex.EncodeToString(sum[:4])
}

// shorten returns at most n characters of a text.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimRight(string(r[:n]), "-_ ")
	}
	return s
}

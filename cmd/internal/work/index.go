package work

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
)

// indexFile says which element each file belongs to.
const indexFile = ".crunchy.json"

// maxIndex is the size of the largest index that is read.
const maxIndex = 64 << 20

// index is the content of indexFile.
type index struct {
	Lessons  []string         `json:"lessons"` // names of the tutorial that have led here
	Elements map[string]entry `json:"elements"`
	// Given is the version of each file of the author's that was given to programs.
	Given map[string]string `json:"given,omitempty"`
}

// entry is what is known of one element, by its key.
type entry struct {
	File     string `json:"file,omitempty"`
	Starter  string `json:"starter,omitempty"` // the author's code that the file began with
	Progress string `json:"progress,omitempty"`
	// Began is when an element that has a time was first run.
	Began time.Time `json:"began,omitzero"`
}

// How far a student has come with an element.
const (
	Tried  = "tried"  // it was run, and not yet to a good end
	Ran    = "ran"    // to a good end
	Solved = "solved" // its code has passed all its tests
)

// Further is the one of two states that is further, "" being the least.
func Further(one, other string) string {
	if further(one, other) {
		return one
	}
	return other
}

// further reports whether one is further than the other.
func further(one, other string) bool {
	order := []string{"", Tried, Ran, Solved}
	return slices.Index(order, one) > slices.Index(order, other)
}

// readIndex reads the index; one that is missing or broken is empty.
func readIndex(root *os.Root) index {
	var ix index
	b, err := readFile(root, indexFile, maxIndex)
	if err != nil || json.Unmarshal(b, &ix) != nil {
		ix = index{}
	}
	if ix.Elements == nil {
		ix.Elements = map[string]entry{}
	}
	for key, e := range ix.Elements {
		if e.File != "" && !fileName(e.File) {
			e.File, e.Starter = "", ""
			ix.Elements[key] = e
		}
	}
	return ix
}

// Slot is where the work on one element of an open page is kept.
type Slot struct {
	Element
	Name     string    // of the file in the lesson's folder; "" for an element without one
	Progress string    // "", Tried, Ran or Solved
	Began    time.Time // see Lesson.Begins; zero if it has not

	from    string // key of the entry that is meant, "" for none
	starter string // of that entry
}

// slots finds the entry and the file of each element. An element whose key has
// no entry gets that of an element that the page no longer has: of the same
// code, in the same section or else in another; or else of the same place, which
// then had other code.
func (ix index) slots(elements []Element) []Slot {
	onPage := map[string]bool{}
	for _, e := range elements {
		onPage[e.Key] = true
	}
	claimed := map[string]bool{}   // files that belong to an element, in lower case
	spare := map[string][]string{} // keys without an element, by what they may be known by
	for _, key := range slices.Sorted(maps.Keys(ix.Elements)) {
		if f := ix.Elements[key].File; f != "" {
			claimed[strings.ToLower(f)] = true
		}
		if !onPage[key] {
			for _, mark := range marks(key) {
				spare[mark] = append(spare[mark], key)
			}
		}
	}
	slots := make([]Slot, len(elements))
	for i, e := range elements {
		slots[i] = Slot{Element: e}
		if _, ok := ix.Elements[e.Key]; ok {
			slots[i].from = e.Key
		}
	}
	used := map[string]bool{}
	for by := range 3 {
		for i := range slots {
			s := &slots[i]
			m := marks(s.Key)
			if s.from != "" || m == nil {
				continue
			}
			for _, key := range spare[m[by]] {
				if !used[key] {
					s.from, used[key] = key, true
					break
				}
			}
		}
	}
	taken := map[string]bool{} // files of this page
	for i := range slots {
		s := &slots[i]
		old := ix.Elements[s.from]
		s.starter = old.Starter
		if s.from == s.Key || hashOf(s.from) == hashOf(s.Key) {
			s.Progress, s.Began = old.Progress, old.Began
		}
		if f := strings.ToLower(old.File); s.File != "" && f != "" && !taken[f] {
			s.Name, taken[f] = old.File, true
		}
	}
	for i := range slots {
		s := &slots[i]
		if s.File == "" || s.Name != "" {
			continue
		}
		s.Name = s.File
		if f := strings.ToLower(s.File); claimed[f] || taken[f] {
			s.Name = strings.TrimSuffix(s.File, ".py") + "-" + VersionOf(s.Key)[:4] + ".py"
		}
	}
	return slots
}

// marks are what an element without a name may be known by when its key has
// changed: its section and code, its code, its place. One with a name has none.
func marks(key string) []string {
	place, hash, ok := cutLast(key)
	section, _, ok2 := cutLast(place)
	if !ok || !ok2 {
		return nil
	}
	return []string{"section " + section + " " + hash, "code " + hash, "place " + place}
}

func hashOf(key string) string {
	_, hash, _ := cutLast(key)
	return hash
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// claim gives the slot's element an entry of its own key, and returns it.
func (ix index) claim(s Slot) entry {
	e, ok := ix.Elements[s.Key]
	if !ok && s.from != "" && s.from != s.Key {
		e, ok = ix.Elements[s.from]
		if ok {
			delete(ix.Elements, s.from)
			e.Progress, e.Began = s.Progress, s.Began
		}
	}
	ix.Elements[s.Key] = e
	return e
}

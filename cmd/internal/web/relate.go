package web

import (
	"encoding/json"

	"crunchy/ioelement"
)

// fate is what becomes of the elements of a lesson that its author has changed.
type fate string

const (
	fateKept    fate = "kept"    // it is as it was, and what runs there goes on
	fateChanged fate = "changed" // it takes the place of another
	fateNew     fate = "new"
)

// relation says of an element which earlier one it is, or stands for.
type relation struct {
	fate fate
	was  int // -1 for a new one
}

// mostPairs bounds the work of comparing two lessons block by block.
const mostPairs = 4_000_000

// relate finds out which of the elements of before those of after are. Equal ones
// keep their order as far as that is possible, so that a block which is put in
// between shifts nothing; of the rest equal ones were moved, and what is of one kind
// at one place was changed. No earlier element is named twice.
func relate(before, after []ioelement.Element) []relation {
	a, b := marksOf(before), marksOf(after)
	all := make([]relation, len(b))
	for i := range all {
		all[i] = relation{fateNew, -1}
	}
	taken := make([]bool, len(a))
	pair := func(f fate, i, j int) { all[j], taken[i] = relation{f, i}, true }

	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		pair(fateKept, from, from)
		from++
	}
	enda, endb := len(a), len(b)
	for enda > from && endb > from && a[enda-1] == b[endb-1] {
		enda, endb = enda-1, endb-1
		pair(fateKept, enda, endb)
	}
	inOrder, ordered := make([]bool, len(b)), make([]bool, len(a))
	for _, p := range common(a[from:enda], b[from:endb]) {
		pair(fateKept, from+p[0], from+p[1])
		inOrder[from+p[1]], ordered[from+p[0]] = true, true
	}

	moved := map[string][]int{}
	for i := from; i < enda; i++ {
		if !taken[i] {
			moved[a[i]] = append(moved[a[i]], i)
		}
	}
	for j := from; j < endb; j++ {
		if places := moved[b[j]]; all[j].was < 0 && len(places) > 0 {
			pair(fateKept, places[0], j)
			moved[b[j]] = places[1:]
		}
	}

	i := from // the first that may have been at this place
	for j := from; j < endb; j++ {
		if inOrder[j] {
			i = all[j].was + 1
		}
		if all[j].was >= 0 {
			continue
		}
		for k := i; k < enda && !ordered[k]; k++ {
			if !taken[k] && before[k].Kind == after[j].Kind {
				pair(fateChanged, k, j)
				i = k + 1
				break
			}
		}
	}
	return all
}

// common is the longest row of equal marks in both, as pairs of places. Where that
// would take too long it is empty.
func common(a, b []string) (pairs [][2]int) {
	if len(a) == 0 || len(b) == 0 || len(a)*len(b) > mostPairs {
		return nil
	}
	width := len(b) + 1
	longest := make([]int32, (len(a)+1)*width) // from these places to the ends
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i*width+j] = longest[(i+1)*width+j+1] + 1
			} else {
				longest[i*width+j] = max(longest[(i+1)*width+j], longest[i*width+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case longest[(i+1)*width+j] >= longest[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// marksOf tells elements apart by what makes them: kind, options, code, tests and
// all, wherever they stand.
func marksOf(elements []ioelement.Element) []string {
	marks := make([]string, len(elements))
	for i, e := range elements {
		e.Number, e.Key, e.WorkFile, e.File = "", "", "", ""
		b, err := json.Marshal(e)
		if err != nil {
			panic(err) // an element is made of plain values
		}
		marks[i] = string(b)
	}
	return marks
}

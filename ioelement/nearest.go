package ioelement

import (
	"slices"
	"strings"
)

// longName is the number of letters from which names are not compared.
const longName = 64

// shortName is the number of letters below which any other name is as near.
const shortName = 3

// Nearest is the known name that was most likely meant by one that is not known, or
// "". Letters count the same in both cases.
func Nearest(name string, known []string) string {
	name = strings.ToLower(name)
	if len(name) < shortName || len(name) > longName {
		return ""
	}
	best, far := "", max(1, (len(name)+1)/3)+1
	for _, k := range known {
		lower := strings.ToLower(k)
		d := far
		switch {
		case len(k) > longName:
		case len(name) > 2 && (strings.HasPrefix(lower, name) || strings.HasPrefix(name, lower)):
			d = 1
		default:
			d = distance([]rune(name), []rune(lower))
		}
		if d < far {
			best, far = k, d
		}
	}
	return best
}

// distance is how many letters have to be put in, taken out or changed to make b of a.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		before := slices.Clone(row)
		row[0] = i + 1
		for j, q := range b {
			change := before[j]
			if r != q {
				change++
			}
			row[j+1] = min(change, before[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

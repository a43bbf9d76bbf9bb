package web

import (
	"fmt"
	"strings"
	"testing"

	"crunchy/ioelement"
)

// TestRelate: elements are letters, in capitals those of another kind.
func TestRelate(t *testing.T) {
	for _, tt := range []struct{ before, after, want string }{
		{"", "", ""},
		{"", "ab", "+ +"},
		{"ab", "", ""},
		{"abc", "abc", "0 1 2"},
		{"abc", "axbc", "0 + 1 2"},  // put in between
		{"abc", "xabc", "+ 0 1 2"},  // at the beginning
		{"abc", "ac", "0 2"},        // taken away
		{"abc", "axc", "0 ~1 2"},    // changed
		{"abc", "aXc", "0 + 2"},     // another kind
		{"abc", "xyz", "~0 ~1 ~2"},  // all of it
		{"abc", "cab", "2 0 1"},     // moved
		{"abc", "axyc", "0 ~1 + 2"}, // one was changed, or one put in
		{"aaa", "aaaa", "0 1 2 +"},  // one more of the same
		{"aa", "a", "0"},
		{"abcdef", "abXcxef", "0 1 + 2 ~3 4 5"},
		{"abAcd", "xbAyd", "~0 1 2 ~3 4"},
		{"abcd", "dxb", "3 + 1"}, // either stays where it is
		{"a" + strings.Repeat("b", 3000), "c" + strings.Repeat("d", 3000), ""}, // too much to compare
	} {
		var got []string
		taken := map[int]bool{}
		for _, r := range relate(elementsOf(tt.before), elementsOf(tt.after)) {
			if r.was >= 0 && taken[r.was] {
				t.Errorf("%s → %s: %d is named twice", tt.before, tt.after, r.was)
			}
			taken[r.was] = true
			got = append(got, map[fate]string{fateKept: "", fateChanged: "~", fateNew: "+"}[r.fate]+strings.TrimPrefix(fmt.Sprint(r.was), "-1"))
		}
		if len(tt.before) < 100 && strings.Join(got, " ") != tt.want {
			t.Errorf("%s → %s: %q, want %q", tt.before, tt.after, strings.Join(got, " "), tt.want)
		}
		if len(got) != len(tt.after) {
			t.Errorf("%d of %d are related", len(got), len(tt.after))
		}
	}
}

// elementsOf makes elements that differ in place and name as on a page.
func elementsOf(letters string) (all []ioelement.Element) {
	for i, c := range letters {
		kind := "editor"
		if c < 'a' {
			kind = "interpreter"
		}
		all = append(all, ioelement.Element{Number: fmt.Sprintf("%04d", i+1), Key: fmt.Sprintf("k.%d", i), WorkFile: fmt.Sprintf("f%d.py", i), Kind: kind, Source: string(c)})
	}
	return all
}

func FuzzRelate(f *testing.F) {
	f.Add("abc", "axbc")
	f.Add("aabbA", "Abba")
	f.Fuzz(func(t *testing.T, before, after string) {
		if len(before) > 200 || len(after) > 200 {
			return
		}
		a, b := elementsOf(before), elementsOf(after)
		taken := map[int]bool{}
		all := relate(a, b)
		for j, r := range all {
			switch {
			case (r.was < 0) != (r.fate == fateNew), taken[r.was] && r.was >= 0:
				t.Fatalf("%q → %q: %v", before, after, all)
			case r.fate == fateKept && a[r.was].Source != b[j].Source:
				t.Fatalf("%q → %q: %d is kept and another", before, after, j)
			case r.fate == fateChanged && (a[r.was].Kind != b[j].Kind || a[r.was].Source == b[j].Source):
				t.Fatalf("%q → %q: %d is changed", before, after, j)
			}
			taken[r.was] = true
		}
	})
}

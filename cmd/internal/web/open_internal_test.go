package web

import (
	"slices"
	"strings"
	"testing"

	"crunchy/ioelement/texts"
)

// TestAddUntilUidsAreUsedUp: a page gives out each of its uids once, and then says
// that it has no more.
func TestAddUntilUidsAreUsedUp(t *testing.T) {
	o := newOpenPages()
	o.add(&openPage{id: "1", token: "t", used: 9997}, 1)
	german, _ := texts.In("de")
	for _, tt := range []struct {
		n    int
		want []string
	}{{0, nil}, {3, nil}, {1, []string{"9998"}}, {2, nil}, {1, []string{"9999"}}, {0, nil}, {1, nil}} {
		got, err := o.take("1", tt.n)
		if !slices.Equal(got, tt.want) || (err == nil) != (len(got) == tt.n) {
			t.Errorf("%d more: %q, %v", tt.n, got, err)
		}
		if err == nil {
			continue
		}
		f := asFailure(err)
		if f.name != "no_room" || !strings.Contains(f.msg, "This page has had 9999 elements") || !strings.Contains(f.in(german), "hatte schon 9999 Elemente") {
			t.Errorf("%s: %q, %q", f.name, f.msg, f.in(german))
		}
	}
	if _, err := o.take("2", 1); asFailure(err).name != "unknown_page" {
		t.Errorf("of no page: %v", err)
	}
}

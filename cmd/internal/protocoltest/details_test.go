//go:build unix

package protocoltest_test

import (
	"strings"
	"testing"
)

// TestCursorOnEveryAnswer: also on one that holds no frame, with a cursor or without.
func TestCursorOnEveryAnswer(t *testing.T) {
	s := common(t)
	id := plain(t, s, "lesson.md")
	for _, query := range []string{"", "&after=0"} {
		a, err := s.Do(t.Context(), "GET", "/comet?page="+id+"&wait=0"+query, "")
		if err != nil || a.Status != 204 || a.Header.Get("Crunchy-Seq") != "0" {
			t.Errorf("%q: %d %v %v", query, a.Status, a.Header, err)
		}
	}
	if a, err := s.Do(t.Context(), "POST", "/ack?page="+id, ""); err != nil || a.Status != 400 {
		t.Errorf("an ack of nothing: %d %v", a.Status, err)
	}
}

// TestSequenceMayBeginWithZero: the same number is applied once, whatever it is.
func TestSequenceMayBeginWithZero(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	for range 3 {
		v.do(alone1, "post", "&seq=0", "print('once')\n")
	}
	v.do(alone1, "post", "&seq=1", "print('over')\n")
	if got := text(v.says(alone1, "over\n"), "STDOUT"); strings.Count(got, "once\n") != 1 {
		t.Errorf("got %q", got)
	}
}

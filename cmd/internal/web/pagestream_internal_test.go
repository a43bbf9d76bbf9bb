package web

import (
	"context"
	"errors"
	"testing"

	"crunchy/comet"
)

// FuzzPlaceInPages goes where somebody says, and is there when it says so itself.
func FuzzPlaceInPages(f *testing.F) {
	for _, from := range []string{"", "0", "abc-1", "abc-1~12.3~34.4", "~34.4", "~12.", "~12.18446744073709551615", "~", "~~", "x~56.7"} {
		f.Add(from)
	}
	f.Fuzz(func(t *testing.T, from string) {
		stand := func(from string) (string, error) {
			m := &mixed{pages: []pagePlace{{id: "12"}, {id: "34"}}, look: func(_ context.Context, _ string, after uint64, _ comet.Types) (comet.Batch, error) {
				return comet.Batch{Seq: min(after, 7)}, context.Canceled
			}}
			board, err := m.goTo(t.Context(), from)
			return m.position(board), err
		}
		at, err := stand(from)
		if err != nil {
			if !errors.Is(err, comet.ErrQuery) {
				t.Errorf("%q: %v", from, err)
			}
			return
		}
		if again, err := stand(at); err != nil || again != at {
			t.Errorf("%q leads to %q, and that to %q %v", from, at, again, err)
		}
	})
}

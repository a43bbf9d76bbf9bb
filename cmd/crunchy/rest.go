package main

import (
	"context"
	"errors"
	"slices"

	"crunchy/cmd/internal/web"
	"crunchy/pages"
	"crunchy/runner"
)

// restReader reads reStructuredText with a Python's docutils, for pages.
func restReader(d *runner.Docutils) web.RestReader {
	return func(ctx context.Context, source string) (pages.Rest, error) {
		body, notices, err := d.Read(ctx, source)
		if errors.Is(err, runner.ErrNoDocutils) {
			err = &pages.RestMissing{Install: d.Install()}
		}
		rest := pages.Rest{Body: body}
		for _, n := range notices {
			rest.Notices = append(rest.Notices, pages.Notice{Line: n.Line, Text: n.Text})
		}
		slices.SortStableFunc(rest.Notices, func(a, b pages.Notice) int { return a.Line - b.Line })
		return rest, err
	}
}

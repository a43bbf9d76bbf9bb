package runner

import (
	"bytes"
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Excerpt is a piece of source, with the number of its first line.
type Excerpt struct {
	Text string `json:"text"`
	Line int    `json:"line"`
	// Problem is why there is none: "missing", "binary" (it is not written in
	// Python), "syntax" (what should hold it is not Python), "python" (there is no such Python).
	Problem string `json:"problem"`
}

//go:embed excerpt.py
var excerptCode string

// Bounds on the search for an excerpt.
const (
	excerptTime = 10 * time.Second
	mostExcerpt = 8 << 20 // bytes of an answer
)

// Excerpt finds the source of a module, class or function by its dotted name, as it
// is for a Python ("" is the usual one): in given, the source of a file, or where given
// is nil in the modules that can be imported. Nothing of it is run. It fails when the
// search could not be made.
func (m *Manager) Excerpt(ctx context.Context, python, name string, given []byte) (Excerpt, error) {
	found, err := m.Python(ctx, python)
	var none *MissingError
	if errors.As(err, &none) {
		return Excerpt{Problem: "python"}, nil
	} else if err != nil {
		return Excerpt{}, err
	}
	args := []string{name}
	if given != nil {
		args = append(args, "given")
	}
	answer, err := inquiry{excerptCode, excerptTime, mostExcerpt}.run(ctx, found.Path, bytes.NewReader(given), args...)
	var e Excerpt
	if err = cmp.Or(err, json.Unmarshal(answer, &e)); err != nil {
		return Excerpt{}, fmt.Errorf("runner: no excerpt of %s: %w", name, err)
	}
	return e, nil
}

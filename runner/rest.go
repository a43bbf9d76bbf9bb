package runner

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// restSource is the program that reads reStructuredText.
//
//go:embed rest.py
var restSource string

// What reading one page may cost: the program bounds its processor time and
// memory itself.
const (
	restTime   = 20 * time.Second
	restSize   = 2 << 20  // of the source
	restAnswer = 32 << 20 // of the HTML
	restAtOnce = 2
)

// Docutils reads reStructuredText with the docutils of a Python. Each text is
// read in a process of its own, which has nothing to do with learners' programs:
// it inserts no files and nothing raw, and no settings of the user's count.
type Docutils struct {
	python Python
	turns  chan empty
}

// NewDocutils returns one for a Python. Nothing is started before the first Read.
func NewDocutils(python Python) *Docutils {
	return &Docutils{python: python, turns: make(chan empty, restAtOnce)}
}

// RestNotice is what docutils has to say of a line.
type RestNotice struct {
	Line int // 0 if not known
	Text string
}

// ErrNoDocutils says that the Python has no docutils; Install is the remedy.
var ErrNoDocutils = errors.New("runner: docutils is not installed")

// Install is the command that installs docutils for the Python.
func (d *Docutils) Install() string {
	path := d.python.Path
	if strings.ContainsAny(path, " \t") {
		path = `"` + path + `"`
	}
	return path + " -m pip install docutils"
}

// Read returns the text as HTML, which is not to be trusted: the text may be
// anybody's. It fails with ErrNoDocutils, or for a text that cannot be read, or
// not within the bounds.
func (d *Docutils) Read(ctx context.Context, source string) (html string, notices []RestNotice, err error) {
	if len(source) > restSize {
		return "", nil, fmt.Errorf("runner: a text of %d bytes is too long for docutils", len(source))
	}
	ctx, cancel := context.WithTimeout(ctx, restTime)
	defer cancel()
	select {
	case d.turns <- empty{}:
		defer func() { <-d.turns }()
	case <-ctx.Done():
		return "", nil, ctx.Err()
	}
	out, err := inquiry{restSource, restTime, restAnswer}.run(ctx, d.python.Path, strings.NewReader(source))
	if err != nil {
		return "", nil, fmt.Errorf("runner: docutils: %w", err)
	}
	var answer struct {
		Body    string  `json:"body"`
		Notices [][]any `json:"notices"`
		Missing bool    `json:"missing"`
		Failed  string  `json:"failed"`
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		return "", nil, fmt.Errorf("runner: docutils: %w", err)
	}
	switch {
	case answer.Missing:
		return "", nil, ErrNoDocutils
	case answer.Failed != "":
		return "", nil, fmt.Errorf("runner: docutils: %s", answer.Failed)
	}
	for _, n := range answer.Notices {
		line, _ := n[0].(float64)
		text, _ := n[len(n)-1].(string)
		notices = append(notices, RestNotice{int(line), text})
	}
	return answer.Body, notices, nil
}

package web

import (
	"context"
	"errors"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"crunchy/cmd/internal/check"
)

// How long a lesson and each of its blocks may take that its author has tried.
const (
	longestTrial = 2 * time.Minute
	longestBlock = 10 * time.Second
)

// mostFindings is how many an author is told of at once.
const mostFindings = 200

// findingsAnswer is what is wrong with a lesson as its file is now.
type findingsAnswer struct {
	Findings []findingAnswer `json:"findings"` // by line
	Took     int64           `json:"took"`     // milliseconds
}

type findingAnswer struct {
	File string     `json:"file,omitempty"` // if it is not the lesson's own
	Line int        `json:"line"`           // 0 if it is about the file as a whole
	Kind check.Kind `json:"kind"`
	Text string     `json:"text"`           // a sentence
	Diff []string   `json:"diff,omitempty"` // lines of what the page says, with -, and of what there is, with +
}

// findings tells the author of a page what is wrong with its lesson: POST
// /findings?page=ID. With run=1 all blocks are run, too, as crunchy check runs them,
// beside what runs on the page; one lesson is tried at a time, and no longer than
// whoever asks waits. 404 for who does not write the lesson.
func (s *Server) findings(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	p := s.open.get(q.Get("page"))
	if p == nil || p.owner != owner {
		return errUnknownPage.with(nil)
	}
	if !s.writes(r, p.tutorial) {
		return errNotFound.say("Only the author of a lesson is told what is wrong with it.")
	}
	run := q.Get("run") == "1"
	if run { // which takes longer than other answers
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(longestTrial + answerTime))
	}
	a, err := s.findingsOf(r.Context(), p, run)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, a)
	return nil
}

// findingsOf is what is wrong with the lesson of a page, with run also where it is run.
func (s *Server) findingsOf(ctx context.Context, p *openPage, run bool) (*findingsAnswer, error) {
	r, file, _ := s.shelf.find(p.tutorial)
	lesson := check.Lesson{Name: file, FS: r.fsys, File: file}
	c := check.Config{Rest: s.shelf.restFor(ctx), Excerpt: s.shelf.finder(ctx, r.fsys, path.Dir(file))}
	began := time.Now()
	data, err := r.readFile(file)
	if err != nil {
		return nil, err
	}
	var found []check.Finding
	if run {
		found, err = s.trial(ctx, p.tutorial, c, lesson)
	} else {
		found, err = check.Look(ctx, c, lesson)
	}
	if err != nil {
		return nil, err
	}
	a := &findingsAnswer{Findings: []findingAnswer{}}
	if path.Ext(file) == ".md" && !utf8.Valid(data) {
		a.Findings = append(a.Findings, findingAnswer{Kind: check.Markup, Text: p.words.Text("authorEncoding")})
	}
	for _, f := range found[:min(len(found), mostFindings)] {
		one := findingAnswer{Line: f.Line, Kind: f.Kind, Text: capital(f.Message), Diff: f.Difference()}
		if f.File != file {
			one.File = path.Base(f.File)
		}
		a.Findings = append(a.Findings, one)
	}
	a.Took = time.Since(began).Milliseconds()
	return a, nil
}

// trial runs a lesson as crunchy check does, when no other is tried.
func (s *Server) trial(ctx context.Context, tutorial string, c check.Config, l check.Lesson) ([]check.Finding, error) {
	if !s.shelf.trust(tutorial).Runs() {
		return nil, errDisplay.with(nil)
	}
	waiting := ctx
	ctx, cancel := context.WithTimeout(ctx, longestTrial)
	defer cancel()
	defer context.AfterFunc(s.ctx, cancel)()
	select {
	case s.trying <- struct{}{}:
		defer func() { <-s.trying }()
	case <-ctx.Done():
		return nil, errUntried.with(ctx.Err())
	}
	c.Timeout, c.Has = longestBlock, s.hasPython
	var opened []string
	c.Page = func() string {
		opened = append(opened, newPageID())
		return opened[len(opened)-1]
	}
	defer func() {
		for _, id := range opened {
			s.starts.forget(id)
		}
	}()
	c.Pythons = []check.Python{{Engine: s.engine}}
	report, err := check.Run(ctx, c, []check.Lesson{l})
	switch {
	case err != nil && ctx.Err() != nil && waiting.Err() == nil:
		return nil, errUntried.with(err)
	case err != nil:
		return nil, err
	}
	return report.Results[0].Findings(true), nil
}

// hasPython says why there is no Python of that version, or nil.
func (s *Server) hasPython(ctx context.Context, want string) error {
	there, err := s.engine.Pythons(ctx)
	if err != nil {
		return err
	}
	for _, p := range there {
		if p.Version == want || strings.HasPrefix(p.Version, want+".") || slices.Contains([]string{p.Path, path.Base(p.Path)}, want) {
			return nil
		}
	}
	return errors.New("it is not installed")
}

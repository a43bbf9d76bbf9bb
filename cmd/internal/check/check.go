// Package check tries lessons as a reader would, from their first block to the
// last, and tells their authors what is not as the page says. It runs pages in
// an engine and knows nothing of the web.
package check

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"time"

	"crunchy/cmd/internal/course"
	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/excerpt"
	"crunchy/cmd/internal/spec"
	"crunchy/ioelement"
	"crunchy/pages"
)

// Config says how lessons are checked.
type Config struct {
	Pythons []Python // everything is run with each; at least one
	// Timeout is how long one block may take; 0 is a minute.
	Timeout time.Duration
	// Has says why elements cannot run with this python=, or nil if they can.
	// A nil Has takes all for installed.
	Has func(ctx context.Context, python string) error
	// Rest reads reStructuredText; nil does not.
	Rest func(source string) (pages.Rest, error)
	// Rules are those of a reader; the zero Rules leave pages as they are.
	Rules ioelement.Rules
	// Update writes what sessions print now into the files. It goes by the
	// first Python.
	Update bool
	// Shown, if not nil, is told what blocks show, but for exercises and terminals,
	// in the order in which they run.
	Shown func(Lesson, Shown)
	// Excerpt finds the source that lessons show of modules; nil asks the first Python.
	Excerpt func(what, python string) ioelement.Excerpt
	// Page names the pages that are opened in the engines; nil numbers them.
	Page func() string
	// Progress, if not nil, is told what is looked at.
	Progress func(what string)
}

// Python is one that lessons are run with.
type Python struct {
	Name   string // as findings have it
	Engine engine.Engine
}

// Kind says what a finding is about.
type Kind string

// Kinds of findings. A Note is none: it says what was not tried.
const (
	Output   Kind = "output"   // a session prints something else
	Raises   Kind = "raises"   // a block raises, or does not where the page says so
	Ends     Kind = "ends"     // a block ends with an exit status, a signal, or not at all
	Solution Kind = "solution" // a solution does not pass
	Starter  Kind = "starter"  // a starter passes already
	Markup   Kind = "markup"   // the author's words are not understood
	Link     Kind = "link"     // a link or picture leads nowhere
	Anchor   Kind = "anchor"   // a link leads to no place on its page
	Note     Kind = "note"
)

// Finding is something that is not as the page says.
type Finding struct {
	File     string `json:"file"`
	Line     int    `json:"line"` // in the file, 0 if not known
	Kind     Kind   `json:"kind"`
	Message  string `json:"message"` // one sentence
	Expected string `json:"expected"`
	Got      string `json:"got"`
	Python   string `json:"python,omitempty"` // with which, if there are several
}

// Case is what was looked at as one: a block with one Python, or all that
// needs no Python.
type Case struct {
	Name     string
	Took     time.Duration
	Skipped  bool
	Findings []Finding // and notes
}

// Result is what was found in a lesson.
type Result struct {
	File    string
	Blocks  int // live ones
	Updated int // how many were written anew
	Cases   []Case
}

// checker is one run over lessons.
type checker struct {
	Config
	opened  int // pages so far
	places  map[place]map[string]bool
	names   map[place][]string // that were listed, to say which is meant
	guessed int                // how often that was asked in this lesson
	looked  map[string]bool    // folders whose settings have been looked at
}

func newChecker(c Config) *checker {
	if c.Timeout <= 0 {
		c.Timeout = time.Minute
	}
	return &checker{Config: c, places: map[place]map[string]bool{}, names: map[place][]string{}, looked: map[string]bool{}}
}

// Run checks lessons. An error says what could not be checked at all.
func Run(ctx context.Context, c Config, lessons []Lesson) (Report, error) {
	k := newChecker(c)
	report := Report{Pythons: len(c.Pythons)}
	for i, l := range lessons {
		k.say("%d of %d: %s", i+1, len(lessons), l.Name)
		r, err := k.lesson(ctx, l)
		if err != nil {
			return report, err
		}
		report.Results = append(report.Results, r)
	}
	return report, nil
}

func (k *checker) say(format string, a ...any) {
	if k.Progress != nil {
		k.Progress(fmt.Sprintf(format, a...))
	}
}

// read makes the page of a lesson, and reads the settings of its folder.
func (k *checker) read(ctx context.Context, l Lesson) (data []byte, p *pages.Page, c course.Settings, err error) {
	if data, err = fs.ReadFile(l.FS, l.File); err != nil {
		return nil, nil, c, fmt.Errorf("%s cannot be read; check its permissions", l.Name)
	}
	c = course.Read(l.FS, path.Dir(l.File))
	p, err = pages.Render(pages.Source{Name: l.File, Data: data}, pages.Options{Sources: true, Files: spec.Beside(l.FS, l.File), Rest: k.Rest, Excerpt: k.finder(ctx, l), Rules: k.Rules,
		Lang: c.Language, Defaults: c.Defaults()})
	if err != nil {
		err = fmt.Errorf("%s is not a lesson; give Markdown (.md) or HTML (.html) files, notebooks (.ipynb), reStructuredText (.rst), programs (.py), or folders", l.Name)
	}
	return data, p, c, err
}

// Look says what is to be seen of a lesson without running it: what Run finds in its
// words, links and settings, by line, with notes. No Python is needed.
func Look(ctx context.Context, c Config, l Lesson) ([]Finding, error) {
	k := newChecker(c)
	_, p, settings, err := k.read(ctx, l)
	if err != nil {
		return nil, err
	}
	return Result{Cases: append([]Case{k.words(l, p)}, settingsCase(l, settings)...)}.Findings(true), nil
}

func (k *checker) lesson(ctx context.Context, l Lesson) (Result, error) {
	r := Result{File: l.Name}
	data, p, c, err := k.read(ctx, l)
	if err != nil {
		return r, err
	}
	r.Blocks = len(p.Elements)
	r.Cases = append(r.Cases, k.words(l, p))
	if folder := path.Dir(l.Name); !k.looked[folder] {
		k.looked[folder] = true
		r.Cases = append(r.Cases, settingsCase(l, c)...)
	}
	for i, python := range k.Pythons {
		t := &trial{checker: k, lesson: l, page: p, python: python, sphinx: l.html() && sphinx.Match(data)}
		if err := t.run(ctx); err != nil {
			return r, err
		}
		if i == 0 && k.Update {
			done, err := l.update(data, t.edits)
			if err != nil {
				return r, err
			}
			r.Updated = len(done)
			t.forget(done)
		}
		r.Cases = append(r.Cases, t.cases...)
	}
	return r, nil
}

// finder finds the source that a lesson shows of modules, as it is for the first Python.
func (k *checker) finder(ctx context.Context, l Lesson) func(what, python string) ioelement.Excerpt {
	if k.Excerpt != nil || len(k.Pythons) == 0 {
		return k.Excerpt
	}
	f := excerpt.Finder{Engine: k.Pythons[0].Engine, FS: l.FS, Dir: path.Dir(l.File)}
	return func(what, python string) ioelement.Excerpt { return f.Find(ctx, what, python) }
}

// words checks what needs no Python.
func (k *checker) words(l Lesson, p *pages.Page) Case {
	c := Case{Name: "words and links"}
	for _, n := range p.Notices {
		kind := Markup
		if n.Aside {
			kind = Note
		}
		c.add(Finding{Line: n.Line, Kind: kind, Message: sentence(n.Text)})
	}
	for _, b := range p.Blocks {
		if e := element(p, b.Number); e != nil && e.Quiz != nil && e.Quiz.Free && e.Quiz.Answers[0].Text == "" {
			c.add(Finding{Line: b.Line, Kind: Markup, Message: "No answer of this quiz is right: the one that is stands behind the = sign."})
		}
	}
	for _, b := range p.Blocks {
		if e := element(p, b.Number); e != nil && e.Kind != "predict" && e.Exercise != nil && len(e.Exercise.Tests) > 0 && e.Exercise.Solution == "" {
			c.add(Finding{Line: b.Line, Kind: Note, Message: "Nobody knows whether this exercise can be solved: it has no solution."})
		}
	}
	k.files(l, p, &c)
	k.links(l, p, &c)
	for i := range c.Findings {
		c.Findings[i].File = l.Name
	}
	return c
}

// settingsCase is what is wrong with those of a lesson's folder.
func settingsCase(l Lesson, c course.Settings) []Case {
	if len(c.Problems) == 0 {
		return nil
	}
	wrong := Case{Name: course.File}
	for _, p := range c.Problems {
		wrong.add(Finding{File: path.Join(path.Dir(l.Name), course.File), Line: p.Line, Kind: Markup, Message: p.Text})
	}
	return []Case{wrong}
}

// forget takes out what was found about outputs that are new.
func (t *trial) forget(done map[int]bool) {
	for i, c := range t.cases {
		t.cases[i].Findings = slices.DeleteFunc(c.Findings, func(f Finding) bool {
			return done[f.Line] && (f.Kind == Output || f.Kind == Raises)
		})
	}
}

func (c *Case) add(f Finding) { c.Findings = append(c.Findings, f) }

// element returns the live element with this number, or nil.
func element(p *pages.Page, number string) *ioelement.Element {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(p.Elements) {
		return nil
	}
	return &p.Elements[n-1]
}

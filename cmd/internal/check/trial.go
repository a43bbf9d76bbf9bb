package check

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/spec"
	"crunchy/ioelement"
	"crunchy/pages"
)

// trial is one page run with one Python.
type trial struct {
	*checker
	lesson Lesson
	page   *pages.Page
	python Python
	sphinx bool // it has made the page

	talk    talk
	cases   []Case
	edits   []edit
	lost    map[string]bool    // sessions of which something could not be run
	unfed   map[string]bool    // those in which something asked for input
	spoiled map[string]spoiled // what is not as it should be in each
}

func (t *trial) run(ctx context.Context) error {
	if len(t.page.Elements) == 0 {
		return nil
	}
	dir, err := os.MkdirTemp("", "crunchy-check-")
	if err != nil {
		return fmt.Errorf("there is no place for the files that programs write: %w", err)
	}
	defer os.RemoveAll(dir)
	modules, files, err := t.modules(dir)
	if err != nil {
		return fmt.Errorf("%s: %w", t.lesson.Name, err)
	}
	t.talk = talk{engine: t.python.Engine, page: t.name()}
	t.lost, t.unfed, t.spoiled = map[string]bool{}, map[string]bool{}, map[string]spoiled{}
	page := engine.Page{ID: t.talk.page, Owner: "check"}
	for _, e := range t.page.Elements {
		one := spec.Of(e, t.talk.page+e.Number, dir)
		one.Modules, one.ModuleFiles = modules, files
		one.Terminal = false // of a terminal only the program is looked at, so it needs none
		one.Debug = false    // and of one in the debugger, that it runs
		page.Elements = append(page.Elements, one)
		if err := t.give(e, dir); err != nil {
			return err
		}
	}
	if err := t.python.Engine.Open(ctx, page); err != nil {
		return fmt.Errorf("%s could not be opened: %w", t.lesson.Name, err)
	}
	defer t.python.Engine.Close(context.WithoutCancel(ctx), t.talk.page)
	for i, b := range t.page.Blocks {
		e := element(t.page, b.Number)
		if e == nil {
			continue
		}
		t.say("%s: block %s of %d", t.lesson.Name, e.Number, len(t.page.Elements))
		began := time.Now()
		c := Case{Name: fmt.Sprintf("line %d: %s", b.Line, e.Kind)}
		if len(t.Pythons) > 1 {
			c.Name += ", Python " + t.python.Name
		}
		if err := t.block(ctx, *e, b, i, &c); err != nil {
			return fmt.Errorf("%s:%d: %w", t.lesson.Name, b.Line, err)
		}
		for i := range c.Findings {
			c.Findings[i].File = t.lesson.Name
			if len(t.Pythons) > 1 {
				c.Findings[i].Python = t.python.Name
			}
		}
		c.Took = time.Since(began)
		t.cases = append(t.cases, c)
	}
	return nil
}

// name is that of the next page.
func (k *checker) name() string {
	if k.Page != nil {
		return k.Page()
	}
	k.opened++
	return fmt.Sprintf("7%d", k.opened)
}

// modules puts what the page's programs may import into a folder of its own in
// dir, and returns that and what is in it, "" if there is nothing.
func (t *trial) modules(dir string) (string, map[string][]byte, error) {
	if len(t.page.Imports) == 0 {
		return "", nil, nil
	}
	files, err := pages.Modules(spec.Beside(t.lesson.FS, t.lesson.File), t.page.Imports)
	if err != nil {
		return "", nil, err
	}
	dir = filepath.Join(dir, ".modules")
	for name, data := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return "", nil, err
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			return "", nil, err
		}
	}
	return dir, files, nil
}

// block tries one live block; at is its place on the page.
func (t *trial) block(ctx context.Context, e ioelement.Element, b pages.CodeBlock, at int, c *Case) error {
	if e.Python != "" && t.Has != nil {
		if err := t.Has(ctx, e.Python); err != nil {
			c.skip(b.Line, fmt.Sprintf("not tried: Python %s is not found on this computer.", e.Python))
			t.lost[e.Session] = e.Session != ""
			return nil
		}
	}
	if t.lost[e.Session] {
		c.skip(b.Line, "not tried: something before it in its session was not.")
		return nil
	}
	switch {
	case e.Mode == ioelement.Silent: // what there is to find in it, its notices say
		return nil
	case e.Mode == ioelement.Interpreter:
		return t.session(ctx, e, b, c)
	case e.Terminal:
		return t.compile(ctx, e, b, c)
	case e.Kind == "predict":
		return t.predict(ctx, e, b, c)
	case e.Exercise != nil && len(e.Exercise.Tests) > 0:
		return t.exercise(ctx, e, b, c)
	}
	return t.program(ctx, e, b, at, c)
}

// hungry notes that something asked for input that nobody gave.
func (t *trial) hungry(e ioelement.Element, line int, message string, c *Case) {
	c.skip(line, message)
	t.unfed[e.Session] = e.Session != ""
}

// misses reports whether an exception may come from input that nobody gave.
func (t *trial) misses(e ioelement.Element, raised string) bool {
	return t.unfed[e.Session] && typeOf(raised) == "NameError"
}

func (c *Case) skip(line int, message string) {
	c.Skipped = true
	c.add(Finding{Line: line, Kind: Note, Message: message})
}

// ended tells how a block ended that should simply have come to its end: what
// it raised is for others to say.
func (t *trial) ended(out *outcome, line int, c *Case) {
	f := Finding{Line: line, Kind: Ends, Got: out.printed("")}
	switch {
	case out.late:
		f.Message = fmt.Sprintf("This does not end within %v, and was stopped.", t.Timeout)
	case out.Reason == "signal", out.Reason == "limit", out.Reason == "lost":
		f.Message = "This does not come to its end. " + out.Text
	case out.Reason == "exit" && out.Code != 0:
		f.Message = fmt.Sprintf("This ends itself with exit status %d.", out.Code)
	default:
		return
	}
	c.add(f)
}

package check

import (
	"fmt"
	"os"
	"path/filepath"

	"crunchy/cmd/internal/spec"
	"crunchy/ioelement"
	"crunchy/pages"
)

// files finds those that programs are promised and that are not there.
func (k *checker) files(l Lesson, p *pages.Page, c *Case) {
	for _, b := range p.Blocks {
		e := element(p, b.Number)
		if e == nil {
			continue
		}
		for _, name := range e.Files {
			if _, err := spec.Stat(l.FS, l.File, name); err != nil {
				c.add(Finding{Line: b.Line, Kind: Link, Message: fmt.Sprintf("Its program cannot have the file %s: %v.", name, err)})
			}
		}
	}
}

// give copies the files of an element into the folder of its programs. What is
// missing has been found before.
func (t *trial) give(e ioelement.Element, dir string) error {
	for _, name := range e.Files {
		data, err := spec.Read(t.lesson.FS, t.lesson.File, name)
		if err != nil {
			continue
		}
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err = os.MkdirAll(filepath.Dir(full), 0o700); err == nil {
			err = os.WriteFile(full, data, 0o600)
		}
		if err != nil {
			return fmt.Errorf("there is no place for the file %s: %w", name, err)
		}
	}
	return nil
}

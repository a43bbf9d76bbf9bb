package check

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"crunchy/ioelement"
)

// edit writes what an example prints in the place of what its author wrote.
type edit struct {
	line  int // of its first prompt in the source
	code  int // lines of the statement
	old   int // lines of the output
	lines []string
}

func newEdit(line int, x ioelement.Example, out *outcome) edit {
	text := out.stdout.String()
	if raised, is := out.raised(); is {
		if text != "" && !strings.HasSuffix(text, "\n") {
			text += "\n"
		}
		text += "Traceback (most recent call last):\n    ...\n" + raised
	}
	e := edit{line: line, code: strings.Count(x.Source, "\n"), old: strings.Count(x.Want, "\n")}
	if output, remark, _ := strings.Cut(x.Want, "\n\n"); strings.HasPrefix(strings.TrimLeft(remark, "\n"), "#") {
		e.old = strings.Count(output, "\n") + 1 // what the author remarks stays
	}
	if text = strings.TrimRight(text, " \t\n"); text != "" {
		e.lines = strings.Split(text, "\n")
	}
	for i, l := range e.lines {
		if l = strings.TrimRight(l, " \t"); l == "" {
			l = "<BLANKLINE>"
		}
		e.lines[i] = l
	}
	return e
}

// writable reports whether the output would be read as one again.
func (e edit) writable() bool {
	if len(e.lines) > 0 && strings.HasPrefix(e.lines[0], "...") {
		return false // it would go on with the statement
	}
	return !slices.ContainsFunc(e.lines, func(l string) bool {
		l = strings.TrimLeft(l, " \t")
		for _, p := range []string{">>>", "-->", "_u__)", "<t>>>", "```", "~~~"} {
			if strings.HasPrefix(l, p) {
				return true
			}
		}
		return strings.ContainsFunc(l, func(r rune) bool { return r < ' ' && r != '\t' || r == utf8.RuneError })
	})
}

// apply makes an edit in the lines of a file; false says that it does not fit.
func (e edit) apply(lines []string) ([]string, bool) {
	from := e.line - 1 + e.code
	if e.line < 1 || from+e.old > len(lines) || !e.writable() {
		return lines, false
	}
	prompt := lines[e.line-1]
	at := strings.IndexAny(prompt, ">-_<")
	for at >= 0 && !ioelement.IsSession(prompt[at:]) { // the first may be the mark of a quotation
		next := strings.IndexAny(prompt[at+1:], ">-_<")
		if next < 0 {
			return lines, false
		}
		at += 1 + next
	}
	if at < 0 {
		return lines, false
	}
	end := ""
	if strings.HasSuffix(prompt, "\r") {
		end = "\r"
	}
	var written []string
	for _, l := range e.lines {
		written = append(written, prompt[:at]+l+end)
	}
	return slices.Replace(lines, from, from+e.old, written...), true
}

// update writes edits into a Markdown file on disk, and returns the lines of the
// examples whose outputs are new.
func (l Lesson) update(data []byte, edits []edit) (done map[int]bool, err error) {
	ext := strings.ToLower(filepath.Ext(l.File))
	markdown := !slices.Contains([]string{".html", ".htm", ".xhtml", ".ipynb", ".rst", ".rest", ".py"}, ext)
	if l.Path == "" || !markdown || !utf8.Valid(data) || len(edits) == 0 {
		return nil, nil
	}
	lines := strings.Split(string(data), "\n")
	done = map[int]bool{}
	for _, e := range slices.Backward(edits) {
		var ok bool
		if lines, ok = e.apply(lines); ok {
			done[e.line] = true
		}
	}
	if len(done) == 0 {
		return nil, nil
	}
	if err := replaceFile(l.Path, data, []byte(strings.Join(lines, "\n"))); err != nil {
		return nil, fmt.Errorf("%s cannot be written: %w", l.Name, err)
	}
	return done, nil
}

// replaceFile writes a file so that it is at every moment the old or the new one.
func replaceFile(name string, old, data []byte) error {
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, old) {
		return fmt.Errorf("it has changed in the meantime")
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".crunchy-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(info.Mode().Perm())
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	return err
}

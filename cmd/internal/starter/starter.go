// Package starter holds folders of lessons to begin with: small, whole, and as
// good as their author's own first one should be.
package starter

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

//go:embed templates
var templates embed.FS

// Kind is what a folder holds.
type Kind struct {
	Name  string
	About string // a few words
}

// Kinds are those that Write knows, the usual one first.
var Kinds = []Kind{
	{"lesson", "one lesson"},
	{"course", "lessons that follow each other, with contents"},
	{"slides", "a slide show"},
	{"exercises", "a sheet of exercises of every kind"},
}

// In a template, title stands for the title in the text, quoted for the one in
// the front matter and the settings.
const title, quoted = "{{title}}", "{{quoted title}}"

// settings is the file in which each folder says what holds for its lessons: a
// kind's own, else the common one.
const settings = "crunchy.toml"

// Write makes the folder with what a kind has, and returns the names of its
// files, with / in them. What it is called becomes its title. A folder that is
// there already must be empty. An error is one sentence for the user.
func Write(folder, kind string) ([]string, error) {
	var names []string
	for _, k := range Kinds {
		names = append(names, k.Name)
	}
	if !slices.Contains(names, kind) {
		return nil, fmt.Errorf("there is no kind %q; choose one of %s", kind, strings.Join(names, ", "))
	}
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	called := titleOf(filepath.Base(absolute))
	if called == "" {
		return nil, fmt.Errorf("%s is no name for a folder of lessons; give it one with letters in it, such as my-lesson", folder)
	}
	there, err := os.ReadDir(folder)
	switch {
	case err == nil && len(there) > 0:
		return nil, fmt.Errorf("%s is there already, and not empty; choose another name", folder)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s is there already, and no folder; choose another name", folder)
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return nil, fmt.Errorf("the folder cannot be made: %w", err)
	}
	fill := strings.NewReplacer(title, escaped(called), quoted, strconv.Quote(called))
	from, err := fs.Sub(templates, path.Join("templates", kind))
	if err != nil {
		return nil, err
	}
	var written []string
	write := func(from fs.FS, name string) error {
		text, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		written = append(written, name)
		return os.WriteFile(filepath.Join(folder, filepath.FromSlash(name)), []byte(fill.Replace(string(text))), 0o666)
	}
	err = fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return write(from, name)
	})
	if err == nil && !slices.Contains(written, settings) {
		if from, err = fs.Sub(templates, "templates"); err == nil {
			err = write(from, settings)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("not all could be written: %w", err)
	}
	return written, nil
}

// titleOf is a folder's name in a form that can be read, "" if it has nothing
// to be read.
func titleOf(name string) string {
	words := strings.FieldsFunc(strings.ToValidUTF8(name, " "), func(r rune) bool {
		return r == '-' || r == '_' || unicode.IsSpace(r) || unicode.IsControl(r)
	})
	first := []rune(strings.Join(words, " "))
	if len(first) == 0 || strings.Trim(name, ". /\\") == "" {
		return ""
	}
	return strings.ToUpper(string(first[:1])) + string(first[1:])
}

// escaped is text as Markdown that says just that.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune("\\`*_{}[]<>()#+-.!|&~:$", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

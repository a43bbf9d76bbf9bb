package work

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// historyFolder has a folder for each file.
const historyFolder = ".history"

// maxEarlier is how many earlier versions of a file are kept, and apart how far
// they are apart unless there is a reason to keep one.
const (
	maxEarlier = 100
	apart      = time.Minute
)

// timeForm is the name of an earlier version, in UTC; no system objects to it.
const timeForm = "2006-01-02T15-04-05.000Z"

// Earlier is an earlier version of a file.
type Earlier struct {
	ID    string // its time, and its name
	When  time.Time
	Lines int
	// Changed is the first line that is another than in the version before it,
	// or in the author's code; "" when only lines at the end are gone.
	Changed string
}

// longestLine is how many characters of a changed line are told.
const longestLine = 80

// firstChange is the first line of a text that another one does not have there.
func firstChange(before, text string) string {
	old := strings.Split(before, "\n")
	for i, line := range strings.Split(text, "\n") {
		if i < len(old) && strings.TrimRight(old[i], " \t") == strings.TrimRight(line, " \t") {
			continue
		}
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if r := []rune(line); len(r) > longestLine {
			line = string(r[:longestLine])
		}
		return line
	}
	return ""
}

// earlier lists the names of earlier versions, oldest first.
func earlier(root *os.Root, file string) (ids []string) {
	entries, _ := fs.ReadDir(root.FS(), path.Join(historyFolder, file))
	for _, e := range entries {
		id, isPy := strings.CutSuffix(e.Name(), ".py")
		if _, err := time.Parse(timeForm, id); isPy && err == nil && e.Type().IsRegular() {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func earlierFile(file, id string) string { return path.Join(historyFolder, file, id+".py") }

// keep makes data an earlier version of the file, unless the last one is recent
// and there is no special reason, or it is the same. It removes the oldest when
// there are too many.
func keep(root *os.Root, file string, data []byte, special bool, now time.Time) error {
	ids := earlier(root, file)
	id := now.UTC().Format(timeForm)
	if len(ids) > 0 {
		last := ids[len(ids)-1]
		when, _ := time.Parse(timeForm, last)
		if age := now.Sub(when); !special && age >= 0 && age < apart {
			return nil
		}
		if b, err := readFile(root, earlierFile(file, last), MaxText); err == nil && bytes.Equal(b, data) {
			return nil
		}
		if id <= last { // within a millisecond, or the clock was put back
			id = when.Add(time.Millisecond).Format(timeForm)
		}
	}
	for _, folder := range []string{historyFolder, path.Join(historyFolder, file)} {
		if err := makeFolder(root, folder); err != nil {
			return err
		}
	}
	if err := writeFile(root, earlierFile(file, id), data); err != nil {
		return err
	}
	for i := 0; i <= len(ids)-maxEarlier; i++ {
		_ = root.Remove(earlierFile(file, ids[i]))
	}
	return nil
}

// Versions lists the earlier versions of a slot's file, the newest first.
func (l *Lesson) Versions(s Slot) ([]Earlier, error) {
	if s.Name == "" {
		return nil, ErrUnknown
	}
	root, err := l.open(false)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var all []Earlier
	before := strings.TrimRight(normal(s.Source), "\n")
	for _, id := range earlier(root, s.Name) {
		b, err := readFile(root, earlierFile(s.Name, id), MaxText)
		if err != nil {
			continue
		}
		when, _ := time.Parse(timeForm, id)
		text := strings.TrimRight(normal(string(b)), "\n")
		all = append(all, Earlier{ID: id, When: when, Lines: 1 + strings.Count(text, "\n"), Changed: firstChange(before, text)})
		before = text
	}
	slices.Reverse(all)
	return all, nil
}

// Version returns the text of an earlier version.
func (l *Lesson) Version(s Slot, id string) (string, error) {
	if _, err := time.Parse(timeForm, id); err != nil || s.Name == "" {
		return "", ErrUnknown
	}
	root, err := l.open(false)
	if err != nil {
		return "", ErrUnknown
	}
	defer root.Close()
	b, err := readFile(root, earlierFile(s.Name, id), MaxText)
	if err != nil {
		return "", ErrUnknown
	}
	return normal(string(b)), nil
}

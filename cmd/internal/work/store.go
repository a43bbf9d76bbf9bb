package work

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// Store is the folder of all lessons. Its methods may be called by any number of
// goroutines.
type Store struct {
	dir string

	mu      sync.Mutex
	lessons map[string]*Lesson // by tutorial
	folders map[string]string  // tutorial that has a folder, by the folder's name in lower case
	visits  []Visit            // not written yet, newest first
}

// Open returns the store in a folder, which is made when something is first
// written to it, or a program runs in it.
func Open(dir string) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	return &Store{dir: dir, lessons: map[string]*Lesson{}, folders: map[string]string{}}, nil
}

// Lesson returns the work on a tutorial. Its name must last: the same tutorial
// has the same one after every start of the server, and no other has it.
func (s *Store) Lesson(tutorial string) *Lesson {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lessons[tutorial]
	if l == nil {
		l = &Lesson{store: s, tutorial: tutorial, wrote: map[string]string{}, ran: map[string]string{}, given: map[string]string{}}
		l.folder = s.place(tutorial)
		s.lessons[tutorial] = l
	}
	return l
}

// open opens the store's own folder, and makes it if it is wanted.
func (s *Store) open(create bool) (*os.Root, error) {
	if create {
		if err := os.MkdirAll(s.dir, 0o700); err != nil {
			return nil, err
		}
	}
	return os.OpenRoot(s.dir)
}

// place finds the folder of a tutorial: the one that says it is, else one of a
// readable name that belongs to no other tutorial.
func (s *Store) place(tutorial string) string {
	base := folderName(tutorial)
	root, err := s.open(false)
	if err == nil {
		defer root.Close()
	}
	free := ""
	for n := 1; ; n++ {
		name := base
		if n > 1 {
			name += "-" + strconv.Itoa(n)
		}
		holder, reserved := s.folders[strings.ToLower(name)]
		there, owners := false, []string(nil)
		if root != nil {
			there, owners = ownersOf(root, name)
		}
		switch {
		case slices.Contains(owners, tutorial):
			s.folders[strings.ToLower(name)] = tutorial
			return name
		case free == "" && !reserved && (!there || left(owners, tutorial)):
			free = name
		}
		if !there && holder == "" {
			s.folders[strings.ToLower(free)] = tutorial
			return free
		}
	}
}

// ownersOf reports whether there is a folder, and which tutorials it says it
// belongs to.
func ownersOf(root *os.Root, name string) (there bool, tutorials []string) {
	if _, err := root.Lstat(name); err != nil {
		return false, nil
	}
	sub, err := openFolder(root, name)
	if err != nil {
		return true, []string{""} // not to be used
	}
	defer sub.Close()
	return true, readIndex(sub).Lessons
}

// left reports whether a folder with these owners may go to another tutorial:
// nobody has it, or the lesson was a file of the same name that has been moved.
func left(owners []string, tutorial string) bool {
	return !slices.ContainsFunc(owners, func(o string) bool {
		_, err := os.Stat(o)
		return !filepath.IsAbs(o) || !filepath.IsAbs(tutorial) || !errors.Is(err, fs.ErrNotExist)
	})
}

// folderName makes a readable name of the last parts of a tutorial's.
func folderName(tutorial string) string {
	remote := strings.HasPrefix(tutorial, "~remote/")
	if remote {
		tutorial, _, _ = strings.Cut(tutorial, "?")
	}
	parts := strings.FieldsFunc(filepath.ToSlash(tutorial), func(r rune) bool { return r == '/' })
	if len(parts) == 0 {
		return "lesson"
	}
	last := parts[len(parts)-1]
	name := strings.TrimSuffix(last, path.Ext(last))
	before := ""
	if len(parts) > 1 && !strings.HasPrefix(parts[len(parts)-2], "~") {
		before = parts[len(parts)-2]
	}
	if remote && len(parts) > 2 {
		before = parts[2]
		if len(parts) == 3 {
			name = ""
		}
	}
	if low := strings.ToLower(name); before != "" && (low == "index" || low == "readme") {
		name = ""
	}
	name = strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '-'
	}, before+"-"+name)
	for strings.Contains(name, "--") {
		name = strings.ReplaceAll(name, "--", "-")
	}
	if r := []rune(name); len(r) > 80 {
		name = string(r[len(r)-80:])
	}
	name = strings.Trim(name, "-.")
	if name == "" || name == recentFile {
		return "lesson"
	}
	return name
}

// encode writes what people may look at.
func encode(v any) []byte {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		panic(err) // plain values only
	}
	return append(b, '\n')
}

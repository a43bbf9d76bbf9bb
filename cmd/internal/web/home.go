package web

import (
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"crunchy/cmd/internal/work"
	"crunchy/pages"
)

// recentLessons is how many the home page shows.
const recentLessons = 8

// home shows where one can go: the built-in courses, what was opened before, and
// a field to open something else.
func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	o := s.pageOptions(r, "")
	words := spoken(o)
	o.Search = lessonsSegment + "/"
	built := s.shelf.root(lessonsSegment)
	h := pages.Home{Now: time.Now()}
	for _, dir := range folders(built.fsys, ".") {
		entries := s.entries(built, dir, s.address(built.name(dir))+"/")
		alone := len(entries) == 1 // and so without a number
		entries = slices.DeleteFunc(entries, func(e pages.Entry) bool { return e.Number == 0 && (!alone || e.Of == 0) })
		if len(entries) == 0 {
			continue // what lessons need lies there
		}
		c := s.shelf.settings(built, dir)
		h.Courses = append(h.Courses, pages.Course{Title: s.shelf.folderTitle(built, dir, c), Lang: s.shelf.folderLang(built, dir, c), Entries: entries})
	}
	index, _ := pages.Index(built.fsys, ".")
	for _, n := range lessons(built.fsys, ".") {
		if n == index {
			continue
		}
		p := s.shelf.page(built, n, s.shelf.settings(built, "."))
		h.Reading = append(h.Reading, pages.Entry{Title: p.Title, Text: p.Summary, Lang: p.Lang, Href: s.address(built.name(n))})
	}
	if docs := s.shelf.root(documentationSegment); docs != nil {
		h.Reading = append(h.Reading, pages.Entry{
			Title: words.Text("home.pythonTutorial"), Text: words.Text("home.pythonTutorialText"), Lang: words.Language(),
			Href: s.address(docs.name(documentationStart)),
		})
	}
	h.Reading = append(h.Reading, pages.Entry{
		Title: words.Text("progress.title"), Text: words.Text("progress.linkText"), Lang: words.Language(), Href: s.prefix + "/progress",
	}, pages.Entry{
		Title: words.Text("preferences.link"), Text: words.Text("preferences.linkText"), Lang: words.Language(), Href: s.prefix + "/preferences",
	})
	for _, v := range s.work.Recent(recentLessons) {
		h.Recent = append(h.Recent, s.recent(v))
	}
	return s.show(w, pages.HomePage(h, o))
}

// recent says how a lesson of the history is opened.
func (s *Server) recent(v work.Visit) pages.Recent {
	r := pages.Recent{Title: v.Title, When: v.When}
	if name, ok := s.shelf.at(v.Tutorial); ok {
		r.Href = s.address(name)
	} else {
		r.Target = v.Tutorial
	}
	if r.Title == "" {
		r.Title = path.Base(filepath.ToSlash(v.Tutorial))
	}
	return r
}

// Python's own documentation has a segment of its own.
const (
	documentationSegment = "~python"
	documentationStart   = "tutorial/index.html"
)

// addDocumentation takes in Python's documentation, if it is there.
func (s *shelf) addDocumentation(dir string) {
	if dir == "" {
		return
	}
	r, err := openRoot(dir)
	if err != nil {
		return
	}
	if _, err := fs.Stat(r.fsys, documentationStart); err != nil {
		r.closer.Close()
		return
	}
	r.segment = documentationSegment
	s.mu.Lock()
	defer s.mu.Unlock()
	s.roots[r.segment] = r
}

// root returns the root with that segment, or nil.
func (s *shelf) root(segment string) *root {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.roots[segment]
}

// openTutorial takes in what a person typed on the home page, or what a second
// start of the program was given, and answers with its path below the server's
// address.
func (s *Server) openTutorial(w http.ResponseWriter, r *http.Request) error {
	target := typed(r.URL.Query().Get("target"))
	if target == "" {
		writeJSON(w, http.StatusOK, map[string]string{"path": "/"})
		return nil
	}
	name, err := s.shelf.put(target, false)
	if err != nil {
		return errNotFound.tells("open.not", "why", err)
	}
	writeJSON(w, http.StatusOK, map[string]string{"path": "/t/" + escapeName(name)})
	return nil
}

// typed is what a person means by a name: file managers put quotes around it or
// write it as an address, and "~" is the own folder.
func typed(target string) string {
	target = strings.TrimSpace(target)
	if n := len(target); n > 1 && (target[0] == '"' || target[0] == '\'') && target[n-1] == target[0] {
		target = target[1 : n-1]
	}
	if u, err := url.Parse(target); err == nil && u.Scheme == "file" {
		target = filepath.FromSlash(u.Path)
	}
	if rest, ok := strings.CutPrefix(target, "~"); ok && (rest == "" || rest[0] == '/' || rest[0] == '\\') {
		if home, err := os.UserHomeDir(); err == nil {
			target = filepath.Join(home, rest)
		}
	}
	return target
}

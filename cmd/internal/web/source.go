package web

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"

	"crunchy/cmd/internal/manuscript"
	"crunchy/ioelement"
)

// languages are those in which a lesson's file can be written in its page, by the
// ends of the files' names.
var languages = map[string]string{".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".rst": "rest"}

// sourceAnswer is the file of a lesson.
type sourceAnswer struct {
	Name     string `json:"name"`     // without its folder
	Language string `json:"language"` // markdown, html or rest
	Text     string `json:"text"`     // lines end with \n
	Version  string `json:"version"`
	ReadOnly bool   `json:"readOnly,omitempty"`
	// Vocabulary is what can be written, in the language of the page.
	Vocabulary *ioelement.Vocabulary `json:"vocabulary,omitempty"`
}

// edits reports whether whoever sends a request may write the file of a tutorial in
// its page: its author, if it is text in a folder that can be written.
func (s *Server) edits(r *http.Request, tutorial string) bool {
	if !s.writes(r, tutorial) {
		return false
	}
	rt, file, _ := s.shelf.find(tutorial)
	return rt.disk() != nil && !hidden(file) && languages[strings.ToLower(path.Ext(file))] != ""
}

// disk is the folder that a root is, nil for what is built in.
func (r *root) disk() *os.Root {
	d, _ := r.closer.(*os.Root)
	return d
}

// written is the file that a request about a page may write, in its folder.
func (s *Server) written(r *http.Request) (*os.Root, string, error) {
	p := s.open.get(r.URL.Query().Get("page"))
	if p == nil || p.owner != owner {
		return nil, "", errUnknownPage.with(nil)
	}
	if !s.edits(r, p.tutorial) {
		return nil, "", errNotAuthor.with(nil)
	}
	rt, file, _ := s.shelf.find(p.tutorial)
	return rt.disk(), file, nil
}

// sent is written, with the body of the request.
func (s *Server) sent(r *http.Request) (root *os.Root, file string, body []byte, err error) {
	if root, file, err = s.written(r); err == nil {
		body, err = readBody(r)
	}
	return root, file, body, err
}

// readSource gives the author the file of a page's lesson: POST /source?page=ID, with
// vocabulary=1 also what can be written in it.
func (s *Server) readSource(w http.ResponseWriter, r *http.Request) error {
	root, file, err := s.written(r)
	if err != nil {
		return err
	}
	f, err := manuscript.Read(root, file)
	if err != nil {
		return s.unwritten(file, err)
	}
	a := sourceAnswer{
		Name: path.Base(file), Language: languages[strings.ToLower(path.Ext(file))],
		Text: f.Text, Version: f.Version, ReadOnly: f.ReadOnly,
	}
	if r.URL.Query().Get("vocabulary") == "1" {
		if p := s.open.get(r.URL.Query().Get("page")); p != nil {
			v := ioelement.Default().Vocabulary(p.words)
			a.Vocabulary = &v
		}
	}
	writeJSON(w, http.StatusOK, a)
	return nil
}

// writeSource writes the body into the file of a page's lesson, in the place of the
// version that it was made of: POST /write?page=ID&base=VERSION answers
// {"version":"…"}. Without base it makes the file, which must not be there. 409 with
// the version and the text that are there when they are others. The pages of the
// lesson hear of it as of any other save.
func (s *Server) writeSource(w http.ResponseWriter, r *http.Request) error {
	root, file, body, err := s.sent(r)
	if err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	version, err := manuscript.Write(root, file, string(body), r.URL.Query().Get("base"))
	if err != nil {
		return s.unwritten(file, err)
	}
	writeJSON(w, http.StatusOK, map[string]string{"version": version})
	return nil
}

// addPicture puts the body, a picture, beside a page's lesson: POST /picture?page=ID&name=NAME
// answers {"name":"…"}, which is another one when there is something of that name.
func (s *Server) addPicture(w http.ResponseWriter, r *http.Request) error {
	root, file, body, err := s.sent(r)
	if err != nil {
		return err
	}
	name, err := manuscript.AddPicture(root, file, r.URL.Query().Get("name"), body)
	switch {
	case errors.Is(err, manuscript.ErrNotPicture):
		return errNotPicture.with(err)
	case errors.Is(err, manuscript.ErrTooBig):
		return errTooBig.tells("pictureTooBig", "n", manuscript.MaxPicture>>20)
	case err != nil:
		s.log.Warn("a picture is not put beside a lesson", "file", file, "err", err)
		return errNotSaved.tells("pictureNotSaved", "why", because(err))
	}
	writeJSON(w, http.StatusOK, map[string]string{"name": name})
	return nil
}

// addLesson puts a lesson beside a page's one: POST /lesson?page=ID&title=TITLE, whose
// body is its text, answers {"name":"…","tutorial":"…","address":"…"}: its file, and
// where it is opened. Nothing is written over.
func (s *Server) addLesson(w http.ResponseWriter, r *http.Request) error {
	root, file, body, err := s.sent(r)
	if err != nil {
		return err
	}
	name, err := manuscript.AddLesson(root, file, r.URL.Query().Get("title"), string(body))
	if err != nil {
		return s.unwritten(file, err)
	}
	p := s.open.get(r.URL.Query().Get("page"))
	if p == nil {
		return errUnknownPage.with(nil)
	}
	tutorial := path.Join(path.Dir(p.tutorial), name)
	writeJSON(w, http.StatusOK, map[string]string{"name": name, "tutorial": tutorial, "address": s.address(tutorial)})
	return nil
}

// unwritten says to the author why a file is not edited.
func (s *Server) unwritten(file string, err error) error {
	var c *manuscript.Conflict
	switch {
	case errors.As(err, &c):
		return errChanged.tells("lessonChangedElsewhere").adding(map[string]any{"version": c.Version, "text": c.Text})
	case errors.Is(err, fs.ErrNotExist):
		return errNoLesson.with(err)
	case errors.Is(err, manuscript.ErrNotText):
		return errNotText.with(err)
	case errors.Is(err, manuscript.ErrTooBig):
		return errTooBig.tells("textTooBig", "n", manuscript.MaxText>>20)
	case errors.Is(err, manuscript.ErrReadOnly):
		return errNotSaved.tells("lessonReadOnly")
	case errors.Is(err, manuscript.ErrNotOrdinary):
		return errNotAuthor.tells("lessonNotOrdinary")
	}
	s.log.Warn("the file of a lesson is not edited", "file", file, "err", err)
	return errNotSaved.tells("textNotSaved", "why", because(err))
}

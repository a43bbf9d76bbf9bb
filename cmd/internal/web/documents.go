package web

import (
	"bytes"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"crunchy/ioelement"
	"crunchy/ioelement/texts"
	"crunchy/pages"
)

// first leads to the tutorial that the server was started with, or is the home
// page.
func (s *Server) first(w http.ResponseWriter, r *http.Request) error {
	if s.config.Start == "" {
		return s.home(w, r)
	}
	s.shelf.mu.RLock()
	to := s.shelf.home
	s.shelf.mu.RUnlock()
	http.Redirect(w, r, s.address(to), http.StatusSeeOther)
	return nil
}

// address is the path under which a browser finds a tutorial.
func (s *Server) address(name string) string { return s.prefix + "/t/" + escapeName(name) }

// redirect leads on to a name, with the query that was asked for.
func (s *Server) redirect(w http.ResponseWriter, r *http.Request, name string) error {
	to := url.URL{Path: s.prefix + "/t/" + name, RawQuery: r.URL.RawQuery}
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
	return nil
}

// escapeName makes the address path of a name. A remote name is escaped already
// and may end in a query.
func escapeName(name string) string {
	if strings.HasPrefix(name, remoteSegment+"/") {
		return name
	}
	return strings.TrimPrefix((&url.URL{Path: "/" + name}).EscapedPath(), "/")
}

// themeCookie is where the page's script keeps the theme that was chosen in this
// browser, so that a page comes in it.
const themeCookie = "crunchy-theme"

// pageOptions are those that do not depend on the tutorial's content.
func (s *Server) pageOptions(r *http.Request, name string) pages.Options {
	o := s.optionsIn(texts.Accepted(r.Header.Get("Accept-Language")), name)
	if c, err := r.Cookie(themeCookie); err == nil && (c.Value == "light" || c.Value == "dark") {
		o.Theme = c.Value
	}
	return o
}

// optionsIn are those of a page for whoever would like the interface in a language.
func (s *Server) optionsIn(language, name string) pages.Options {
	o := pages.Options{Tutorial: name, Assets: s.assets, Modules: s.modules, Home: s.prefix + "/home", Sandboxed: s.config.Sandboxed, Language: s.config.Language, FixedLanguage: s.config.Language != "",
		Watched: s.config.Teacher != "", User: s.config.User, Version: s.config.Version, Now: s.now(), Salt: s.salt}
	o.Rules, o.RuleErrors = s.preferred()
	if language := o.Rules.Value(ioelement.LanguageSetting); language != "" && !o.FixedLanguage {
		o.Language, o.FixedLanguage = language, true
	}
	if !o.FixedLanguage {
		o.Language = language
	}
	return o
}

// spoken is the catalogue for pages of ours.
func spoken(o pages.Options) texts.Catalogue {
	words, _ := texts.In(o.Language)
	return words
}

// tutorial serves what is below /t/: a lesson, rewritten; a folder's index page
// or a list of its lessons; or a file that a lesson refers to, as it is.
func (s *Server) tutorial(w http.ResponseWriter, r *http.Request) error {
	name := strings.TrimPrefix(r.URL.Path, "/t/")
	if strings.HasPrefix(name, remoteSegment+"/") {
		return s.remote(w, r)
	}
	rt, file, ok := s.shelf.find(name)
	if file = strings.TrimSuffix(file, "/"); file == "" {
		file = "."
	}
	if !ok && !fs.ValidPath(file) || hidden(file) {
		return errNotFound.with(nil)
	}
	info, err := fs.Stat(rt.fsys, file)
	switch {
	case err != nil:
		return notFound(err)
	case info.IsDir():
		return s.folder(w, r, rt, file)
	case !info.Mode().IsRegular():
		return errNotFound.with(nil)
	case pages.Renders(file), pages.Opens(file) && looksAt(r):
		return s.lesson(w, r, name)
	}
	return s.file(w, r, rt, file)
}

// looksAt reports whether somebody looks at the answer. Browsers tell that of
// places that they trust; of others it is seen by what they accept.
func looksAt(r *http.Request) bool {
	if dest := r.Header.Get("Sec-Fetch-Dest"); dest != "" {
		return dest == "document"
	}
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

// hidden reports whether a file, or a folder above it, is one that lists leave
// out: .git and the like are no part of a lesson.
func hidden(file string) bool { return file != "." && strings.Contains("/"+file, "/.") }

func (s *Server) lesson(w http.ResponseWriter, r *http.Request, name string) error {
	o := s.pageOptions(r, name)
	o.Margin = s.writes(r, name)
	o.Key = o.Margin && r.URL.Query().Get("print") == "answers"
	doc, err := s.shelf.render(r.Context(), name, o)
	if err != nil {
		return err
	}
	s.visited(r, name, doc.Page)
	return s.showAs(w, doc)
}

// show shows a page that may also have pictures from these sources.
func (s *Server) show(w http.ResponseWriter, p *pages.Page, pictures ...string) error {
	nonce := random(16)
	s.secure(w, nonce, pictures...)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Add("Vary", "Accept-Language")
	_ = p.WriteHTML(w, nonce) // a browser that has gone is no failure of ours
	return nil
}

// folder leads to a folder's index page, so that the name of the tutorial ends
// in a file's name, or lists the lessons.
func (s *Server) folder(w http.ResponseWriter, r *http.Request, rt *root, dir string) error {
	if !strings.HasSuffix(r.URL.Path, "/") {
		return s.redirect(w, r, rt.name(dir)+"/")
	}
	if index, ok := pages.Index(rt.fsys, dir); ok {
		return s.redirect(w, r, rt.name(path.Join(dir, path.Base(index))))
	}
	o := s.pageOptions(r, "")
	o.Search = rt.name(dir) + "/"
	p, err := pages.List(s.shelf.folderTitle(rt, dir, s.shelf.settings(rt, dir)), s.entries(rt, dir, ""), o)
	if err != nil {
		return err
	}
	return s.show(w, p)
}

// file serves what a lesson refers to: pictures, style sheets, data. Nothing in
// it may run, whatever it is.
func (s *Server) file(w http.ResponseWriter, r *http.Request, rt *root, file string) error {
	f, err := rt.fsys.Open(file)
	if err != nil {
		return notFound(err)
	}
	defer f.Close()
	info, err := f.Stat()
	seeker, ok := f.(io.ReadSeeker)
	if err != nil || !info.Mode().IsRegular() || !ok {
		return errNotFound.with(err)
	}
	kind := mime.TypeByExtension(path.Ext(file))
	if isStyleSheet(kind) {
		css, err := rt.readFile(file)
		if err != nil {
			return err
		}
		seeker = filtered(css)
	}
	asInert(w, kind)
	http.ServeContent(w, r, "", info.ModTime(), seeker)
	return nil
}

func isStyleSheet(kind string) bool { return strings.HasPrefix(kind, "text/css") }

// filtered is a style sheet without what those within a page may not have either.
func filtered(css []byte) io.ReadSeeker { return strings.NewReader(pages.StyleSheet(string(css))) }

// asInert sets the headers of a file that came from outside.
func asInert(w http.ResponseWriter, kind string) {
	base, _, _ := strings.Cut(kind, ";")
	switch {
	case strings.HasPrefix(base, "image/"), strings.HasPrefix(base, "font/"), strings.HasPrefix(base, "audio/"),
		strings.HasPrefix(base, "video/"), base == "text/css", base == "application/pdf", base == "application/json":
	case strings.HasPrefix(base, "text/"), strings.HasSuffix(base, "javascript"), kind == "":
		kind = "text/plain; charset=utf-8"
	default:
		kind = "application/octet-stream"
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	w.Header().Set("Cache-Control", "private, no-cache")
}

// remote shows a page of another host, or what it refers to.
func (s *Server) remote(w http.ResponseWriter, r *http.Request) error {
	name := strings.TrimPrefix(r.URL.EscapedPath(), "/t/")
	if r.URL.RawQuery != "" {
		name += "?" + r.URL.RawQuery
	}
	u, ok := remoteAddress(name)
	if !ok {
		return errNotFound.with(nil)
	}
	dest := r.Header.Get("Sec-Fetch-Dest")
	if dest == "" || dest == "document" || dest == "empty" {
		doc, err := s.shelf.render(r.Context(), name, s.pageOptions(r, name))
		switch {
		case err == nil && doc.Moved != "":
			http.Redirect(w, r, s.prefix+"/t/"+doc.Moved, http.StatusSeeOther)
			return nil
		case err == nil:
			s.visited(r, name, doc.Page)
			return s.showAs(w, doc)
		case dest == "document":
			return err
		}
	}
	body, kind, _, err := s.shelf.fetchRemote(r.Context(), u)
	if err != nil {
		return err
	}
	var content io.ReadSeeker = bytes.NewReader(body)
	switch {
	case isStyleSheet(kind):
		content = filtered(body)
	case strings.HasPrefix(kind, "text/html"):
		kind = "text/plain; charset=utf-8"
	}
	asInert(w, kind)
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

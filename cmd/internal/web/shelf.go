package web

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/excerpt"
	"crunchy/ioelement"
	"crunchy/pages"
)

// root is one place that tutorials come from. Their names begin with its
// segment, but for the one the server was started with.
type root struct {
	segment string // "" or "~name"
	fsys    fs.FS
	start   string // file to open first, relative to fsys; "" for its index or list
	source  string // what the user named, to open it only once
	dir     string // where fsys is on disk, "" for what is built in
	closer  io.Closer
	trust   pages.Trust // as long as the user says nothing else
}

// Segments of a name that are the server's own. A lesson's folder has no "~" in front.
const (
	lessonsSegment = "~lessons"
	remoteSegment  = "~remote"
)

// shelf holds all tutorials that can be opened. Names are those of the
// addresses after /t/: slash-separated, valid for io/fs.
type shelf struct {
	fetch  Fetcher
	rest   RestReader
	rules  func() ioelement.Rules // the user's
	log    *slog.Logger
	prefix string // path of the server's address
	cache  pageCache

	engine   engine.Engine // finds excerpts
	excerpts excerpt.Cache

	trusted trusted

	mu    sync.RWMutex
	roots map[string]*root
	home  string            // address path of the start page, below /t/
	said  map[string]string // of settings of folders, what was wrong with them when that was last said
}

func newShelf(lessons fs.FS, fetch Fetcher, log *slog.Logger) (*shelf, error) {
	s := &shelf{fetch: fetch, log: log, roots: map[string]*root{}, said: map[string]string{}, trusted: trusted{log: log}}
	s.cache.pages = map[string]cachedPage{}
	embedded := &root{fsys: lessons, trust: pages.Trusted}
	s.roots[""] = embedded
	s.roots[lessonsSegment] = &root{segment: lessonsSegment, fsys: lessons, trust: pages.Trusted}
	return s, nil
}

func (s *shelf) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.roots {
		if r.closer != nil {
			r.closer.Close()
		}
	}
}

// put takes in a file, a folder or an address, and returns the path below /t/
// under which it opens. The first one has bare names. An error's text is one
// sentence for the user.
func (s *shelf) put(target string, first bool) (string, error) {
	if isAddress(target) {
		name, err := remoteName(target)
		if err == nil && first {
			s.home = name
		}
		return name, err
	}
	r, err := openRoot(target)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if name, ok := s.has(r); ok {
		r.closer.Close()
		return name, nil
	}
	if !first {
		s.segment(r, path.Base(filepath.ToSlash(r.source)))
	}
	s.roots[r.segment] = r
	if first {
		s.home = r.name(r.start)
	}
	return r.name(r.start), nil
}

// segment gives a root a first segment of its own. s.mu is held.
func (s *shelf) segment(r *root, name string) {
	r.segment = "~" + name
	for n := 2; s.roots[r.segment] != nil || r.segment == remoteSegment; n++ {
		r.segment = "~" + name + "-" + strconv.Itoa(n)
	}
}

// has returns the name of what was just opened, if it is, or is part of, what
// was open before. s.mu is held.
func (s *shelf) has(r *root) (name string, ok bool) {
	for _, have := range s.inOrder() {
		if have.source != "" && have.source == r.source {
			return have.name(have.start), true
		}
	}
	for _, have := range s.inOrder() {
		file, inside := have.holds(r.source)
		switch {
		case !inside || hidden(file):
		case r.start != "":
			return have.name(file), true
		case have.start == "": // a folder of a folder
			return have.name(file) + "/", true
		}
	}
	return "", false
}

// inOrder returns the roots by their segments, so that the same file always has
// the same name. s.mu is held.
func (s *shelf) inOrder() []*root {
	return slices.SortedFunc(maps.Values(s.roots), func(a, b *root) int { return cmp.Compare(a.segment, b.segment) })
}

// holds returns the name of a file on disk in a root.
func (r *root) holds(full string) (file string, ok bool) {
	if r.dir == "" {
		return "", false
	}
	rel, err := filepath.Rel(r.dir, full)
	file = filepath.ToSlash(rel)
	return file, err == nil && file != "." && fs.ValidPath(file)
}

func (r *root) name(file string) string {
	if r.segment == "" {
		return file
	}
	return r.segment + "/" + file
}

// openRoot opens what the user named on disk.
func openRoot(target string) (*root, error) {
	full, err := filepath.Abs(target)
	if err == nil {
		full, err = filepath.EvalSymlinks(full)
	}
	if err != nil {
		return nil, saying("open.nothing", "name", strconv.Quote(target))
	}
	info, err := os.Stat(full)
	if err != nil {
		return nil, saying("open.unreadable", "name", strconv.Quote(target))
	}
	r := &root{source: full, trust: pages.Normal}
	dir := full
	if !info.IsDir() {
		if !info.Mode().IsRegular() || !pages.Opens(full) {
			return nil, saying("open.noLesson", "name", strconv.Quote(target))
		}
		dir, r.start = filepath.Split(full)
	}
	opened, err := os.OpenRoot(dir)
	if err != nil {
		return nil, saying("open.folderUnreadable", "name", strconv.Quote(target))
	}
	if _, err := fs.ReadDir(opened.FS(), "."); err != nil {
		opened.Close()
		return nil, saying("open.folderUnreadable", "name", strconv.Quote(target))
	}
	r.fsys, r.closer, r.dir = opened.FS(), opened, filepath.Clean(dir)
	return r, nil
}

// isAddress reports whether the user named something on the web.
func isAddress(target string) bool {
	return strings.HasPrefix(target, "http://") || strings.HasPrefix(target, "https://")
}

// remoteName is the name of a remote page: ~remote/https/host/path.
func remoteName(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || checkAddress(u) != nil {
		return "", saying("open.noAddress", "name", strconv.Quote(address))
	}
	p := u.EscapedPath()
	if p == "" {
		p = "/"
	}
	name := remoteSegment + "/" + u.Scheme + "/" + u.Host + p
	if u.RawQuery != "" {
		name += "?" + u.RawQuery
	}
	return name, nil
}

// remoteAddress is the reverse of remoteName.
func remoteAddress(name string) (*url.URL, bool) {
	rest, ok := strings.CutPrefix(name, remoteSegment+"/")
	scheme, rest, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		return nil, false
	}
	u, err := url.Parse(scheme + "://" + rest)
	if err != nil || checkAddress(u) != nil {
		return nil, false
	}
	return u, true
}

// find returns the root that a name belongs to, and the file inside it.
func (s *shelf) find(name string) (*root, string, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, file := s.roots[""], name
	if strings.HasPrefix(name, "~") {
		segment, rest, _ := strings.Cut(name, "/")
		if own := s.roots[segment]; own != nil {
			r, file = own, rest
		}
	}
	if file == "" {
		file = "."
	}
	return r, file, fs.ValidPath(file)
}

// lasting is a name for a tutorial that is the same after every start, whatever
// else is opened: of a file its whole path, of a remote page its name, and of an
// embedded lesson its name among these.
func (s *shelf) lasting(name string) string {
	if _, ok := remoteAddress(name); ok {
		return name
	}
	r, file, _ := s.find(name)
	if r.dir == "" {
		return lessonsSegment + "/" + file
	}
	return filepath.Join(r.dir, filepath.FromSlash(file))
}

// maxLesson is the largest lesson file.
const maxLesson = 16 << 20

// readFile reads a regular file of a root, up to maxLesson.
func (r *root) readFile(file string) ([]byte, error) {
	info, err := fs.Stat(r.fsys, file) // before it is opened: that may wait for ever
	switch {
	case err != nil:
		return nil, notFound(err)
	case !info.Mode().IsRegular():
		return nil, errNotFound.with(fmt.Errorf("%s is not a regular file", file))
	case info.Size() > maxLesson:
		return nil, errTooBig.tells("lessonTooBig", "n", maxLesson>>20)
	}
	f, err := r.fsys.Open(file)
	if err != nil {
		return nil, notFound(err)
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxLesson))
}

func notFound(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return errForbidden.tells("fileForbidden")
	}
	return errNotFound.with(err)
}

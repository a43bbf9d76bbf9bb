package web

import (
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"crunchy/pages"
)

// trusted keeps how far the user trusts each place that pages come from: a folder
// that was opened, or a host. It outlives the server.
type trusted struct {
	file string // "" keeps it until the server ends
	log  *slog.Logger

	mu     sync.Mutex
	unkept map[string]pages.Trust // what could not be written
}

// maxTrusted is the size of the largest file of levels that is read.
const maxTrusted = 4 << 20

// level returns the user's level for a place, or else the usual one. What the file
// does not say in our words counts for nothing.
func (t *trusted) level(place string, usual pages.Trust) pages.Trust {
	t.mu.Lock()
	defer t.mu.Unlock()
	if level, ok := pages.ParseTrust(string(t.levels()[place])); ok {
		return level
	}
	return usual
}

// levels are all that the user chose. t.mu is held.
func (t *trusted) levels() map[string]pages.Trust {
	all := map[string]pages.Trust{}
	if info, err := os.Lstat(t.file); err == nil && info.Mode().IsRegular() && info.Size() <= maxTrusted {
		if data, err := os.ReadFile(t.file); err == nil && json.Unmarshal(data, &all) != nil {
			all = map[string]pages.Trust{} // torn by somebody else: all is as usual
		}
	}
	maps.Copy(all, t.unkept)
	return all
}

// choose keeps a level. One that cannot be written holds until the server ends.
func (t *trusted) choose(place string, level pages.Trust) {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := t.levels()
	all[place] = level
	if t.file != "" {
		err := t.write(all)
		if err == nil {
			t.unkept = nil
			return
		}
		t.log.Warn("a level of trust could not be kept", "place", place, "err", err)
	}
	if t.unkept == nil {
		t.unkept = map[string]pages.Trust{}
	}
	t.unkept[place] = level
}

// write replaces the file as a whole.
func (t *trusted) write(all map[string]pages.Trust) error {
	data, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(t.file), 0o700); err != nil {
		return err
	}
	return replaceFile(t.file, append(data, '\n'))
}

// place says whose level counts for a tutorial: its key, the name by which its reader
// knows it, "" for what is built in, and the level that is usual there.
func (s *shelf) place(tutorial string) (key, name string, usual pages.Trust) {
	if u, ok := remoteAddress(tutorial); ok {
		host := strings.ToLower(u.Host)
		return "host " + host, host, pages.Display
	}
	r, _, _ := s.find(tutorial)
	if r.dir == "" {
		return "built in", "", r.trust
	}
	return "folder " + r.dir, r.dir, r.trust
}

// trust is how far a tutorial is trusted.
func (s *shelf) trust(tutorial string) pages.Trust {
	key, _, usual := s.place(tutorial)
	return s.trusted.level(key, usual)
}

// trust changes the level of the place that a tutorial comes from, because its reader
// said so: POST /trust?tutorial=NAME&level=LEVEL; without a level, pages of a host may
// run. No page can do so but one whose programs may run scripts in it, and these can do
// everything. What runs by a trust that is no longer given ends.
func (s *Server) trust(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	tutorial := q.Get("tutorial")
	_, remote := remoteAddress(tutorial)
	level, ok := pages.Normal, remote
	if q.Has("level") {
		level, ok = pages.ParseTrust(q.Get("level"))
	}
	if _, file, found := s.shelf.find(tutorial); !ok || tutorial == "" || !remote && (!found || file == "." || strings.HasPrefix(file, "~")) {
		return errMalformed.say("This request needs tutorial=NAME of a page, and a level that there is.")
	}
	key, _, _ := s.shelf.place(tutorial)
	s.shelf.trusted.choose(key, level)
	s.log.Info("trust was changed", "place", key, "level", level)
	for _, id := range s.open.ids() {
		p := s.open.get(id)
		if p == nil || p.tutorial == "" || level.Runs() && (level.Scripts() || !p.scripts) {
			continue
		}
		if its, _, _ := s.shelf.place(p.tutorial); its == key {
			if err := s.end(r.Context(), p); err != nil {
				s.log.Warn("a page that is no longer trusted was not closed", "page", id, "err", err)
			}
		}
	}
	writeJSON(w, http.StatusOK, map[string]string{"trust": string(level)})
	return nil
}

// showAs shows a page as far as it is trusted.
func (s *Server) showAs(w http.ResponseWriter, d *document) error {
	if d.Trust.Pictures() {
		return s.show(w, d.Page, "https:")
	}
	return s.show(w, d.Page)
}

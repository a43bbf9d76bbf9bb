package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
)

// contentHash is one hash over all static files, so that their addresses change
// with any of them and they can refer to each other by relative names.
func contentHash(fsys fs.FS) (string, error) {
	h, buffer := sha256.New(), make([]byte, 32<<10)
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := fsys.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		io.WriteString(h, path+"\x00")
		_, err = io.CopyBuffer(h, f, buffer)
		return err
	})
	return hex.EncodeToString(h.Sum(nil))[:16], err
}

// script is what a page names.
const script = "crunchy.js"

var moduleName = regexp.MustCompile(`^\.{1,2}/[\w./-]+\.js$`)

// imported finds what a script needs before it can run, but not what it fetches
// where there is a use for it. An expression for the whole of it would be most of
// what a start of the program takes.
func imported(text []byte) (names []string) {
	for rest := text; ; {
		before, after, found := bytes.Cut(rest, []byte(`.js"`))
		if !found {
			return names
		}
		rest = after
		quote := bytes.LastIndexByte(before, '"')
		name := string(before[quote+1:]) + ".js"
		word := bytes.TrimRight(before[:max(quote, 0)], " \t\r\n")
		if (bytes.HasSuffix(word, []byte("from")) || bytes.HasSuffix(word, []byte("import"))) && moduleName.MatchString(name) {
			names = append(names, name)
		}
	}
}

// modulesOf names what the page's script imports, so that a page can ask for all
// of it at once, and not only when the script is there.
func modulesOf(fsys fs.FS) ([]string, error) {
	all := []string{script}
	for i := 0; i < len(all); i++ {
		text, err := fs.ReadFile(fsys, all[i])
		if errors.Is(err, fs.ErrNotExist) {
			continue // the page will say so where it can be seen
		}
		if err != nil {
			return nil, err
		}
		for _, m := range imported(text) {
			if name := path.Join(path.Dir(all[i]), m); !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all[1:], nil
}

// static serves the files of the front end. The address holds the hash of the
// content, so it may be kept for ever.
func (s *Server) static(hash string) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		name := strings.TrimPrefix(r.URL.Path, "/static/"+hash+"/")
		if info, err := fs.Stat(s.config.Static, name); err != nil || !info.Mode().IsRegular() {
			return errNotFound.with(err)
		}
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		http.ServeFileFS(w, r, s.config.Static, name)
		return nil
	}
}

func (s *Server) favicon(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	_, err := io.WriteString(w, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="8" fill="#34559a"/>`+
		`<path d="m8 9.5 4.7 4.5L8 18.5M15 19h5.5" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>`)
	return err
}

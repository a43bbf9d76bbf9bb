package main

import (
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"crunchy/cmd/internal/web"
)

// note says where a server runs. Each has a file of its own, so that one that
// ends takes nothing from the others.
type note struct {
	URL     string            `json:"url"`   // where browsers find it
	Local   string            `json:"local"` // where we do, whatever is in front of it
	Token   string            `json:"token"`
	Key     string            `json:"key"` // of whoever commands it
	Port    int               `json:"port"`
	Started time.Time         `json:"started"`
	Flags   map[string]string `json:"flags"` // by their names, as it was started

	file string
}

// notePattern is what the files of notes are called: a few random letters in the
// place of the star.
const notePattern = "running-*.json"

// notes returns what is noted of servers, the newest first.
func (st *state) notes() []note {
	files, _ := filepath.Glob(filepath.Join(st.dir, notePattern)) // only a bad pattern is an error
	var all []note
	for _, file := range files {
		n := note{file: file}
		st.read(filepath.Base(file), &n)
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b note) int { return cmp.Or(b.Started.Compare(a.Started), cmp.Compare(a.file, b.file)) })
	return all
}

// answering are the servers that are wanted and answer, the newest first. The
// notes of those that are surely gone are thrown away on the way.
func (st *state) answering(ctx context.Context, wanted func(note) bool) iter.Seq[note] {
	return func(yield func(note) bool) {
		for _, n := range st.notes() {
			if !wanted(n) {
				continue
			}
			there, gone := n.answers(ctx)
			if there && !yield(n) {
				return
			}
			if gone {
				_ = os.Remove(n.file)
			}
		}
	}
}

// find returns the newest server that is wanted and answers.
func (st *state) find(ctx context.Context, wanted func(note) bool) (note, bool) {
	for n := range st.answering(ctx, wanted) {
		return n, true
	}
	return note{}, false
}

// running notes that this server runs, until done is called. The port is kept
// for the next start, unless another server runs that has kept its own.
func (st *state) running(ctx context.Context, n note) (done func(), err error) {
	_, other := st.find(ctx, func(note) bool { return true })
	n.Token, n.Started = st.Token, time.Now()
	name := strings.Replace(notePattern, "*", newToken()[:16], 1)
	if err := st.write(name, n); err != nil {
		return func() {}, err
	}
	done = func() { _ = os.Remove(filepath.Join(st.dir, name)) }
	if other || !st.kept {
		return done, nil
	}
	st.Port = n.Port
	return done, st.write(stateFile, st)
}

// answers reports whether the server of the note is there, and whether it is
// surely gone: one that is only slow is neither. It has to prove that it knows
// the token before it is told anything: after a sudden end of ours a stranger
// may have taken its port.
func (n note) answers(ctx context.Context) (there, gone bool) {
	ctx, cancel := context.WithTimeout(ctx, usualPatience)
	defer cancel()
	nonce := newToken()
	var answer struct{ Proof string }
	if err := n.ask(ctx, http.MethodGet, "/health?nonce="+nonce, "", "", &answer); err != nil {
		var ne net.Error
		return false, ctx.Err() == nil && !(errors.As(err, &ne) && ne.Timeout())
	}
	there = subtle.ConstantTimeCompare([]byte(answer.Proof), []byte(web.Proof(n.Token, nonce))) == 1
	return there, !there
}

// usualPatience is how long a server may take over what it need not work for.
const usualPatience = 2 * time.Second

// ask sends a request to the server of the note and reads its JSON answer. The
// error is what the server says when it refuses.
func (n note) ask(ctx context.Context, method, target, token, body string, answer any) error {
	req, err := http.NewRequestWithContext(ctx, method, n.Local+target, strings.NewReader(body))
	if err != nil {
		return err
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	client := &http.Client{
		Transport:     &http.Transport{Proxy: nil, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(resp.Body, 4<<10)) // in plain text
		return errors.New(cmp.Or(strings.TrimSpace(string(said)), resp.Status))
	}
	return json.NewDecoder(io.LimitReader(resp.Body, 8<<20)).Decode(answer)
}

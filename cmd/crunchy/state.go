package main

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"crunchy/cmd/internal/web"
)

// state is what is kept in files that only the user can read: the token and the
// port from one start to the next, so that open pages find their owner again,
// and where the server is that runs now.
type state struct {
	Token string `json:"token"`
	Port  int    `json:"port"`

	dir  string
	kept bool // whether the token is ours to keep, and was not given
	note running
}

// running is the note of a server that runs.
type running struct {
	URL   string `json:"url"`
	Token string `json:"token"`
	Port  int    `json:"port"`
}

// Names of the files.
const (
	stateFile   = "server.json"
	runningFile = "running.json"
)

// openState reads the state, or makes a first one.
func openState(o options) (*state, error) {
	dir, err := stateDir()
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		return nil, fmt.Errorf("the folder for Crunchy's own files cannot be made (%w); set XDG_STATE_HOME to one that can be written", err)
	}
	st := &state{dir: dir}
	st.read(runningFile, &st.note)
	switch {
	case o.token != "":
		st.Token = o.token
	case o.tokenFile != "":
		b, err := os.ReadFile(o.tokenFile)
		st.Token = strings.TrimSpace(string(b))
		if err != nil || st.Token == "" {
			return nil, fmt.Errorf("no token can be read from %s; put one line of text into it", o.tokenFile)
		}
	default:
		st.kept = true
		st.read(stateFile, st)
		if len(st.Token) < 32 {
			st.Token, st.Port = newToken(), 0
		}
	}
	return st, nil
}

// read fills v from a file; one that is missing or torn is made anew.
func (st *state) read(name string, v any) {
	if b, err := os.ReadFile(filepath.Join(st.dir, name)); err == nil {
		_ = json.Unmarshal(b, v)
	}
}

// stateDir is the private folder of the program for this user.
func stateDir() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "crunchy"), nil
	}
	switch runtime.GOOS {
	case "windows", "darwin":
		dir, err := os.UserConfigDir()
		return filepath.Join(dir, "Crunchy"), err
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "state", "crunchy"), err
}

// workDir is where students' work is kept when nothing else is said: a folder
// that they find, which is made when there is something to put into it. Without
// a home that can be written to, it is among the files of the program.
func workDir(private string, log *slog.Logger) string {
	home, err := os.UserHomeDir()
	dir := filepath.Join(home, "Crunchy")
	if err == nil {
		if err = writable(dir); errors.Is(err, fs.ErrNotExist) {
			err = writable(home)
		}
	}
	if err == nil {
		return dir
	}
	dir = filepath.Join(private, "work")
	log.Warn("students' work cannot be kept in the home folder", "kept", dir, "err", err)
	return dir
}

// writable tries whether a folder can be written to, and leaves nothing there.
func writable(dir string) error {
	if !filepath.IsAbs(dir) {
		return fs.ErrInvalid
	}
	name, err := os.MkdirTemp(dir, ".crunchy-*")
	if err != nil {
		return err
	}
	return os.Remove(name)
}

func newToken() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// running notes that this server runs, unless another one does that later
// starts shall go to.
func (st *state) running(ctx context.Context, address string, port int) error {
	if st.note.answers(ctx) {
		return nil
	}
	st.note = running{URL: address, Token: st.Token, Port: port}
	if err := st.write(runningFile, st.note); err != nil || !st.kept {
		return err
	}
	st.Port = port
	return st.write(stateFile, st)
}

// stopped takes the note back, if it is about the server at the address.
func (st *state) stopped(address string) {
	var note running
	if st.read(runningFile, &note); note.URL == address {
		_ = os.Remove(filepath.Join(st.dir, runningFile))
	}
}

// write puts a file on disk in one step, so that it is never torn.
func (st *state) write(name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(st.dir, name+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err := tmp.Write(append(b, '\n')); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), filepath.Join(st.dir, name))
}

// answers reports whether the server of the note is there. It has to prove that
// it knows the token before it is told anything: after a sudden end of ours a
// stranger may have taken its port.
func (n running) answers(ctx context.Context) bool {
	nonce := newToken()
	var answer struct{ Proof string }
	return n.URL != "" && n.ask(ctx, http.MethodGet, "/health?nonce="+nonce, "", &answer) &&
		subtle.ConstantTimeCompare([]byte(answer.Proof), []byte(web.Proof(n.Token, nonce))) == 1
}

// ask sends a request to the server of the note and reads its JSON answer.
func (n running) ask(ctx context.Context, method, target, token string, answer any) bool {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, n.URL+target, nil)
	if err != nil {
		return false
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
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK && json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(answer) == nil
}

// handOver gives the tutorial to a server of the same user that runs already,
// and returns the address to open, or "" when there is none. One that was not
// meant, because another port or token was asked for, is left alone.
func (st *state) handOver(ctx context.Context, o options) string {
	if o.portGiven && o.port != st.note.Port || !st.kept && st.Token != st.note.Token || !st.note.answers(ctx) {
		return ""
	}
	q := url.Values{}
	if o.target != "" {
		target := o.target
		if !strings.Contains(target, "://") {
			if abs, err := filepath.Abs(target); err == nil {
				target = abs
			}
		}
		q.Set("target", target)
	}
	var answer struct{ Path string }
	if !st.note.ask(ctx, http.MethodPost, "/open?"+q.Encode(), st.note.Token, &answer) {
		return ""
	}
	sep := "?"
	if strings.Contains(answer.Path, "?") {
		sep = "&"
	}
	return st.note.URL + answer.Path + sep + "token=" + url.QueryEscape(st.note.Token)
}

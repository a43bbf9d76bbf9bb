package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// state is what is kept in files that only the user can read: the token and the
// port from one start to the next, so that open pages find their owner again,
// and a note of each server that runs.
type state struct {
	Token string `json:"token"`
	Port  int    `json:"port"`

	dir  string
	kept bool // whether the token is ours to keep, and was not given
}

const stateFile = "server.json"

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
	_, err = tmp.Write(append(b, '\n'))
	if err == nil {
		err = tmp.Sync() // or a sudden end of the computer leaves an empty one
	}
	if closing := tmp.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), filepath.Join(st.dir, name))
}

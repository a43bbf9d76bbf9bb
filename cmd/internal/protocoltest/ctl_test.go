//go:build unix

package protocoltest_test

import (
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// ctl runs crunchy ctl as the user of the server does, and returns what it says.
func (s *server) ctl(args ...string) (said string, status int) {
	cmd := exec.Command(s.cmd.Path, append([]string{"ctl"}, args...)...)
	cmd.Env = s.cmd.Env
	out, _ := cmd.CombinedOutput()
	return string(out), cmd.ProcessState.ExitCode()
}

// says wants a command to succeed with these words.
func (s *server) ctlSays(t *testing.T, want string, args ...string) {
	t.Helper()
	said, status := s.ctl(args...)
	if said != want || status != 0 || strings.Contains(said, token) {
		t.Errorf("ctl %q: %q (%d), want %q", args, said, status, want)
	}
}

// ctlRefuses wants a command to fail with one sentence that has these words.
func (s *server) ctlRefuses(t *testing.T, want string, args ...string) {
	t.Helper()
	said, status := s.ctl(args...)
	if !strings.HasPrefix(said, "crunchy: ") || !strings.Contains(said, want) || strings.Count(said, "\n") != 1 || status != 1 || strings.Contains(said, token) {
		t.Errorf("ctl %q: %q (%d), want %q", args, said, status, want)
	}
}

func TestOperatorsCommands(t *testing.T) {
	s := start(t, setup{lessons: lessons})
	s.ctlSays(t, "No page is open.\n", "pages")
	s.ctlSays(t, "Nothing was running.\n", "stop")
	v := open(t, s, "lesson.md")
	uid := v.UID(alone1)
	v.exec(alone1, "while True: pass")
	v.running(alone1)
	s.ctlSays(t, v.ID+"  open  lesson.md\n  program in "+uid+"\n", "pages")
	s.ctlRefuses(t, "Nothing runs in the element "+v.UID(program)+".", "stop", v.UID(program))
	s.ctlRefuses(t, "No open page has an element", "stop", "12345")
	s.ctlSays(t, "One program is ended.\n", "stop", uid)
	v.stop(alone1)
	v.exec(alone1, "print('again')")
	v.says(alone1, "again\n")
	s.ctlSays(t, "One program is ended.\n", "stop")
	v.stop(alone1)

	s.ctlSays(t, "Nobody waits for news any more; programs go on. Let it go on with: crunchy ctl activate\n", "deactivate")
	if a, err := s.Do(t.Context(), "GET", "/comet?wait=0&page="+v.ID, ""); err != nil || a.Status != 503 {
		t.Errorf("while deactivated: %v %v", a, err)
	}
	v.exec(alone1, "print('meanwhile')")
	s.ctlSays(t, "Pages and programs hear of news again.\n", "activate")
	v.says(alone1, "meanwhile\n")

	s.ctlSays(t, "A poll waits for 1.5 s now.\n", "set-timeout", "1.5")
	s.ctlRefuses(t, "from 1 to 60", "set-timeout", "soon")
	s.ctlSays(t, "The notice is sent.\n", "notice", "Ten", "minutes")
	u, _ := url.Parse(s.URL)
	s.ctlSays(t, "The notice is sent.\n", "notice", "Ten minutes", "--port", u.Port())
	s.ctlRefuses(t, "runs on port 1", "pages", "--port", "1")
	s.ctlRefuses(t, "unknown command", "restart")
	if a, err := s.Do(t.Context(), "POST", "/ctl/quit", ""); err != nil || a.Status != 403 || !strings.Contains(a.Body, "crunchy ctl") {
		t.Errorf("with the token alone: %v %v", a, err)
	}
	s.ctlRefuses(t, "accepts 1 arg", "set-timeout")
}

// TestQuit ends the program for good within five seconds, with all that it started,
// and tells who has a page open.
func TestQuit(t *testing.T) {
	s := start(t, setup{lessons: lessons})
	v := open(t, s, "lesson.md")
	v.exec(alone1, "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('kept')\nwhile True: pass")
	v.says(alone1, "kept\n")
	told := make(chan string, 1)
	go func() {
		for {
			frames, err := v.stream.Next(t.Context())
			if err != nil {
				told <- err.Error()
				return
			}
			for _, f := range frames {
				if f.Type == "POPUP" {
					told <- f.UID + " " + f.Data
					return
				}
			}
		}
	}()
	began := time.Now()
	s.ctlSays(t, "Crunchy has ended.\n", "quit")
	<-s.ended
	if took := time.Since(began); s.err != nil || took > 5*time.Second {
		t.Errorf("it ended with %v after %v", s.err, took)
	}
	if got, want := <-told, "0 Crunchy is being ended now; what you have written is kept."; got != want {
		t.Errorf("who has a page is told %q, want %q", got, want)
	}
	if err := s.nobodyLeft(patience); err != nil {
		t.Error(err)
	}
	if shown, _ := filepath.Glob(filepath.Join(s.dir, "state", "crunchy", "shown", "*.json")); len(shown) != 1 {
		t.Errorf("what pages show is kept in %v", shown)
	}
	s.ctlRefuses(t, "no Crunchy that you have started is running; crunchy starts one", "quit")
}

// TestSeveralServers commands only the one that is meant.
func TestSeveralServers(t *testing.T) {
	s := start(t, setup{lessons: lessons})
	other := start(t, setup{lessons: lessons, env: []string{"XDG_STATE_HOME=" + filepath.Join(s.dir, "state")}})
	port := func(s *server) string { u, _ := url.Parse(s.URL); return u.Port() }
	said, status := s.ctl("quit")
	if !strings.Contains(said, "2 Crunchys are running") || !strings.Contains(said, "--port "+port(s)) || !strings.Contains(said, "--port "+port(other)) || status != 1 {
		t.Errorf("%q (%d)", said, status)
	}
	open(t, other, "lesson.md")
	s.ctlSays(t, "No page is open.\n", "pages", "--port", port(s))
	s.ctlSays(t, "Crunchy has ended.\n", "quit", "-p", port(other))
	<-other.ended
	s.ctlSays(t, "No page is open.\n", "pages")

	// The note is for its user alone.
	notes, _ := filepath.Glob(filepath.Join(s.dir, "state", "crunchy", "running-*.json"))
	if len(notes) != 1 {
		t.Fatalf("the notes are %v", notes)
	}
	info, err := os.Stat(notes[0])
	var kept struct{ Token, Key string }
	b, _ := os.ReadFile(notes[0])
	if err != nil || info.Mode().Perm() != 0o600 || json.Unmarshal(b, &kept) != nil || kept.Token != token || len(kept.Key) != 64 {
		t.Errorf("%v %v %s", info, err, b)
	}
}

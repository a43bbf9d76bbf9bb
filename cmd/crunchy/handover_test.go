package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestSecondStartHandsItsTutorialOver(t *testing.T) {
	alone(t)
	t.Setenv("CRUNCHY_PORT", "0")
	lesson := filepath.Join(t.TempDir(), "mine.md")
	os.WriteFile(lesson, []byte("# Mine\n"), 0o644)
	first, _ := start(t)
	var out output
	t.Setenv("CRUNCHY_PORT", "")
	if err := run(t.Context(), []string{"--no-browser", lesson}, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	second := address.FindString(out.String())
	if !strings.Contains(out.String(), "running already") || !strings.Contains(second, "/mine.md?token=") ||
		strings.SplitN(first, "/", 4)[2] != strings.SplitN(second, "/", 4)[2] {
		t.Errorf("first %q, then %q", first, out.String())
	}
}

// again starts the program once more and returns what it says; it must hand over.
func again(t *testing.T, args ...string) (said, warned string) {
	t.Helper()
	var out, errs output
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := run(ctx, append(args, "--no-browser"), &out, &errs); err != nil {
		t.Fatal(err)
	}
	return out.String(), errs.String()
}

// handsTo wants the next start to go to the server at the address.
func handsTo(t *testing.T, printed string) {
	t.Helper()
	said, _ := again(t)
	if !strings.Contains(said, "running already") || !strings.Contains(said, strings.SplitN(printed, "/?", 2)[0]+"/") {
		t.Errorf("%q does not lead to %q", said, printed)
	}
}

// noted are the notes of servers that there are.
func noted(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(os.Getenv("XDG_STATE_HOME"), "crunchy", notePattern))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestEveryServerIsFoundWhileItRuns(t *testing.T) {
	for name, ended := range map[string]int{"the first ends": 0, "the second ends": 1} {
		t.Run(name, func(t *testing.T) {
			alone(t)
			var printed [2]string
			var stop [2]func() error
			for i := range printed {
				printed[i], stop[i] = start(t, "--port", strconv.Itoa(freePort(t)))
			}
			handsTo(t, printed[1]) // the newest
			stop[ended]()
			handsTo(t, printed[1-ended])
			stop[1-ended]()
			if left := noted(t); len(left) != 0 {
				t.Errorf("left are %v", left)
			}
		})
	}
}

func TestPortOfTheFirstServerIsKept(t *testing.T) {
	alone(t)
	first, stopFirst := start(t, "--port", strconv.Itoa(freePort(t)))
	_, stopSecond := start(t, "--port", strconv.Itoa(freePort(t)))
	stopFirst()
	stopSecond()
	if next, _ := start(t); next != first {
		t.Errorf("first %q, then %q", first, next)
	}
}

func TestBehindAProxyTheServerIsAskedItself(t *testing.T) {
	alone(t)
	start(t, "--port", strconv.Itoa(freePort(t)), "--base-url", "http://class.invalid/python/")
	if said, _ := again(t); !strings.Contains(said, "running already") || !strings.Contains(said, "http://class.invalid/python/?token=") {
		t.Errorf("%q", said)
	}
}

// Whoever ends suddenly takes no note along.
func TestOnlyNotesOfTheDeadAreThrownAway(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	busy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer busy.Close()
	defer close(release)
	stranger := httptest.NewServer(http.NotFoundHandler())
	defer stranger.Close()
	st := &state{dir: t.TempDir()}
	for name, local := range map[string]string{
		"busy": busy.URL, "stranger": stranger.URL, "dead": "http://127.0.0.1:" + strconv.Itoa(freePort(t)), "odd": "",
	} {
		if err := st.write("running-"+name+".json", note{Local: local}); err != nil {
			t.Fatal(err)
		}
	}
	os.WriteFile(filepath.Join(st.dir, "running-torn.json"), []byte("{"), 0o600)
	if n, ok := st.find(t.Context(), func(n note) bool { return n.file != "" }); ok {
		t.Errorf("%+v answers", n)
	}
	if left := st.notes(); len(left) != 1 || filepath.Base(left[0].file) != "running-busy.json" {
		t.Errorf("left are %+v", left)
	}
}

func TestFlagsThatARunningServerDoesNotTakeAreNamed(t *testing.T) {
	alone(t)
	dir := t.TempDir()
	start(t, "--port", strconv.Itoa(freePort(t)), "--work", dir)
	for _, c := range []struct{ args, named []string }{
		{nil, nil},
		{[]string{"--work", dir, "--host", "127.0.0.1", "--grace", "90s"}, nil}, // as it is
		{[]string{"--python", "3.9"}, []string{"--python 3.9"}},
		{[]string{"--work", filepath.Join(dir, "b"), "--tutorials", dir, "--static", dir}, []string{"--static " + dir, "--tutorials " + dir, "--work " + filepath.Join(dir, "b")}},
		{[]string{"-v", "--grace", "5s", "--silence", "1h"}, []string{"--grace 5s", "--silence 1h0m0s", "--verbose"}},
		{[]string{"--allow-host", "a", "--allow-host", "b", "--base-url", "http://a"}, []string{"--allow-host a,b", "--base-url http://a"}},
	} {
		want := ""
		if len(c.named) > 0 {
			want = "It was started without " + strings.Join(c.named, ", ") + " and goes on so; end it first to have that, or add --port 0 to start a second one beside it.\n"
		}
		if said, warned := again(t, c.args...); warned != want || !strings.Contains(said, "running already") {
			t.Errorf("%v: %q, %q; want %q", c.args, said, warned, want)
		}
	}
	t.Setenv("CRUNCHY_PYTHON", "3.9")
	if _, warned := again(t); !strings.Contains(warned, "--python 3.9") {
		t.Errorf("from the environment: %q", warned)
	}
	t.Setenv("CRUNCHY_PYTHON", "")
	// The advice holds: with that flag it is a second server.
	second, _ := start(t, "--work", filepath.Join(dir, "b"), "--port", "0")
	if n := len(noted(t)); n != 2 {
		t.Errorf("%d servers after the second start, which printed %q", n, second)
	}
}

func TestServerWithAGivenTokenIsHandedTutorialsToo(t *testing.T) {
	alone(t)
	file := filepath.Join(t.TempDir(), "token")
	os.WriteFile(file, []byte("of-a-file\n"), 0o600)
	first, _ := start(t, "--token-file", file, "--port", strconv.Itoa(freePort(t)))
	for _, args := range [][]string{{"--token-file", file}, nil} {
		if said, _ := again(t, args...); !strings.Contains(said, "running already") || !strings.Contains(said, strings.SplitN(first, "?", 2)[0]) {
			t.Errorf("%v: first %q, then %q", args, first, said)
		}
	}
}

// A stranger may have taken the port of a server that was killed.
func TestStrangerOnTheOldPortLearnsNothing(t *testing.T) {
	alone(t)
	var told output
	stranger := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Write(&told)
		io.WriteString(w, `{"crunchy":"ok","proof":"0","path":"/phish"}`)
	}))
	defer stranger.Close()
	dir := filepath.Join(os.Getenv("XDG_STATE_HOME"), "crunchy")
	os.MkdirAll(dir, 0o700)
	secret := strings.Repeat("s", 64)
	os.WriteFile(filepath.Join(dir, "running-1.json"), []byte(`{"url":"`+stranger.URL+`","local":"`+stranger.URL+`","token":"`+secret+`","port":8001}`), 0o600)
	os.WriteFile(filepath.Join(dir, stateFile), []byte(`{"token":"`+secret+`","port":`+strconv.Itoa(freePort(t))+`}`), 0o600)
	printed, _ := start(t)
	if strings.Contains(printed, "phish") || strings.Contains(told.String(), secret) || told.String() == "" {
		t.Errorf("printed %q; the stranger was told %q", printed, told.String())
	}
}

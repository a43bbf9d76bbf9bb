package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// output is what a program has written so far.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

var address = regexp.MustCompile(`http://\S+`)

// start runs the program until the test ends and returns the address it prints.
func start(t *testing.T, args ...string) (printed string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out output
	done := make(chan error, 1)
	go func() { done <- run(ctx, append(args, "--no-browser"), &out, io.Discard) }()
	stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(5 * time.Second):
			t.Error("the program does not end within five seconds")
			return nil
		}
	})
	t.Cleanup(func() { stop() })
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if a := address.FindString(out.String()); a != "" {
			return a, stop
		}
		select {
		case err := <-done:
			done <- err
			t.Fatalf("the program ended: %v", err)
		default:
		}
	}
	t.Fatalf("no address is printed: %q", out.String())
	return "", nil
}

// alone gives the test a state of its own and no CRUNCHY_ variables.
func alone(t *testing.T) {
	t.Helper()
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	for _, kv := range os.Environ() {
		if name, _, _ := strings.Cut(kv, "="); strings.HasPrefix(name, "CRUNCHY_") {
			t.Setenv(name, "")
		}
	}
}

func get(t *testing.T, address string) (int, string) {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b)
}

func TestStartPrintsAnAddressThatLogsIn(t *testing.T) {
	alone(t)
	printed, stop := start(t, "--port", "0", "--token", "T")
	if !strings.HasPrefix(printed, "http://127.0.0.1:") || !strings.HasSuffix(printed, "/?token=T") {
		t.Errorf("printed %q", printed)
	}
	if status, body := get(t, printed); status != 200 || !strings.Contains(body, "Go on") {
		t.Errorf("%d %s", status, body)
	}
	if err := stop(); err != nil {
		t.Errorf("ended with %v", err)
	}
	if _, err := http.Get(printed); err == nil {
		t.Error("something still answers")
	}
}

func TestRestartKeepsTokenAndPort(t *testing.T) {
	alone(t)
	first, stop := start(t, "--port", strconv.Itoa(freePort(t)))
	stop()
	if second, _ := start(t); second != first {
		t.Errorf("first %q, then %q", first, second)
	}
	info, err := os.Stat(filepath.Join(os.Getenv("XDG_STATE_HOME"), "crunchy", "server.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the state file: %v, %v", info, err)
	}
}

func freePort(t *testing.T) int {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// Whether we hold the usual port or another program does, it is taken.
func TestNextFreePortIsTakenAndSaid(t *testing.T) {
	alone(t)
	const usual = 8001
	if taken, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(usual)); err == nil {
		defer taken.Close()
	}
	printed, _ := start(t)
	u, err := url.Parse(printed)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := strconv.Atoi(u.Port())
	if got <= usual || got >= usual+nextPorts {
		t.Errorf("printed %q", printed)
	}
	for port := usual; port < got; port++ {
		if l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port)); err == nil {
			l.Close()
			t.Errorf("port %d is free, and %d was taken", port, got)
		}
	}
	if status, _ := get(t, printed); status != 200 {
		t.Errorf("%s answers %d", printed, status)
	}
}

func TestWhatCannotBeDoneIsSaidInOneSentence(t *testing.T) {
	alone(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := strconv.Itoa(taken.Addr().(*net.TCPAddr).Port)
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "notes.pdf"), nil, 0o644)
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no Python":          {[]string{"--python", filepath.Join(dir, "python9")}, "python9; give the path of one that is installed, or leave the flag out"},
		"a taken port":       {[]string{"--port", port}, "taken"},
		"no such file":       {[]string{filepath.Join(dir, "no.md")}, "no file or folder"},
		"not a lesson":       {[]string{filepath.Join(dir, "notes.pdf")}, "not a lesson"},
		"not loopback":       {[]string{"--host", "0.0.0.0"}, "127.0.0.1"},
		"a bad address":      {[]string{"https://"}, "not an address"},
		"two tutorials":      {[]string{"a", "b"}, "accepts at most 1 arg"},
		"an unknown flag":    {[]string{"--nothing"}, "unknown flag"},
		"no token in a file": {[]string{"--token-file", filepath.Join(dir, "none")}, "token"},
		"a bad front end":    {[]string{"--static", dir}, "--static"},
		"no such version":    {[]string{"--python", "3.99"}, "leave the flag out to run what python3 is"},
		"a broken address":   {[]string{"--base-url", "http://[bad"}, "--base-url http://[bad is no address of a web server; write it as in --base-url https://example.org/crunchy"},
		"only a host":        {[]string{"--base-url", "example.org"}, "--base-url"},
		"another scheme":     {[]string{"--base-url", "ftp://example.org"}, "--base-url"},
		"no host":            {[]string{"--base-url", "http:///crunchy"}, "--base-url"},
		"only a port":        {[]string{"--base-url", "http://:8001/"}, "--base-url"},
		"a bad limit":        {[]string{"--limit", "memory=2X"}, "write a size such as 2G, or none"},
		"no such limit":      {[]string{"--limit", "water=2L"}, "there is no limit \"water\"; there are memory, "},
		"no starts":          {[]string{"--starts", "0"}, "--starts 0"},
		"no subscribers":     {[]string{"--subscribers", "0"}, "--subscribers 0"},
		"no polls":           {[]string{"--polls", "0"}, "--polls 0"},
		"frontends' port":    {[]string{"--frontend-addr", "7007"}, "--frontend-addr 7007 is no address"},
		"frontends anywhere": {[]string{"--frontend-addr", ":7007"}, "it does not listen on every address; use --frontend-addr 127.0.0.1:7007"},
		"frontends outside":  {[]string{"--frontend-addr", "0.0.0.0:0"}, "it does not listen on 0.0.0.0"},
		"frontends' taken":   {[]string{"--frontend-addr", "127.0.0.1:" + port}, "choose another port with --frontend-addr"},
		"a query":            {[]string{"--base-url", "http://example.org/?a=b"}, "--base-url"},
	} {
		args := append([]string{"--no-browser", "--token", "T"}, c.args...)
		if name == "no token in a file" {
			args = append([]string{"--no-browser"}, c.args...)
		}
		if name != "a taken port" {
			args = append(args, "--port", "0")
		}
		err := run(t.Context(), args, io.Discard, io.Discard)
		if err == nil || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(c.want)) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFlagsFromTheEnvironment(t *testing.T) {
	alone(t)
	t.Setenv("CRUNCHY_TOKEN", "from-the-environment")
	t.Setenv("CRUNCHY_PORT", "0")
	if printed, _ := start(t); !strings.HasSuffix(printed, "token=from-the-environment") {
		t.Errorf("printed %q", printed)
	}
	t.Setenv("CRUNCHY_GRACE", "soon")
	if err := run(t.Context(), []string{"--no-browser"}, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "CRUNCHY_GRACE") {
		t.Errorf("%v", err)
	}
}

func TestVersionAndCompletion(t *testing.T) {
	alone(t)
	for _, args := range [][]string{{"version"}, {"--version"}, {"--help"}, {"completion", "bash"}, {"completion", "fish"}} {
		var out output
		if err := run(t.Context(), args, &out, io.Discard); err != nil || !strings.Contains(out.String(), "crunchy") {
			t.Errorf("%v: %v, %.80q", args, err, out.String())
		}
	}
}

// run1 opens the page of a lesson and runs its first block, with a program's token.
func run1(t *testing.T, printed, tutorial, route string) (status int, page string) {
	t.Helper()
	base := printed[:strings.Index(printed, "/?token=")]
	do := func(target string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), "POST", base+target, strings.NewReader("x = 1\n"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer T")
		req.Header.Set("Accept", "application/json")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(b)
	}
	_, page = do("/page_init?tutorial=" + tutorial)
	uid := regexp.MustCompile(`"uid":"(\d+)"`).FindStringSubmatch(page)
	if uid == nil {
		t.Fatalf("no element: %s", page)
	}
	status, _ = do("/" + route + "?uid=" + uid[1])
	return status, page
}

func TestWorkGoesIntoTheHomeFolderWhenThereIsSome(t *testing.T) {
	alone(t)
	lesson := filepath.Join(t.TempDir(), "mine.md")
	os.WriteFile(lesson, []byte("# Mine\n\n```python editor name=sum\nprint(1)\n```\n"), 0o644)
	printed, _ := start(t, "--port", "0", "--token", "T", lesson)
	_, page := run1(t, printed, "mine.md", "versions")
	entries, _ := os.ReadDir(os.Getenv("HOME"))
	if len(entries) != 0 || !strings.Contains(page, `"file":"~/Crunchy/`) {
		t.Errorf("before anything was written there is %v; %s", entries, page)
	}
	if status, _ := run1(t, printed, "mine.md", "save"); status != 200 {
		t.Errorf("saving: %d", status)
	}
	files, _ := filepath.Glob(filepath.Join(os.Getenv("HOME"), "Crunchy", "*", "sum.py"))
	if len(files) != 1 {
		t.Errorf("the files are %v", files)
	}
}

func TestWithoutAHomeWorkIsKeptWithTheProgramsOwnFiles(t *testing.T) {
	for name, home := range map[string]string{"none": "", "not there": filepath.Join(t.TempDir(), "gone"), "relative": "."} {
		t.Run(name, func(t *testing.T) {
			alone(t)
			t.Setenv("HOME", home)
			t.Setenv("USERPROFILE", home)
			lesson := filepath.Join(t.TempDir(), "mine.md")
			os.WriteFile(lesson, []byte("# Mine\n\n```python editor name=sum\nprint(1)\n```\n"), 0o644)
			printed, _ := start(t, "--port", "0", "--token", "T", lesson)
			if status, _ := run1(t, printed, "mine.md", "save"); status != 200 {
				t.Errorf("saving: %d", status)
			}
			files, _ := filepath.Glob(filepath.Join(os.Getenv("XDG_STATE_HOME"), "crunchy", "work", "*", "sum.py"))
			if len(files) != 1 {
				t.Errorf("the files are %v", files)
			}
		})
	}
}

package main

import (
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// opener takes the place of the desktop's way to open something: it keeps what
// it was given, and what others may do with that file.
const opener = `#!/bin/sh
printf '%s\n' "$@" >"$OPENED.new"
stat -c %a "${1#file://}" >>"$OPENED.new"
mv "$OPENED.new" "$OPENED"
`

// desktop gives the test a screen and an opener, and returns the file it writes.
func desktop(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte(opener), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	t.Setenv("DISPLAY", ":0")
	t.Setenv("OPENED", filepath.Join(dir, "opened"))
	return filepath.Join(dir, "opened")
}

// opened waits until a browser was opened, and returns the page it was given.
func opened(t *testing.T, file string) string {
	t.Helper()
	var text []byte
	for deadline := time.Now().Add(20 * time.Second); len(text) == 0; time.Sleep(5 * time.Millisecond) {
		if text, _ = os.ReadFile(file); time.Now().After(deadline) {
			t.Fatal("no browser is opened")
		}
	}
	os.Remove(file)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "file:///") || strings.Contains(lines[0], "token") || lines[1] != "600" {
		t.Fatalf("the browser is given %q; want one file that only its owner reads", lines)
	}
	u, err := url.Parse(lines[0])
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Dir(u.Path)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("its folder: %v, %v", info, err)
	}
	page, err := os.ReadFile(u.Path)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

func TestBrowserIsOpenedThroughAPrivateFile(t *testing.T) {
	alone(t)
	file := desktop(t)
	ctx, cancel := context.WithCancel(t.Context())
	var out output
	done := make(chan error, 1)
	go func() { done <- run(ctx, []string{"--port", strconv.Itoa(freePort(t))}, &out, io.Discard) }()
	page := opened(t, file)
	printed := address.FindString(out.String())
	if !strings.Contains(printed, "/?token=") || !strings.Contains(page, `content="0;url=`+printed+`"`) {
		t.Errorf("printed is %q, opened %q", out.String(), page)
	}
	lesson := filepath.Join(t.TempDir(), "mine.md")
	os.WriteFile(lesson, []byte("# Mine\n"), 0o644)
	if err := run(t.Context(), []string{lesson}, &out, io.Discard); err != nil {
		t.Error(err)
	}
	if page := opened(t, file); !strings.Contains(page, "/mine.md?token=") {
		t.Errorf("a second start opens %q", page)
	}
	// Without a screen the address that is printed has to do.
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("BROWSER", "")
	var said output
	if err := run(t.Context(), nil, &said, io.Discard); err != nil || !strings.Contains(said.String(), "The browser could not be started; please open that address yourself.") {
		t.Errorf("%q, %v", said.String(), err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

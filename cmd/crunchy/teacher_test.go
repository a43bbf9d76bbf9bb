package main

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestTeacherPassword reads it from where it may stand, and refuses what is none.
func TestTeacherPassword(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	read := func(o options, stdin string) (string, bool, error) {
		return o.teacherPassword(strings.NewReader(stdin))
	}
	fromFile := func(text string) (string, bool, error) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return read(options{passwordFile: file, teacher: true}, "not this one at all\n")
	}
	for text, want := range map[string]string{
		"correct horse\n": "correct horse", "  correct horse \r\nmore\n": "correct horse", "zwölf Zeichen": "zwölf Zeichen",
		"too short\n": "", "": "", "\ncorrect horse\n": "", strings.Repeat("x", 1<<10): "", strings.Repeat("x", 9<<10): "",
	} {
		for name, from := range map[string]func(string) (string, bool, error){
			"a file": fromFile, "standard input": func(text string) (string, bool, error) { return read(options{passwordFile: "-"}, text) },
		} {
			got, made, err := from(text)
			if got != want || made || (err == nil) != (want != "") {
				t.Errorf("%.20q in %s: %q %v %v", text, name, got, made, err)
			}
			if err != nil && strings.Contains(err.Error(), "short") {
				t.Errorf("the sentence tells what was read: %v", err)
			}
		}
	}
	if _, _, err := read(options{passwordFile: file + "x"}, ""); err == nil || !strings.Contains(err.Error(), "name a file") {
		t.Errorf("a file that is not there: %v", err)
	}
	if got, made, err := read(options{}, "correct horse battery\n"); got != "" || made || err != nil {
		t.Errorf("without a flag: %q %v %v", got, made, err)
	}
	seen := map[string]bool{}
	for range 100 {
		got, made, err := read(options{teacher: true}, "")
		if seen[got] || !made || err != nil || !regexp.MustCompile(`^([a-km-z2-9]{4}-){3}[a-km-z2-9]{4}$`).MatchString(got) {
			t.Errorf("a new one: %q %v %v", got, made, err)
		}
		seen[got] = true
	}
}

// TestTheTeacherSignsIn starts the program as a teacher does, with no word more
// than is needed, and signs in with what it prints.
func TestTheTeacherSignsIn(t *testing.T) {
	alone(t)
	ctx, cancel := context.WithCancel(t.Context())
	var out, log output
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"--no-browser", "--port", "0", "--teacher", "--verbose"}, &out, &log)
	}()
	defer func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	said := regexp.MustCompile(`The teacher signs in at (\S+)\nThe teacher's password is (\S+); it is not shown again\.\n`)
	m := said.FindStringSubmatch(out.String())
	for deadline := time.Now().Add(20 * time.Second); m == nil; m = said.FindStringSubmatch(out.String()) {
		if time.Now().After(deadline) {
			t.Fatalf("no password is printed: %q", out.String())
		}
		time.Sleep(5 * time.Millisecond)
	}
	page, _ := url.Parse(m[1])
	jar, _ := cookiejar.New(nil)
	client := &http.Client{Jar: jar}
	ask := func(method, path, body string) (int, string) {
		req, _ := http.NewRequestWithContext(t.Context(), method, page.Scheme+"://"+page.Host+path, strings.NewReader(body))
		req.Header.Set("Origin", page.Scheme+"://"+page.Host)
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(b)
	}
	ask("GET", page.RequestURI(), "")
	if _, body := ask("GET", "/teacher", ""); !strings.Contains(body, `type="password"`) || strings.Contains(body, m[2]) {
		t.Errorf("before: %s", body)
	}
	if status, body := ask("POST", "/publish?channel=notice", `{"text":"x"}`); status != 403 {
		t.Errorf("a notice of somebody: %d %s", status, body)
	}
	if status, body := ask("POST", "/teacher", m[2]); status != 200 {
		t.Errorf("signing in: %d %s", status, body)
	}
	if status, body := ask("POST", "/publish?channel=notice", `{"text":"x"}`); status != 200 {
		t.Errorf("a notice of the teacher: %d %s", status, body)
	}
	if text := log.String(); strings.Contains(text, m[2]) {
		t.Errorf("the log tells the password: %s", text)
	}
	if strings.Count(out.String(), m[2]) != 1 {
		t.Error("the password is printed more than once")
	}
}

//go:build unix

package protocoltest_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestFrontendsOfTheLesson runs the programs that the lesson about frontends shows,
// as a reader does who has saved them.
func TestFrontendsOfTheLesson(t *testing.T) {
	lesson, err := os.ReadFile("../../../tutorials/writing-a-frontend.md")
	if err != nil {
		t.Fatal(err)
	}
	srv := start(t, setup{args: []string{"--frontend-addr", "127.0.0.1:0"}})
	for _, c := range []struct{ language, file, command, address string }{
		{"python", "frontend.py", "python3", srv.URL},
		{"js", "frontend.mjs", "node", srv.URL},
		{"go", "frontend.go", "go run", srv.URL},
		{"python", "messages.py", "python3", srv.frontendAddress(t)},
	} {
		t.Run(c.file, func(t *testing.T) {
			command := strings.Fields(c.command)
			if _, err := exec.LookPath(command[0]); err != nil {
				lacks(t, err) // it says which
			}
			_, code, found := strings.Cut(string(lesson), "`"+c.file+"`")
			_, code, _ = strings.Cut(code, "```"+c.language+"\n")
			code, _, closed := strings.Cut(code, "\n```")
			file := filepath.Join(t.TempDir(), c.file)
			if err := os.WriteFile(file, []byte(code+"\n"), 0o644); err != nil || !found || !closed {
				t.Fatalf("the lesson shows none (%v)", err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
			defer cancel()
			const source = "name = input('Who? ')\nprint('Hello,', name, 6 * 7, chr(8364))\n1 / 0"
			args := append(command[1:], file, c.address, token, "first-steps/01-hello.md", source)
			cmd := exec.CommandContext(ctx, command[0], args...)
			cmd.Stdin = strings.NewReader("Ada\n")
			var errs strings.Builder
			cmd.Stderr = &errs
			out, err := cmd.Output()
			if err != nil || !strings.HasPrefix(string(out), "Who? Hello, Ada 42 €\n") || !strings.Contains(string(out), "ZeroDivisionError") {
				t.Errorf("%v: it shows %q, %s", err, out, errs.String())
			}
			if said, _ := srv.ctl("pages"); strings.Contains(said, "  open  ") {
				t.Errorf("it leaves a page open: %s", said)
			}
		})
	}
}

// frontendAddress is where frontends come in over TCP.
func (s *server) frontendAddress(t *testing.T) string {
	t.Helper()
	m := frontendLine.FindStringSubmatch(s.log.String())
	if m == nil {
		t.Fatalf("it does not say where frontends come in: %s", s.log.String())
	}
	return m[1]
}

var frontendLine = regexp.MustCompile(`(?m)^Frontends come in at (\S+)$`)

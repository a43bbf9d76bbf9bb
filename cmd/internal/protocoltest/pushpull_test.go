//go:build unix

package protocoltest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// pushed reads what is pushed until the text of an element ends so.
func pushed(t *testing.T, s *protocoltest.Session, n int, end string) (shown string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for !strings.HasSuffix(shown, end) {
		f, err := s.Push(ctx)
		if err != nil {
			t.Fatalf("%v, after %q", err, shown)
		}
		if f.UID == s.UID(n) && (f.Type == "STDOUT" || f.Type == "STDERR") {
			shown += f.Data
		}
	}
	return shown
}

func TestASessionWithPushAndPull(t *testing.T) {
	s := common(t)
	one, err := s.Begin(t.Context(), "lesson.md")
	if err != nil {
		t.Fatal(err)
	}
	two, err := s.Begin(t.Context(), "lesson.md")
	if err != nil {
		t.Fatal(err)
	}
	pull := func(s *protocoltest.Session, what string, n int, data string) {
		t.Helper()
		if err := s.Pull(t.Context(), what, s.UID(n), data); err != nil {
			t.Fatal(err)
		}
	}
	// Each is an instance of its own, and the messages of both are kept apart.
	pull(one, "EXEC", alone1, "x = input('Name? ')")
	pull(two, "EXEC", alone1, "x = 'of two'")
	pushed(t, one, alone1, "Name? ")
	pull(one, "POST", alone1, "Ada\n")
	pushed(t, two, alone1, "--> ")
	pull(one, "EXEC", alone1, "print(x + '!')")
	pull(two, "EXEC", alone1, "print(x + '!')")
	pushed(t, one, alone1, "Ada!\n--> ")
	pushed(t, two, alone1, "of two!\n--> ")

	// Nothing is lost between two messages, each of which has a push of its own.
	pull(one, "EXEC", alone1, "import sys\nfor i in range(100): sys.stdout.write(f'{i}\\n'); _ = sys.stderr.write(f'{i}\\n')")
	shown := pushed(t, one, alone1, "99\n--> ")
	for i := range 100 {
		if n := strings.Count("\n"+shown, fmt.Sprintf("\n%d\n", i)); n == 0 {
			t.Errorf("%d is lost: %q", i, shown)
		}
	}
	pull(one, "EXEC", alone1, "while True: pass")
	pull(one, "INTERRUPT", alone1, "")
	pushed(t, one, alone1, "KeyboardInterrupt\n--> ")
}

// TestWhoDisappearsIsNoticed has a client that never opens a push, or no more.
func TestWhoDisappearsIsNoticed(t *testing.T) {
	s := start(t, setup{lessons: lessons, args: []string{"--grace", "2s"}})
	one, err := s.Begin(t.Context(), "lesson.md")
	if err != nil {
		t.Fatal(err)
	}
	if err := one.Pull(t.Context(), "EXEC", one.UID(alone1), "while True: pass"); err != nil {
		t.Fatal(err)
	}
	var gone *protocoltest.StatusError
	err = poll(patience, func() bool {
		err := one.Pull(t.Context(), "POST", one.UID(alone1), "")
		return errors.As(err, &gone) && gone.Status == 404
	})
	if err != nil {
		t.Errorf("a session that nobody listens to: %v", err)
	}
	if _, err := one.Push(t.Context()); !errors.As(err, &gone) || gone.Status != 404 {
		t.Errorf("then a push: %v", err)
	}
}

// visitor runs the client that a session begins with, outside a browser, as one
// that says who it is.
const visitor = `
const [base, token, file] = process.argv.slice(2);
const real = fetch;
globalThis.fetch = (path, options) => real(base + path, { ...options, headers: { ...options.headers, Authorization: "Bearer " + token } });
const source = require("fs").readFileSync(file, "utf8");
(0, eval)(source);
const uid = crunchy.elements[%d].uid;
let shown = "";
crunchy.listen((type, from, data) => {
  if (type === "STDOUT" && from === uid) shown += data;
  if (shown.includes("é€\n--> ")) {
    console.log(JSON.stringify(shown));
    process.exit(0);
  }
});
crunchy.pull("EXEC", uid, "print('é' + chr(8364))");
`

func TestTheClientThatASessionBeginsWith(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		lacks(t, "there is no Node to run it with")
	}
	s := common(t)
	session, err := s.Begin(t.Context(), "lesson.md")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	client, driver := filepath.Join(dir, "client.js"), filepath.Join(dir, "driver.cjs")
	for name, text := range map[string]string{client: session.Script, driver: fmt.Sprintf(visitor, alone1-1)} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, node, driver, s.URL, token, client).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "é€") {
		t.Errorf("%v: %s", err, out)
	}
}

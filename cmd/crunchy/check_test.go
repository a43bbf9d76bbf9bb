package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checked runs crunchy check and returns what it prints and its exit status.
func checked(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	if err := run(t.Context(), append([]string{"check"}, args...), &out, &errs); err != nil {
		code = exitCode(err, &errs)
	}
	return out.String(), errs.String(), code
}

func TestCheck(t *testing.T) {
	alone(t)
	dir := t.TempDir()
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	good := write("good.md", "```pycon\n>>> 6 * 7\n42\n```\n")
	bad := write("bad.md", "```pycon\n>>> 6 * 7\n43\n```\n")
	junit := filepath.Join(dir, "report.xml")

	out, errs, code := checked(t, good)
	if out != "1 lesson, 1 block: all as the page says.\n" || errs != "" || code != 0 {
		t.Errorf("%d: %s%s", code, out, errs)
	}
	out, errs, code = checked(t, dir, "--junit", junit)
	if want := filepath.ToSlash(bad) + ":2: "; !strings.HasPrefix(out, want) || !strings.HasSuffix(out, "\n    -43\n    +42\n1 finding in 1 lesson.\n") || errs != "" || code != 1 {
		t.Errorf("%d: %s%s", code, out, errs)
	}
	if data, err := os.ReadFile(junit); err != nil || !bytes.Contains(data, []byte(`failures="1"`)) {
		t.Errorf("%v %s", err, data)
	}
	out, _, code = checked(t, "--json", bad, good)
	var all []map[string]any
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) != 1 || all[0]["line"] != 2.0 || code != 1 {
		t.Errorf("%d: %v %s", code, err, out)
	}
	if out, _, code = checked(t, "--update", bad); !strings.HasPrefix(out, "1 output written anew.\n1 lesson,") || code != 0 {
		t.Errorf("%d: %s", code, out)
	}
	if out, _, code = checked(t, bad); code != 0 {
		t.Errorf("after the update: %d: %s", code, out)
	}
}

func TestWhatCannotBeCheckedIsSaid(t *testing.T) {
	alone(t)
	lesson := filepath.Join(t.TempDir(), "x.md")
	if err := os.WriteFile(lesson, []byte("# x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"nothing.md"}, {t.TempDir()}, {"check.go"}, {"--python", "3.7", lesson}, {"--timeout", "0s", lesson}, {"--frob"},
		{"--update"}, {"--update", "--python", "3.8,3.9", lesson}, {"--junit", filepath.Join(lesson, "x"), lesson},
	} {
		out, errs, code := checked(t, args...)
		if out != "" || strings.Count(errs, "\n") != 1 || !strings.HasPrefix(errs, "crunchy: ") || code != 2 {
			t.Errorf("%v: %d: %q %q", args, code, out, errs)
		}
	}
}

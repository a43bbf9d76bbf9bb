//go:build unix

package protocoltest_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestReadmeClient runs the client that the README shows, against a server with
// the embedded lessons; only its address and token are this test's.
func TestReadmeClient(t *testing.T) {
	b, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, code, found := strings.Cut(string(b), "```python\nimport urllib.request\n")
	code, _, closed := strings.Cut(code, "\n```")
	if !found || !closed {
		t.Fatal("the README shows no client")
	}
	if n := strings.Count(code, "\n"); n > 32 {
		t.Errorf("the client has %d lines", n)
	}
	srv := start(t, setup{})
	code = "import urllib.request\n" + strings.NewReplacer("http://127.0.0.1:8001", srv.URL, "Bearer secret", "Bearer "+token).Replace(code)
	out, err := exec.CommandContext(t.Context(), "python3", "-c", code).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, part := range []string{"Who? ", "TypeError", ">>> "} {
		if !strings.Contains(string(out), part) {
			t.Errorf("it does not show %q:\n%s", part, out)
		}
	}
}

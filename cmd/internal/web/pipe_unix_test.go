//go:build unix

package web_test

import (
	"syscall"
	"testing"
)

// pipe makes a file that nobody writes to: who reads it waits for ever.
func pipe(t *testing.T, name string) {
	t.Helper()
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
}

package protocoltest_test

import (
	"os"
	"testing"
)

// lacks skips a test for which something is missing here. In CI nothing may be.
// These tests share no code with what they test, so it is their own.
func lacks(t *testing.T, why any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

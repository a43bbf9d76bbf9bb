package browsertest_test

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

// needMatplotlib skips where no Python has it.
func needMatplotlib(t *testing.T) {
	t.Helper()
	if shared.python == "" {
		lacks(t, "no Python here has matplotlib, so no plot can be seen")
	}
}

// needDocumentation skips where the official pages are not installed.
func needDocumentation(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(documentation + "/tutorial/introduction.html"); err != nil {
		lacks(t, "Debian's python3-doc is not installed")
	}
}

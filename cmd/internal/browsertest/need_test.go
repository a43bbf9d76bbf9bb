package browsertest_test

import (
	"os"
	"testing"
)

// needMatplotlib skips where no Python has it.
func needMatplotlib(t *testing.T) {
	t.Helper()
	if shared.python != "" {
		return
	}
	const why = "no Python here has matplotlib, so no plot can be seen"
	if os.Getenv("CI") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}

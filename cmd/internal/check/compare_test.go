package check_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"crunchy/cmd/internal/check"
	"crunchy/cmd/internal/missing"
)

// What prints the same is told by Python's own doctest and by the page alike.
func TestComparedAsDoctestDoes(t *testing.T) {
	py, err := exec.LookPath("python3")
	if err != nil {
		missing.Skip(t, "there is no Python to compare with")
	}
	tests := []struct{ want, got, option string }{
		{"1\n", "1\n", ""}, {"1\n", "2\n", ""}, {"1\n", "True\n", ""}, {"0\n", "False\n", ""}, {"1\n", "True\n", "DONT_ACCEPT_TRUE_FOR_1"},
		{"a b\n", "a  b\n", ""}, {"a b\n", "a  b\n", "NORMALIZE_WHITESPACE"}, {"a\nb\n", " a b\n", "NORMALIZE_WHITESPACE"},
		{"a...c\n", "abc\n", ""}, {"a...c\n", "abc\n", "ELLIPSIS"}, {"...\n", "x\ny\n", "ELLIPSIS"}, {"...a...a\n", "a\n", "ELLIPSIS"},
		{"a...b...c\n", "a1c2b3c\n", "ELLIPSIS"}, {"a...b...c\n", "ab\n", "ELLIPSIS"}, {"aa...aa\n", "aaa\n", "ELLIPSIS"}, {"[0, ..., 9]\n", "[0, 1, 9]\n", "ELLIPSIS"},
		{"a\n<BLANKLINE>\nb\n", "a\n\nb\n", ""}, {"a\n<BLANKLINE>\nb\n", "a\nb\n", ""}, {"<BLANKLINE>\nb\n", "   \nb\n", ""},
		{"a\n<BLANKLINE>\nb\n", "a\n\nb\n", "DONT_ACCEPT_BLANKLINE"}, {"x\n", "", ""}, {"A\n", "a\n", "ELLIPSIS"},
	}
	var given [][3]string
	for _, tt := range tests {
		given = append(given, [3]string{tt.want, tt.got, tt.option})
	}
	in, err := json.Marshal(given)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(py, "-c", "import doctest, json, sys\n"+
		"for want, got, option in json.load(sys.stdin):\n"+
		"    print(doctest.OutputChecker().check_output(want, got, getattr(doctest, option) if option else 0))\n")
	cmd.Stdin = strings.NewReader(string(in))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for i, said := range strings.Fields(string(out)) {
		tt := tests[i]
		if got := fmt.Sprint(check.Same(tt.want, tt.got, map[string]bool{tt.option: true})); strings.ToLower(said) != got {
			t.Errorf("%q, %q, %s: %s, not %s", tt.want, tt.got, tt.option, got, said)
		}
	}
}

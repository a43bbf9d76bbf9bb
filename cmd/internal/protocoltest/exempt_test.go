//go:build unix

package protocoltest_test

import (
	"flag"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/docs.txt anew: what comes now, where it is not as listed; new examples get the reason ?")

// reasons are why an example may print something else than the page says. None
// of them is ours.
var reasons = map[string]string{
	"version":   "another version of Python, or another place of its installation",
	"files":     "the file system: a file that the reader was to make, or another computer's folders",
	"network":   "the network",
	"random":    "randomness: random numbers, the order of a set, the speed of the computer",
	"address":   "addresses of objects in memory",
	"time":      "the date of today",
	"input":     "what the reader types is shown in the page, but is never echoed on the wire",
	"shortened": "the author shortened the example, its output or what leads up to it",
	"locale":    "a locale that this computer does not have",
}

// exempt is an example that prints something else than the page says, and what.
type exempt struct {
	reason, key string   // key: page and example
	lines       []string // each with its mark
}

// docsHead explains the file.
const docsHead = `# What prints something else than the official tutorial says: reason, page, example;
# then what it prints instead, without the frames of tracebacks. A line after | is
# printed just so, one after ~ is a regular expression for a line, one after * for
# any number of lines, and one after = is what Python itself is to be asked for.
`

// readListed reads the differences by page and example.
func readListed(t *testing.T) map[string]exempt {
	t.Helper()
	b, err := os.ReadFile("testdata/docs.txt")
	if err != nil && !*update {
		t.Fatal(err)
	}
	listed := map[string]exempt{}
	var key string
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "\t"):
			e := listed[key]
			e.lines = append(e.lines, line[1:])
			listed[key] = e
		default:
			var reason string
			reason, key, _ = strings.Cut(line, " ")
			if reasons[reason] == "" && !*update {
				t.Errorf("%q is not a reason", line)
			}
			listed[key] = exempt{reason: reason, key: key}
		}
	}
	return listed
}

// matches reports whether an output is what the lines say.
func (e exempt) matches(got string) bool {
	pattern := "^"
	for _, line := range e.lines {
		switch mark, text := line[:1], strings.TrimPrefix(line[1:], " "); mark {
		case "|":
			pattern += regexp.QuoteMeta(text) + "\n"
		case "~":
			pattern += "(?:" + text + ")\n"
		case "*":
			pattern += "(?:(?:" + text + ")\n)*"
		case "=":
			out, err := exec.Command(docsPython, "-c", text).Output()
			if err != nil {
				return false
			}
			pattern += regexp.QuoteMeta(string(out))
		}
	}
	re, err := regexp.Compile(pattern + "$")
	if got != "" {
		got += "\n"
	}
	return err == nil && re.MatchString(got)
}

// What is listed has to be met: anything else that an example prints is a fault.
func TestListedOutputsAreCompared(t *testing.T) {
	listed := readListed(t)
	for key, e := range listed {
		for _, wrong := range []string{"Traceback (most recent call last):\nSystemError: ours", "something else", "1\n2\n3"} {
			if e.matches(wrong) {
				t.Errorf("%s would take %q", key, wrong)
			}
		}
		if (len(e.lines) > 0) == e.matches("") {
			t.Errorf("%s would take nothing for %q", key, e.lines)
		}
	}
	for _, c := range []struct {
		lines, got string
		want       bool
	}{
		{"| a.c\n~ [0-9]+", "a.c\n12", true},
		{"| a.c\n~ [0-9]+", "abc\n12", false},
		{"| a.c\n~ [0-9]+", "a.c\n12\n13", false},
		{"| a\n* x|y\n| b", "a\nx\ny\nb", true},
		{"| a\n* x|y\n| b", "a\nb", true},
		{"| a\n* x|y\n| b", "a\nz\nb", false},
		{"|\n| b", "\nb", true},
		{"~ a|b", "ab", false},
		{"~ (", "(", false},
	} {
		if e := (exempt{lines: strings.Split(c.lines, "\n")}); e.matches(c.got) != c.want {
			t.Errorf("%q takes %q: %v", c.lines, c.got, !c.want)
		}
	}
}

// literally is how an output is listed that never changes.
func literally(got string) (lines []string) {
	if got == "" {
		return nil
	}
	for line := range strings.SplitSeq(got, "\n") {
		lines = append(lines, strings.TrimRight("| "+line, " "))
	}
	return lines
}

// inText writes the differences down.
func inText(all []exempt) string {
	var b strings.Builder
	for _, e := range all {
		b.WriteString("\n" + e.reason + " " + e.key + "\n")
		for _, line := range e.lines {
			b.WriteString("\t" + line + "\n")
		}
	}
	return b.String()
}

package main

import (
	"bytes"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// TestManual looks that every command and every flag is in the manual page, that
// nothing in it is taken for an order to man, and that man reads it where it is.
func TestManual(t *testing.T) {
	alone(t)
	var out bytes.Buffer
	if err := run(t.Context(), []string{"man"}, &out, &out); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	root := command(&out, &out)
	for _, c := range commandsBelow(root) {
		if c.Name() == "help" || c.Name() == "completion" || c.HasParent() && c.Parent().Name() == "completion" {
			continue
		}
		if !strings.Contains(text, "\n.SS "+roff(strings.TrimPrefix(c.CommandPath(), "crunchy "))+"\n") {
			t.Errorf("%s is missing", c.CommandPath())
		}
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && !strings.Contains(text, roff("--"+f.Name)) {
				t.Errorf("--%s of %s is missing", f.Name, c.CommandPath())
			}
		})
	}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, "'") || strings.HasPrefix(line, ".") && !order.MatchString(line) {
			t.Errorf("man would take %q for an order", line)
		}
	}
	if groff, err := exec.LookPath("groff"); err == nil {
		cmd := exec.Command(groff, "-man", "-Tutf8", "-ww")
		cmd.Stdin = strings.NewReader(text)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		if said, err := cmd.Output(); err != nil || errs.Len() > 0 || !strings.Contains(string(said), "crunchy export") {
			t.Errorf("%v: %s", err, errs.String())
		}
	}
}

var order = regexp.MustCompile(`^\.(TH|SH|SS|TP|PP|B|nf|fi|br)( |$)`)

// TestCompletion asks for what a shell would offer.
func TestCompletion(t *testing.T) {
	alone(t)
	for want, args := range map[string][]string{
		"export\t":          {"__complete", "ex"},
		"course\n":          {"__complete", "new", "x", "--kind", "c"},
		"--no-solutions":    {"__complete", "export", "--no"},
		"_crunchy()":        {"completion", "zsh"},
		"complete -c":       {"completion", "fish"},
		"__start_crunchy()": {"completion", "bash"},
	} {
		var out bytes.Buffer
		if err := run(t.Context(), args, &out, &out); err != nil || !strings.Contains(out.String(), want) {
			t.Errorf("%q: %v, no %q in\n%.400s", args, err, want, out.String())
		}
	}
}

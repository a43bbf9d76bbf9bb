package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func manCommand(stdout io.Writer) *cobra.Command {
	return &cobra.Command{
		Use:   "man",
		Short: "Print the manual page, for man",
		Long:  "Man prints one manual page of all commands in the form that man reads.",
		Example: "  crunchy man | man -l -\n" +
			"  crunchy man > /usr/local/share/man/man1/crunchy.1",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(stdout, manual(cmd.Root()))
			return err
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
}

// manual is the manual page of a command and those below it, in the language of man.
func manual(root *cobra.Command) string {
	m := &manualPage{}
	m.line(`.TH %s 1 "" "%s" "User Commands"`, strings.ToUpper(root.Name()), quotedRoff(root.Name()+" "+root.Version))
	m.section("NAME")
	m.text(root.Name() + " - " + strings.ToLower(root.Short[:1]) + root.Short[1:])
	m.section("SYNOPSIS")
	m.synopsis(root)
	var commands []*cobra.Command
	for _, c := range commandsBelow(root) {
		commands = append(commands, c)
		m.synopsis(c)
	}
	m.section("DESCRIPTION")
	m.described(root)
	m.section("COMMANDS")
	for _, c := range commands {
		m.line(".SS %s", roff(strings.TrimPrefix(c.CommandPath(), root.Name()+" ")))
		m.described(c)
	}
	m.section("ENVIRONMENT")
	m.text("Every flag of every command can be given as a variable: --no-browser is CRUNCHY_NO_BROWSER=true, --token is CRUNCHY_TOKEN. A flag that is given counts for more.")
	m.section("EXIT STATUS")
	for _, s := range [][2]string{
		{"0", "All is well."},
		{"1", "Something went wrong, or crunchy check has found something."},
		{"2", "crunchy check could not check."},
		{"3", "There is no sandbox, or none that holds."},
	} {
		m.line(".TP\n.B %s", s[0])
		m.text(s[1])
	}
	return m.String()
}

// commandsBelow are the commands below one that are for everybody, and those below them.
func commandsBelow(c *cobra.Command) (all []*cobra.Command) {
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			all = append(append(all, sub), commandsBelow(sub)...)
		}
	}
	return all
}

// manualPage is a manual page that is being written.
type manualPage struct{ strings.Builder }

func (m *manualPage) line(format string, a ...any) { fmt.Fprintf(m, format+"\n", a...) }

func (m *manualPage) section(name string) { m.line(".SH %s", name) }

// text writes a paragraph, or several.
func (m *manualPage) text(s string) {
	for i, paragraph := range strings.Split(strings.TrimSpace(s), "\n\n") {
		if i > 0 {
			m.line(".PP")
		}
		if strings.Contains(paragraph, "\n  ") { // a list, whose lines stay
			m.line(".nf\n%s\n.fi", roff(paragraph))
			continue
		}
		m.line("%s", roff(paragraph))
	}
}

func (m *manualPage) synopsis(c *cobra.Command) {
	use := strings.TrimPrefix(c.UseLine(), c.Root().Name())
	m.line(".B %s\n%s\n.br", roff(c.Root().Name()), roff(strings.TrimSpace(use+" ")))
}

// described says what a command does, with its flags and examples.
func (m *manualPage) described(c *cobra.Command) {
	about := c.Long
	if about == "" {
		about = c.Short + "."
	}
	m.text(about)
	var flags []*pflag.Flag
	c.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			flags = append(flags, f)
		}
	})
	slices.SortFunc(flags, func(a, b *pflag.Flag) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range flags {
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		kind, usage := pflag.UnquoteUsage(f)
		m.line(".TP\n.B %s", roff(strings.TrimSpace(name+" "+kind)))
		if !slices.Contains([]string{"", "false", "0", "[]", "0s"}, f.DefValue) {
			usage += " (default " + f.DefValue + ")"
		}
		m.text(usage)
	}
	if c.Example != "" {
		m.line(".PP\nExamples:\n.PP\n.nf\n%s\n.fi", roff(c.Example))
	}
}

var roffStart = regexp.MustCompile(`(?m)^([.'])`)

// roff is a text that says just that in the language of man.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(s)
	return roffStart.ReplaceAllString(s, `\&$1`)
}

func quotedRoff(s string) string { return strings.ReplaceAll(roff(s), `"`, `""`) }

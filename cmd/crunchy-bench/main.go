// Command crunchy-bench measures the program as its users meet it: it builds and
// starts crunchy, speaks to it over HTTP, and tells for each figure also its floor,
// the least that has to be done, measured in turns with it. The ratio of the two is
// what can be compared between machines.
//
// It is for those who work on Crunchy, and no part of what is installed.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"slices"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "crunchy-bench:", err)
		stop()
		os.Exit(1)
	}
}

// report is what -o writes and -compare reads.
type report struct {
	When    time.Time
	System  string
	Jupyter string `json:",omitempty"` // the version of the server that was measured beside it
	Figures []figure
}

// besideJupyter is whether a figure tells of Jupyter.
func (r report) besideJupyter() bool {
	return slices.ContainsFunc(r.Figures, func(f figure) bool { return f.Jupyter != nil })
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) > 0 && args[0] == bareArgument {
		return bareServer(args[1:], os.Stdin, out)
	}
	flags := flag.NewFlagSet("crunchy-bench", flag.ContinueOnError)
	short := flags.Bool("short", false, "measure each figure a few times only")
	check := flags.Bool("check", false, "measure, in the short form, what has a limit, and fail if a ratio is above it")
	only := flags.String("run", "", "measure only what matches this regular expression")
	keep := flags.String("o", "", "write the figures to this file, as JSON")
	from := flags.String("from", "", "measure nothing: take the figures of this file, which -o has written")
	lesson := flags.String("page", "", "write the table into this Markdown file, and the chart beside it")
	before := flags.String("compare", "", "compare with the figures in this file")
	if err := flags.Parse(args); err != nil {
		return err
	}
	wanted, err := regexp.Compile(*only)
	if err != nil {
		return err
	}
	var old report
	if *before != "" {
		if err := old.read(*before); err != nil {
			return err
		}
	}
	if *lesson != "" { // before ten minutes have passed
		if _, err := pageWith(*lesson, report{}); err != nil {
			return err
		}
	}
	now := report{When: time.Now().UTC().Truncate(time.Second), System: fmt.Sprintf("%s/%s, %d processors, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())}
	if *from != "" {
		if err := now.read(*from); err != nil {
			return err
		}
	} else {
		part := whole
		if *short || *check {
			part = tenth
		}
		b, err := newBench(ctx, part)
		if err != nil {
			return err
		}
		defer b.close()
		if *check {
			return b.check(wanted, out)
		}
		b.jupyter = findJupyter()
		if err := now.measure(b, wanted); err != nil {
			return err
		}
	}
	if err := table(out, now, old); err != nil {
		return err
	}
	if *lesson != "" {
		if err := writePage(*lesson, now); err != nil {
			return err
		}
	}
	if *keep == "" {
		return nil
	}
	text, err := json.MarshalIndent(now, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(*keep, append(text, '\n'), 0o644)
}

// read takes what was written to a file.
func (r *report) read(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, r); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// measure measures everything that is wanted.
func (r *report) measure(b *bench, wanted *regexp.Regexp) error {
	for _, m := range measures {
		if !wanted.MatchString(m.name) {
			continue
		}
		figures, err := m.figures(b)
		if err != nil {
			return err
		}
		for _, f := range figures {
			fmt.Fprintf(os.Stderr, "%s: %.3g %s\n", f.Name, f.Value.Median, f.Unit)
		}
		r.Figures = append(r.Figures, figures...)
	}
	if r.besideJupyter() {
		r.Jupyter = b.jupyterVersion
	}
	return nil
}

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"crunchy/cmd/internal/check"
	"crunchy/cmd/internal/engine"
	"crunchy/comet"
	"crunchy/pages"
	"crunchy/runner"
	"crunchy/tutorials"
)

// checkOptions are the flags of crunchy check.
type checkOptions struct {
	pythons []string
	timeout time.Duration
	update  bool
	json    bool
	junit   string
	rules   string
}

// errFound says that a lesson is not as its page says; the report tells how.
var errFound = errors.New("not all is as the page says")

// notChecked says why lessons could not be checked.
type notChecked struct{ err error }

func (e *notChecked) Error() string { return e.err.Error() }
func (e *notChecked) Unwrap() error { return e.err }

func checkCommand(stdout, stderr io.Writer) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check [FILE | FOLDER]...",
		Short: "Run lessons and say what is not as the page says",
		Long: "Check runs every block of a lesson in the order of the page, each exercise with\n" +
			"its solution and its starter, and looks where links and pictures lead. It prints\n" +
			"one line for each finding. Without a lesson it checks its own.\n\n" +
			"It exits with 0 if all is as the page says, with 1 if not, and with 2 if it could\n" +
			"not check.",
		Example: "  crunchy check lesson.md\n  crunchy check my-course --python 3.8,3.13",
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if err := fromEnvironment(cmd.Flags()); err != nil {
				return &notChecked{err}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return checkLessons(cmd.Context(), o, args, stdout, stderr)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"md", "qmd", "html", "htm", "ipynb", "rst"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &notChecked{err} })
	f := cmd.Flags()
	f.StringSliceVar(&o.pythons, "python", nil, "Pythons to run with: paths, names or versions such as 3.8,3.13 (default python3)")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "how long a block may take")
	f.BoolVar(&o.update, "update", false, "write what sessions print now into the Markdown files")
	f.BoolVar(&o.json, "json", false, "write the findings as JSON")
	f.StringVar(&o.junit, "junit", "", "file to write the findings to in the form of JUnit")
	f.StringVar(&o.rules, "rules", "", "file of preferences: check the lessons as its owner sees them")
	return cmd
}

// checkLessons checks the lessons that paths stand for, or the built-in ones.
func checkLessons(ctx context.Context, o checkOptions, paths []string, stdout, stderr io.Writer) error {
	report, err := o.run(ctx, paths, stderr)
	if err == nil && o.junit != "" {
		var b bytes.Buffer
		if err = report.WriteJUnit(&b); err == nil {
			err = os.WriteFile(o.junit, b.Bytes(), 0o666)
		}
	}
	switch {
	case ctx.Err() != nil:
		err = errors.New("stopped before all was checked")
	case err != nil:
	case o.json:
		err = report.WriteJSON(stdout)
	default:
		err = report.Write(stdout)
	}
	if err != nil {
		return &notChecked{err}
	}
	if n, _ := report.Found(); n > 0 {
		return errFound
	}
	return nil
}

func (o checkOptions) run(ctx context.Context, paths []string, stderr io.Writer) (check.Report, error) {
	lessons, err := check.Find(paths)
	if len(paths) == 0 {
		lessons, err = check.In(tutorials.FS())
	}
	switch {
	case err != nil:
		return check.Report{}, err
	case o.timeout <= 0:
		return check.Report{}, errors.New("--timeout must be longer than nothing; write it as in --timeout 30s")
	case o.update && len(o.pythons) > 1:
		return check.Report{}, errors.New("--update goes by one Python; give only one with --python")
	case o.update && len(paths) == 0:
		return check.Report{}, errors.New("--update changes files; say which lessons are meant")
	}
	if len(o.pythons) == 0 {
		o.pythons = []string{""}
	}
	progress, done := progressOn(stderr)
	defer done()
	c := check.Config{Timeout: o.timeout, Update: o.update, Progress: progress, Has: func(ctx context.Context, python string) error {
		_, err := runner.FindPython(ctx, python)
		return err
	}}
	if o.rules != "" {
		if c.Rules, err = check.ReadRules(o.rules); err != nil {
			return check.Report{}, err
		}
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	for i, want := range o.pythons {
		python, err := findPython(ctx, want)
		if err != nil {
			return check.Report{}, err
		}
		if i == 0 {
			read := restReader(runner.NewDocutils(python))
			c.Rest = func(source string) (pages.Rest, error) { return read(ctx, source) }
		}
		local := engine.NewLocal(runner.New(runner.Config{Python: python.Path, Log: log}), comet.NewHub(comet.Limits{}), log)
		defer local.Shutdown()
		c.Pythons = append(c.Pythons, check.Python{Name: python.Version, Engine: local})
	}
	return check.Run(ctx, c, lessons)
}

// progressOn returns what shows on a terminal how far it is, and what takes that
// away again. On anything else there is nothing to be seen.
func progressOn(w io.Writer) (show func(string), done func()) {
	f, ok := w.(*os.File)
	if !ok {
		return nil, func() {}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil, func() {}
	}
	const afresh = "\r\x1b[K"
	return func(what string) { fmt.Fprintf(f, "%s%.70s", afresh, what) }, func() { fmt.Fprint(f, afresh) }
}

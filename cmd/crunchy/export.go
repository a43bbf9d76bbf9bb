package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"crunchy/cmd/internal/check"
	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/excerpt"
	"crunchy/cmd/internal/export"
	"crunchy/comet"
	"crunchy/ioelement"
	"crunchy/ioelement/texts"
	"crunchy/pages"
	"crunchy/runner"
	"crunchy/static"
)

// exportOptions are the flags of crunchy export.
type exportOptions struct {
	output      string
	single      bool
	noSolutions bool
	noRun       bool
	live        string
	python      string
	language    string
	timeout     time.Duration
}

func exportCommand(stdout, stderr io.Writer) *cobra.Command {
	var o exportOptions
	cmd := &cobra.Command{
		Use:   "export -o FOLDER LESSON...",
		Short: "Make static pages of lessons, to be given away",
		Long: "Export makes a folder of static pages that any web server can give out, and that\n" +
			"open from a memory stick without one. Examples stand there with what they show:\n" +
			"what the author wrote, or else what they print when export runs them, as crunchy\n" +
			"check does. A folder of lessons is taken with all lessons in it.\n\n" +
			"The source of hidden tests is never in it. An earlier export is replaced, and\n" +
			"nothing else is written over.",
		Example: "  crunchy export -o site my-course\n  crunchy export --single -o week.html week.md",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("say which lessons are to be exported, as in crunchy export -o site lesson.md")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), args, stdout, stderr)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"md", "qmd", "html", "htm", "ipynb", "rst"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	f := cmd.Flags()
	f.StringVarP(&o.output, "output", "o", "", "the folder to make; with --single the file")
	f.BoolVar(&o.single, "single", false, "make one file of one lesson, with styles, fonts and pictures in it")
	f.BoolVar(&o.noSolutions, "no-solutions", false, "leave out solutions and the answers to questions")
	f.BoolVar(&o.noRun, "no-run", false, "run nothing: show only the outputs that authors wrote")
	f.StringVar(&o.live, "live", "http://127.0.0.1:8001", "where readers have Crunchy running, for the link to the live page; \"\" for no link")
	f.StringVar(&o.python, "python", "", "Python to run with: a path, a name or a version such as 3.12 (default python3)")
	f.StringVar(&o.language, "language", "", "language of the interface where a lesson does not say its own, en or de")
	f.DurationVar(&o.timeout, "timeout", time.Minute, "how long a block may take")
	return cmd
}

// liveAddress returns the address of a reader's Crunchy without a slash at its end.
func liveAddress(address string) (string, error) {
	if address == "" {
		return "", nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("--live %s is no address of Crunchy; write it as in --live http://127.0.0.1:8001, without a token", address)
	}
	return strings.TrimSuffix(u.String(), "/"), nil
}

func (o exportOptions) run(ctx context.Context, paths []string, stdout, stderr io.Writer) error {
	if o.output == "" {
		return errors.New("say where the export goes, as in crunchy export -o site lesson.md")
	}
	live, err := liveAddress(o.live)
	if err != nil {
		return err
	}
	if _, known := texts.In(o.language); o.language != "" && !known {
		return fmt.Errorf("there is no language %q; give one of %s with --language", o.language, strings.Join(texts.Languages(), ", "))
	}
	if o.timeout <= 0 {
		return errors.New("--timeout must be longer than nothing; write it as in --timeout 30s")
	}
	c := export.Config{Static: static.FS(), Language: o.language, Solutions: !o.noSolutions, Live: live, Now: time.Now()}
	c.Rest = func(source string) (pages.Rest, error) { // only that takes a Python where nothing is run
		python, err := findPython(ctx, o.python)
		if err != nil {
			return pages.Rest{}, err
		}
		return restReader(runner.NewDocutils(python))(ctx, source)
	}
	found := 0
	if !o.noRun {
		python, err := findPython(ctx, o.python)
		if err != nil {
			return fmt.Errorf("%w; or give --no-run, which shows only what authors wrote", err)
		}
		log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
		local := engine.NewLocal(runner.New(runner.Config{Python: python.Path, Log: log}), comet.NewHub(comet.Limits{}), log)
		defer local.Shutdown()
		read := restReader(runner.NewDocutils(python))
		c.Rest = func(source string) (pages.Rest, error) { return read(ctx, source) }
		c.Excerpt = func(l check.Lesson) func(what, python string) ioelement.Excerpt {
			f := excerpt.Finder{Engine: local, FS: l.FS, Dir: path.Dir(l.File)}
			return func(what, python string) ioelement.Excerpt { return f.Find(ctx, what, python) }
		}
		c.Shown = func(ctx context.Context, lessons []check.Lesson) (export.Record, error) {
			record := export.Record{}
			progress, done := progressOn(stderr)
			defer done()
			report, err := check.Run(ctx, check.Config{
				Pythons: []check.Python{{Name: python.Version, Engine: local}}, Timeout: o.timeout,
				Rest: c.Rest, Shown: record.Add, Progress: progress,
				Has: func(ctx context.Context, python string) error { _, err := runner.FindPython(ctx, python); return err },
			}, lessons)
			found, _ = report.Found()
			if ctx.Err() != nil {
				err = errors.New("stopped before all was exported; nothing was written")
			}
			return record, err
		}
	}
	do := export.Folder
	if o.single {
		do = export.Single
	}
	r, err := do(ctx, c, paths, o.output)
	if err != nil {
		return err
	}
	for _, n := range r.Notices {
		fmt.Fprintln(stderr, n)
	}
	if found > 0 {
		fmt.Fprintf(stderr, "Not all is as the lessons say; crunchy check %s tells what.\n", strings.Join(paths, " "))
	}
	fmt.Fprintf(stdout, "%s in %s: %s, %.1f MB.\n", counted(r.Lessons, "lesson"), o.output, counted(r.Files, "file"), float64(r.Bytes)/1e6)
	return nil
}

// counted is a number of things in words.
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

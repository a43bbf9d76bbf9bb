package main

import (
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"crunchy/cmd/internal/progress"
	"crunchy/cmd/internal/web"
	"crunchy/cmd/internal/work"
	"crunchy/tutorials"
)

func progressCommand(stdout, stderr io.Writer) *cobra.Command {
	var dir string
	var table bool
	cmd := &cobra.Command{
		Use:   "progress",
		Short: "Say how far you have come with lessons",
		Long: "Progress tells from what is kept on this computer which exercises and examples were\n" +
			"tried and solved, and at which you got stuck. Nothing is sent anywhere. While Crunchy\n" +
			"runs, the page /progress says the same.",
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if dir == "" {
				st, err := stateDir()
				if err != nil {
					return err
				}
				dir = workDir(st, slog.New(slog.NewTextHandler(stderr, nil)))
			}
			store, err := work.Open(dir)
			if err != nil {
				return fmt.Errorf("the folder %s cannot be used; name another with --work", dir)
			}
			all := progress.Reader{Store: store, Lessons: tutorials.FS(), Builtin: web.BuiltinLessons}.Read()
			if table {
				return progress.WriteCSV(stdout, all)
			}
			return sayProgress(stdout, all)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	cmd.Flags().BoolVar(&table, "csv", false, "write a table with a line for each element")
	cmd.Flags().StringVar(&dir, "work", "", "folder with students' programs (default ~/Crunchy)")
	return cmd
}

func sayProgress(w io.Writer, all []progress.Lesson) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(w, "Nothing has been tried yet.")
		return err
	}
	for _, l := range all {
		done, stuck := l.Count()
		if _, err := fmt.Fprintf(w, "%s: %d of %d done", l.Title, done, len(l.Elements)); err != nil {
			return err
		}
		if stuck > 0 {
			fmt.Fprint(w, "; stuck at")
			sep := " "
			for _, e := range l.Elements {
				if !e.Done() && e.State != progress.New {
					fmt.Fprint(w, sep, e.Name)
					sep = ", "
				}
			}
		}
		fmt.Fprintln(w)
	}
	return nil
}

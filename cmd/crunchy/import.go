package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"crunchy/cmd/internal/importer"
	"crunchy/pages"
	"crunchy/runner"
)

func importCommand(stdout, stderr io.Writer) *cobra.Command {
	var output, python string
	cmd := &cobra.Command{
		Use:   "import [-o FOLDER] FILE...",
		Short: "Make lessons of notebooks and of pages of other tools",
		Long: "Import makes Markdown lessons of Jupyter notebooks (.ipynb), of files for Quarto\n" +
			"(.qmd), MyST and mdBook (.md, or the book's folder), of reStructuredText (.rst) and\n" +
			"of saved web pages (.html), with their pictures. Prose, code, pictures and formulas\n" +
			"are kept; what could not be carried over is said with file and line. Crunchy opens\n" +
			"all of these as they are, too: an import is for those who want to go on writing.",
		Example: "  crunchy import week.ipynb\n  crunchy import -o my-book book",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("say what is to be imported, as in crunchy import week.ipynb")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if output == "" {
				if len(args) > 1 {
					return errors.New("say where the lessons go, as in crunchy import -o lessons one.ipynb two.ipynb")
				}
				base := filepath.Base(args[0])
				output = strings.TrimSuffix(base, filepath.Ext(base)) + "-lesson"
			}
			return importFiles(cmd.Context(), python, args, output, stdout, stderr)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"md", "qmd", "html", "htm", "ipynb", "rst"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "the folder for the lessons (default the file's name and -lesson)")
	cmd.Flags().StringVar(&python, "python", "", "Python whose docutils reads reStructuredText: a path, a name or a version (default python3)")
	return cmd
}

func importFiles(ctx context.Context, want string, paths []string, folder string, stdout, stderr io.Writer) error {
	c := importer.Config{Rest: func(source string) (pages.Rest, error) { // only that takes a Python
		python, err := findPython(ctx, want)
		if err != nil {
			return pages.Rest{}, err
		}
		return restReader(runner.NewDocutils(python))(ctx, source)
	}}
	r, err := importer.Import(c, paths, folder)
	if err != nil {
		return err
	}
	for _, n := range r.Notices {
		where, note := filepath.ToSlash(n.File), ""
		if n.Line > 0 {
			where += fmt.Sprintf(":%d", n.Line)
		}
		if n.Aside {
			note = "note: "
		}
		fmt.Fprintf(stderr, "%s: %s%s\n", where, note, n.Text)
	}
	fmt.Fprintf(stdout, "%s in %s, with %s.\nTry all of it:  crunchy check %s\n", counted(len(r.Lessons), "lesson"), folder, counted(len(r.Files), "other file"), folder)
	return nil
}

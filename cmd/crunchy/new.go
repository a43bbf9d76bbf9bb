package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"crunchy/cmd/internal/starter"
)

func newCommand(stdout io.Writer) *cobra.Command {
	var kind string
	var kinds strings.Builder
	names := make([]string, len(starter.Kinds))
	for i, k := range starter.Kinds {
		names[i] = k.Name
		fmt.Fprintf(&kinds, "\n  %-10s %s", k.Name, k.About)
	}
	cmd := &cobra.Command{
		Use:     "new FOLDER",
		Short:   "Make a folder with a lesson to begin with",
		Long:    "New makes a folder with a lesson that runs at once and passes crunchy check. What\nthe folder is called becomes the lesson's title. The kinds are:\n" + kinds.String(),
		Example: "  crunchy new my-lesson\n  crunchy new first-course --kind course",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			written, err := starter.Write(args[0], kind)
			if err != nil {
				return err
			}
			for _, name := range written {
				fmt.Fprintln(stdout, filepath.Join(args[0], filepath.FromSlash(name)))
			}
			folder := args[0]
			if strings.ContainsAny(folder, " '\"") {
				folder = fmt.Sprintf("%q", folder)
			}
			fmt.Fprintf(stdout, "\nOpen it with:   crunchy %s\nChange it there with the pen, or with any editor; the page follows each save.\nTry all of it:  crunchy check %s\n", folder, folder)
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	cmd.Flags().StringVar(&kind, "kind", starter.Kinds[0].Name, "what it holds: "+strings.Join(names, ", "))
	_ = cmd.RegisterFlagCompletionFunc("kind", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp)) // the flag is there
	return cmd
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"crunchy/runner"
)

func doctorCommand(stdout io.Writer) *cobra.Command {
	var python string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Say what this computer can do, and what is missing",
		Long: "Doctor tries what students' programs depend on, and prints one line for each\n" +
			"thing, with the command that mends what is missing. It exits with 0 if lessons\n" +
			"can run, with 1 if they cannot, and with 3 if they can, but not in a sandbox.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return examine(cmd.Context(), python, stdout)
		},
	}
	cmd.Flags().StringVar(&python, "python", "", "Python to run: a path, a name or a version such as 3.12 (default python3)")
	return cmd
}

// errNoSandbox is the end of a doctor who found no more than that.
var errNoSandbox = &runner.SandboxError{Cause: "see above"}

// examine prints what there is.
func examine(ctx context.Context, want string, stdout io.Writer) error {
	python, err := findPython(ctx, want)
	if err != nil {
		return err
	}
	var ill, unsafe bool
	for _, f := range runner.Examine(ctx, python, slog.New(slog.DiscardHandler)) {
		mark := "ok     "
		if !f.Good {
			mark = "MISSING"
			ill = ill || !f.Class
			unsafe = unsafe || strings.HasPrefix(f.What, runner.SandboxFinding)
		}
		fmt.Fprintf(stdout, "%s  %-22s %s\n", mark, f.What, f.Detail)
		if f.Fix != "" {
			fmt.Fprintf(stdout, "         mend it with:          %s\n", f.Fix)
		}
	}
	switch {
	case ill:
		return errors.New("lessons may not run as they should; see above")
	case unsafe:
		return errNoSandbox
	}
	fmt.Fprintln(stdout, "Lessons can run here, and in a sandbox too (crunchy --sandbox).")
	return nil
}

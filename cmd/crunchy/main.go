// Command crunchy turns a Python tutorial into a living page: it serves lessons
// on this computer and runs their examples in the Python that is installed.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"crunchy/runner"
)

func main() {
	disinherit()
	supervise()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		stop()
		os.Exit(exitCode(err, os.Stderr))
	}
}

// exitCode tells the user what went wrong, and returns the status to exit with.
func exitCode(err error, stderr io.Writer) int {
	var not *notChecked
	if errors.Is(err, errFound) {
		return 1 // the report has said it
	}
	fmt.Fprintln(stderr, "crunchy:", err)
	if errors.As(err, &not) {
		return 2
	}
	if errors.As(err, new(*runner.SandboxError)) {
		return 3
	}
	return 1
}

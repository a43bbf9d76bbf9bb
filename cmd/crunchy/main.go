// Command crunchy turns a Python tutorial into a living page: it serves lessons
// on this computer and runs their examples in the Python that is installed.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	disinherit()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "crunchy:", err)
		stop()
		os.Exit(1)
	}
}

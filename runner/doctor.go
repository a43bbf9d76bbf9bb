package runner

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"

	"crunchy/runner/agent"
)

// Finding is one thing of this machine that programs depend on.
type Finding struct {
	What   string // a noun
	Good   bool
	Detail string // how it is, or what is missing
	Fix    string // the command that mends it, "" if there is none
	// Class says that only a class needs it, in its sandbox.
	Class bool
}

// SandboxFinding begins what Examine calls the sandbox itself: what a class cannot do
// without.
const SandboxFinding = "sandbox"

// Examine looks at what programs of a Python depend on, by trying it.
func Examine(ctx context.Context, python Python, log *slog.Logger) []Finding {
	found := append([]Finding{{What: "Python", Good: true, Detail: python.Version + ", " + python.Path}}, examineSystem()...)
	found = append(found, examineStart(ctx, "start of a program", DefaultLauncher(log), python, false))
	sandbox, err := TrySandbox(ctx, python, log)
	if missing := new(*SandboxError); errors.As(err, missing) {
		return append(found, Finding{What: SandboxFinding, Class: true, Detail: (*missing).Cause, Fix: (*missing).Fix})
	}
	return append(found, Finding{What: SandboxFinding, Good: true, Class: true, Detail: "a program that tried to get out did not"},
		examineGroups(sandbox), examineStart(ctx, SandboxFinding+" start", sandbox, python, true))
}

// starts is how many programs are started to see how long that takes.
const starts = 15

// examineStart starts programs that do nothing. It closes the launcher.
func examineStart(ctx context.Context, what string, l Launcher, python Python, class bool) Finding {
	defer l.Close()
	var times []time.Duration
	for range starts {
		took, err := startOne(ctx, l, python)
		if err != nil {
			return Finding{What: what, Class: class, Detail: err.Error()}
		}
		times = append(times, took)
	}
	slices.Sort(times)
	return Finding{What: what, Good: true, Class: class, Detail: fmt.Sprintf("%.1f ms until it takes commands (median of %d)", float64(times[starts/2].Microseconds())/1000, starts)}
}

// startOne starts a process and ends it, and says how long it took to come up.
func startOne(ctx context.Context, l Launcher, python Python) (time.Duration, error) {
	var began time.Time
	p, err := bare(func(files []*os.File) error {
		began = time.Now()
		_, err := l.Start(ctx, Start{Python: python, Files: files})
		return err
	})
	if err != nil {
		return 0, err
	}
	defer p.close()
	r := bufio.NewReader(p.events)
	if _, err := hear(r, agent.EvReady); err != nil {
		return 0, err
	}
	took := time.Since(began)
	closeAll([]*os.File{p.commands}) // which ends it
	_, err = io.Copy(io.Discard, r)
	return took, err
}

package runner

import (
	"context"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"sync"

	"crunchy/runner/agent"
)

// Start is an order to start one process: a reaper and, as its child, an
// interpreter with the agent.
type Start struct {
	Python Python
	Owner  string // whose it is
	Limits Limits // for a launcher under which the Manager cannot set them
	Dir    string
	// Modules is a folder whose modules can be imported, "" for none.
	Modules string
	// Terminal asks for a process with terminal A alone.
	Terminal bool
	// Files are the child's ends, in the order of the agent's contract: terminal
	// A, terminal B, commands, events, acknowledgements, stacks, page. They stay the caller's.
	Files []*os.File
}

// environment is what the process finds in its environment beside what all have.
func (s Start) environment() map[string]string {
	const path = "PYTHONPATH"
	if s.Modules == "" {
		return map[string]string{}
	}
	return map[string]string{path: strings.TrimSuffix(s.Modules+string(os.PathListSeparator)+os.Getenv(path), string(os.PathListSeparator))}
}

// Launcher starts processes. The reaper of each ends it with all its descendants
// once the commands are hung up, so nothing survives the server.
type Launcher interface {
	// Start returns when the process is on its way; ctx bounds only that. The
	// process may still fail to come up, which is seen at the end of its events.
	// The Copy is nil if the process has the directory itself.
	Start(ctx context.Context, s Start) (Copy, error)
	// Starts reports whether it can start processes of that Python at all.
	Starts(p Python) bool
	// Close is called when all processes have ended.
	Close()
}

// Copy is the working directory as a process has it that must not touch the
// directory itself. Both methods may be called at any time, also when the process
// has ended, and fail with a sentence for the log.
type Copy interface {
	Bring() error // what is new in the directory, into the copy
	Keep() error  // what is new in the copy, into the directory
}

// Cold starts every process from nothing: slow, and possible everywhere.
type Cold struct {
	wg sync.WaitGroup
}

// Start implements [Launcher].
func (c *Cold) Start(_ context.Context, s Start) (Copy, error) {
	args := agent.Args(agent.Cold)
	if s.Terminal {
		args = append(args, agent.SingleTerminal)
	}
	cmd := exec.Command(s.Python.Path, args...)
	cmd.ExtraFiles = s.Files
	cmd.Dir = s.Dir
	cmd.Env = environment(os.Environ())
	for name, value := range s.environment() {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.SysProcAttr = ownSession()
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c.wg.Go(func() { _ = cmd.Wait() }) // how it ended was told by its events
	return nil, nil
}

// Starts implements [Launcher].
func (c *Cold) Starts(Python) bool { return true }

// Close implements [Launcher].
func (c *Cold) Close() { c.wg.Wait() }

// DefaultLauncher is the best that the system has.
func DefaultLauncher(log *slog.Logger) Launcher {
	if z := newZygotes(log); z != nil {
		return z
	}
	return &Cold{}
}

// arenas tells the C library of Linux between how many pools threads share their memory.
const arenas = "MALLOC_ARENA_MAX"

// environment is what learners' programs get of ours: nothing that is Crunchy's
// own, and nothing that contradicts the terminals.
func environment(ours []string) []string {
	var env []string
	chosen := false
	for _, pair := range ours {
		name, _, _ := strings.Cut(pair, "=")
		switch {
		case strings.HasPrefix(strings.ToUpper(name), "CRUNCHY_"),
			name == "TERM", name == "PYTHONUNBUFFERED", name == "COLUMNS", name == "LINES":
		default:
			chosen = chosen || name == arenas
			env = append(env, pair)
		}
	}
	// Otherwise each thread reserves memory of its own, and a limit of it is soon reached.
	if !chosen {
		env = append(env, arenas+"=1")
	}
	return append(env, "TERM=xterm-256color")
}

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
	Dir    string
	// Modules is a folder whose modules can be imported, "" for none.
	Modules string
	// Terminal asks for a process with terminal A alone.
	Terminal bool
	// Files are the child's ends, in the order of the agent's contract: terminal
	// A, terminal B, commands, events, acknowledgements, stacks. They stay the caller's.
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
	Start(ctx context.Context, s Start) error
	// Close is called when all processes have ended.
	Close()
}

// Cold starts every process from nothing: slow, and possible everywhere.
type Cold struct {
	wg sync.WaitGroup
}

// Start implements [Launcher].
func (c *Cold) Start(_ context.Context, s Start) error {
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
		return err
	}
	c.wg.Go(func() { _ = cmd.Wait() }) // how it ended was told by its events
	return nil
}

// Close implements [Launcher].
func (c *Cold) Close() { c.wg.Wait() }

// DefaultLauncher is the best that the system has.
func DefaultLauncher(log *slog.Logger) Launcher {
	if z := newZygotes(log); z != nil {
		return z
	}
	return &Cold{}
}

// environment is what learners' programs get of ours: nothing that is Crunchy's
// own, and nothing that contradicts the terminals.
func environment(ours []string) []string {
	var env []string
	for _, pair := range ours {
		name, _, _ := strings.Cut(pair, "=")
		switch {
		case strings.HasPrefix(strings.ToUpper(name), "CRUNCHY_"),
			name == "TERM", name == "PYTHONUNBUFFERED", name == "COLUMNS", name == "LINES":
		default:
			env = append(env, pair)
		}
	}
	return append(env, "TERM=xterm-256color")
}

//go:build linux && (amd64 || arm64)

package engine_test

import (
	"fmt"
	"log/slog"
	"testing"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/engine/enginetest"
	"crunchy/cmd/internal/missing"
	"crunchy/comet"
	"crunchy/runner"
)

// TestSandboxed has an engine whose programs run in sandboxes do all that others do.
func TestSandboxed(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	python, err := runner.FindPython(t.Context(), "/usr/bin/python3")
	if err == nil {
		var sandbox *runner.Sandbox
		if sandbox, err = runner.TrySandbox(t.Context(), python, log); err == nil {
			sandbox.Close()
		}
	}
	if err != nil {
		missing.Skip(t, fmt.Sprint("there is no sandbox here, or no Python for one: ", err))
	}
	enginetest.Run(t, func(t *testing.T) engine.Engine {
		sandbox, err := runner.NewSandbox(log)
		if err != nil {
			t.Fatal(err)
		}
		e := engine.NewLocal(runner.New(runner.Config{Python: python.Path, Launcher: sandbox, Limits: runner.Class(), Log: log}), comet.NewHub(comet.Limits{Dir: t.TempDir()}), log)
		t.Cleanup(e.Shutdown)
		return e
	})
}

package engine_test

import (
	"log/slog"
	"testing"

	"go.uber.org/goleak"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/engine/enginetest"
	"crunchy/comet"
	"crunchy/runner"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestLocal(t *testing.T) {
	python, err := runner.FindPython(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	enginetest.Run(t, func(t *testing.T) engine.Engine {
		log := slog.New(slog.DiscardHandler)
		e := engine.NewLocal(runner.New(runner.Config{Python: python.Path, Log: log}), comet.NewHub(comet.Limits{Dir: t.TempDir()}), log)
		t.Cleanup(e.Shutdown)
		return e
	})
}

package engine_test

import (
	"errors"
	"log/slog"
	"testing"

	"crunchy/cmd/internal/engine"
	"crunchy/comet"
	"crunchy/runner"
)

// An owner with too many elements opens no further page, and others do.
func TestElementsOfAnOwner(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	l := engine.NewLocal(runner.New(runner.Config{Limits: runner.Limits{Elements: 3}, Log: log}), comet.NewHub(comet.Limits{Dir: t.TempDir()}), log)
	defer l.Shutdown()
	open := func(page, owner string) error {
		return l.Open(t.Context(), engine.Page{ID: page, Owner: owner, Elements: []engine.Element{
			{UID: page + "0001", Mode: engine.Program}, {UID: page + "0002", Mode: engine.Program}}})
	}
	if err := open("1", "ada"); err != nil {
		t.Error(err)
	}
	if err := open("2", "ada"); !errors.Is(err, engine.ErrCrowded) {
		t.Error(err)
	}
	if err := open("3", "bob"); err != nil {
		t.Error(err)
	}
	if err := l.Add(t.Context(), "1", engine.Element{UID: "10003", Mode: engine.Program}); err != nil {
		t.Error("what was refused is counted: ", err)
	}
	if err := l.Close(t.Context(), "1"); err != nil {
		t.Error(err)
	}
	if err := open("2", "ada"); err != nil {
		t.Error(err)
	}
}

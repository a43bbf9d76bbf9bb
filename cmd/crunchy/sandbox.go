package main

import (
	"context"
	"log/slog"

	"crunchy/runner"
)

// launcher is what starts the students' programs. Those who ask for a sandbox get
// one that holds, or none and no server either: there is no second best.
func (o options) launcher(ctx context.Context, sought *sought, log *slog.Logger) (runner.Launcher, error) {
	if !o.sandbox {
		return nil, nil // the runner's own choice
	}
	python, err := sought.found(ctx)
	if err != nil {
		return nil, err
	}
	sandbox, err := runner.TrySandbox(ctx, python, log)
	if err != nil {
		return nil, err // and no launcher at all, not one that is nil
	}
	return sandbox, nil
}

// usualLimits are those of programs that no flag changes.
func (o options) usualLimits() runner.Limits {
	if o.sandbox {
		return runner.Class()
	}
	return runner.Local()
}

// contained says what holds programs, for whoever starts the server.
func contained(l runner.Launcher) string {
	if sandbox, ok := l.(*runner.Sandbox); ok {
		return "Programs run in a sandbox. " + sandbox.String()
	}
	return "Programs run as you, with all that you may do. " + ending()
}

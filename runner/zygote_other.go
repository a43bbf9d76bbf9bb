//go:build !linux

package runner

import "log/slog"

// newZygotes: forking without exec is not safe here.
func newZygotes(*slog.Logger) Launcher { return nil }

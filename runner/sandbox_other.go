//go:build !linux || !(amd64 || arm64)

package runner

import (
	"context"
	"log/slog"
)

// Sandbox is a Launcher for a class; there is none on this system.
type Sandbox struct{ Cold }

// NewSandbox returns the reason why there is none.
func NewSandbox(*slog.Logger) (*Sandbox, error) {
	return nil, &SandboxError{Cause: "this system has no means for it; run Crunchy on Linux, in a virtual machine if need be"}
}

// Check is never called.
func (s *Sandbox) Check(context.Context, Python) error { return nil }

// String is never called.
func (s *Sandbox) String() string { return "" }

func examineGroups(*Sandbox) Finding { return Finding{} }

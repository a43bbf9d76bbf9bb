package runner

import (
	"context"
	"log/slog"
	"strings"
)

// SandboxError says why there is no sandbox, and the command that mends it.
type SandboxError struct {
	Cause string // a clause
	Fix   string // a command, "" if there is none
	err   error
}

func (e *SandboxError) Error() string {
	if e.Fix == "" {
		return "there is no sandbox: " + e.Cause
	}
	return "there is no sandbox: " + e.Cause + "; this mends it: " + e.Fix
}

func (e *SandboxError) Unwrap() error { return e.err }

// TrySandbox returns a Sandbox that was tried with a Python. The error is a [*SandboxError].
func TrySandbox(ctx context.Context, python Python, log *slog.Logger) (*Sandbox, error) {
	s, err := NewSandbox(log)
	if err != nil {
		return nil, err
	}
	if err := s.Check(ctx, python); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// explain says in a clause what bubblewrap means, or else what err is, and the
// command that mends it. See its source for the sentences.
func explain(said string, err error) (cause, fix string) {
	first, _, _ := strings.Cut(said, "\n")
	switch {
	case strings.Contains(said, "uid map"), strings.Contains(said, "RTM_NEWADDR"), strings.Contains(said, "No permissions to create"):
		return "this system does not let ordinary programs make user namespaces", namespacesFix
	case strings.Contains(said, "max_*_namespaces exceeded"):
		return "no more namespaces may be made here, as in a container in a container", "sudo sysctl user.max_user_namespaces=10000"
	case said != "":
		return "bubblewrap says " + first, ""
	}
	return err.Error(), ""
}

// namespacesFix lets bubblewrap make user namespaces where AppArmor refuses them to
// all programs that it has no profile for, as on Ubuntu from 23.10 on.
const namespacesFix = `printf 'abi <abi/4.0>,\nprofile bwrap /usr/bin/bwrap flags=(unconfined) {\n  userns,\n}\n' | sudo tee /etc/apparmor.d/bwrap && sudo systemctl reload apparmor`

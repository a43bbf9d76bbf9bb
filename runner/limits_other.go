//go:build !linux

package runner

import "errors"

// restrict cannot limit another process here.
func (t *terminal) restrict(l Limits) error {
	if l.Strict {
		return errors.ErrUnsupported
	}
	return nil
}

// room is not known here.
func room() int { return 0 }

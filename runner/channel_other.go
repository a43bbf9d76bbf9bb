//go:build !linux

package runner

import "os"

// channel makes the two ends of a channel to a process, or from it.
func channel(to bool) (ours, theirs *os.File, err error) {
	ours, theirs, err = os.Pipe()
	if to {
		ours, theirs = theirs, ours
	}
	return ours, theirs, err
}

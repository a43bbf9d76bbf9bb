//go:build !linux

package runner

import "os"

func newPage() (ours, theirs *os.File, err error) { return noPage() }

func pending(uintptr) int { return 0 }

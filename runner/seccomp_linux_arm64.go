package runner

import "golang.org/x/sys/unix"

const (
	architecture = unix.AUDIT_ARCH_AARCH64
	otherCalls   = 0 // there are none
)

var refusedHere []uint32

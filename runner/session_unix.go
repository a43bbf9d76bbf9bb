//go:build unix

package runner

import "syscall"

// ownSession keeps signals of our terminal away from a child.
func ownSession() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

//go:build !unix

package runner

import "syscall"

func ownSession() *syscall.SysProcAttr { return nil }

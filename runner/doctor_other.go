//go:build !linux

package runner

func examineSystem() []Finding { return nil }

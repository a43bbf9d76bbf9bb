//go:build !linux

package main

// disinherit does nothing here: Go starts programs with the descriptors it
// names, and other systems have no call that marks the rest.
func disinherit() {}

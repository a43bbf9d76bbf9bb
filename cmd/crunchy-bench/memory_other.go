//go:build !linux

package main

// memory is measured on Linux only, where a process's share can be seen.
func (b *bench) memory() ([]figure, error) { return nil, nil }

func (b *bench) weight() float64 { return 0 }

func family(int) float64 { return 0 }

func descendants(int) []int { return nil }

func worked(int) float64 { return 0 }

func openFiles() int { return 0 }

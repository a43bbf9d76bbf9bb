//go:build !linux

package main

// supervise does nothing here: the reapers alone see to what is left.
func supervise() {}

// ending says what ends programs when the server is killed.
func ending() string { return "Each has a parent that ends it with Crunchy." }

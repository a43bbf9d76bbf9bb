//go:build race

package pages_test

// raceDetector says that everything is some eight times as slow.
const raceDetector = true

//go:build race

package browsertest_test

// raceDetector builds the program with the race detector when the tests have it.
const raceDetector = true

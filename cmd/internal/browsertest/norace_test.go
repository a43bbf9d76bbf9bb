//go:build !race

package browsertest_test

const raceDetector = false

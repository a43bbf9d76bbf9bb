// Package browsertest holds tests of the whole program as its user meets it:
// the real binary, a real Chromium, keys and clicks. It shares no code with
// what it tests. Without a Chromium the tests are skipped, but never in CI.
//
// CRUNCHY_SCREENSHOTS names a folder for pictures of what they saw.
package browsertest

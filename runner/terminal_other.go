//go:build !linux && !darwin

package runner

import (
	"errors"
	"fmt"
	"os"
)

const lineChunk = 4000

// errSystem is what an element shows when it is started here.
var errSystem = errors.New(english["run.system"]) //nolint:staticcheck,revive // a sentence for the learner

func openTerminal(winsize, modes) (*terminal, *os.File, error) { return nil, nil, errSystem }

func (t *terminal) resize(winsize)  {}
func (t *terminal) tidy()           {}
func (t *terminal) interrupt(bool)  {}
func (t *terminal) signal(int) bool { return false }

func canonical(uintptr) bool { return true }

func tryRead(uintptr, []byte) int  { return 0 }
func tryWrite(uintptr, []byte) int { return 0 }

func signalName(n int) string { return fmt.Sprintf("signal %d", n) }

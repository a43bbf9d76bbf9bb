package runner_test

import (
	"fmt"
	"io"
	"os"

	"crunchy/runner"
)

// console shows on standard output what an element prints.
type console struct{ stopped chan struct{} }

type keepOpen struct{ io.Writer }

func (keepOpen) Close() error { return nil }

func (c console) Output() (stdout, stderr io.WriteCloser) {
	return keepOpen{os.Stdout}, keepOpen{os.Stdout}
}

func (c console) Event(e runner.Event) {
	if e.Kind == runner.EventStop {
		close(c.stopped)
	}
}

func (c console) Discard() int64 { return 0 }

func Example() {
	m := runner.New(runner.Config{})
	defer m.Close()
	c := console{make(chan struct{})}
	if err := m.Add(runner.Spec{UID: "7348", Mode: runner.Program, File: "hello.py"}, c); err != nil {
		fmt.Println(err)
		return
	}
	if _, err := m.Exec("7348", "print('Hello,', input())", false); err != nil {
		fmt.Println(err)
		return
	}
	if err := m.Write("7348", []byte("Ada\n")); err != nil {
		fmt.Println(err)
		return
	}
	<-c.stopped
	// Output: Hello, Ada
}

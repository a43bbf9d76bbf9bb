package runner

import (
	"bufio"
	"fmt"
	"os"
	"time"

	"crunchy/runner/agent"
)

// bareTime is how long a process without an element may take.
const bareTime = 10 * time.Second

// bare starts a process that is no element's, with the ends that are its own. Whoever
// has it closes it, which ends it.
func bare(start func(files []*os.File) error) (*process, error) {
	p := &process{modes: gathering}
	err := p.open(winsize{24, 80})
	if err == nil {
		err = start(p.child)
	}
	closeAll(p.child)
	if err != nil {
		p.close()
		return nil, err
	}
	p.expire(bareTime)
	return p, nil
}

// hear reads what a process says until it is of a kind.
func hear(r *bufio.Reader, kind string) (agent.Event, error) {
	for {
		line, err := readLine(r, longest)
		if ev, ok := parseEvent(line); ok && ev.Ev == kind {
			return ev, nil
		}
		if err != nil {
			return agent.Event{}, fmt.Errorf("runner: a process did not say that it is %s: %w", kind, err)
		}
	}
}

package runner

import "time"

// Limits bound what elements may use. The zero value of each means the default
// named there.
type Limits struct {
	// Input is how many bytes may wait for one element; 1 MiB.
	Input int
	// Processes is how many may live at once; no limit.
	Processes int
	// Start is how long a process may take until it is ready; 30 s.
	Start time.Duration
	// Memory is the address space of one process in bytes; no limit. Only on Linux.
	Memory int64
}

func (l Limits) withDefaults() Limits {
	if l.Input <= 0 {
		l.Input = 1 << 20
	}
	if l.Start <= 0 {
		l.Start = 30 * time.Second
	}
	return l
}

// Times of the runner's own.
const (
	// repeat is how long an interrupted run may go on before it is told again:
	// a signal that arrives before its first line runs is not noticed.
	repeat = 200 * time.Millisecond
	// escalate is how long after an Interrupt a second one becomes a Kill.
	escalate = time.Second
	// typeAhead is how long a run may go on without asking for input before
	// what was typed ahead is given to it all at once.
	typeAhead = 50 * time.Millisecond
	// mercy is how long after a Kill output is still shown if it is taken.
	mercy = 250 * time.Millisecond
	// burial is how long a process may take to be gone after it was ended.
	burial = 3 * time.Second
)

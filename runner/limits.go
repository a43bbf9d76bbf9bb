package runner

import "time"

// Limits bound what elements may use. The zero value of each means the default
// named there. What the kernel sees to (Memory, FileSize, Files, Children, CPU)
// holds for each process, and for each that it starts; only on Linux.
type Limits struct {
	// Input is how many bytes may wait for one element; 1 MiB.
	Input int
	// Start is how long a process may take until it is ready; 30 s.
	Start time.Duration

	// Processes is how many may live at once; as many as the computer has
	// terminals and descriptors for, which it never exceeds.
	Processes int
	// OwnProcesses is how many of them one owner may have; no limit.
	OwnProcesses int
	// Elements is how many elements one owner may have; no limit.
	Elements int

	// Memory is the address space in bytes; no limit.
	Memory int64
	// FileSize is how large a file may become that is written to; no limit.
	FileSize int64
	// Files is how many descriptors may be open; the system's.
	Files int
	// Children is how many processes may live; no limit. The kernel counts all of a
	// user, so it is only for a Launcher that gives each owner a user, or a user
	// namespace, of his own.
	Children int
	// CPU is how much processor time may be used, in whole seconds; no limit. A
	// Program's run is a process; that of an Interpreter lives longer than its runs.
	CPU time.Duration

	// RunTime is how long a run may take, waiting for input not counted; no limit.
	RunTime time.Duration
	// Idle is how long a process is kept for which nothing is typed, and which
	// shows nothing; for ever.
	Idle time.Duration
	// Output is how many bytes a run may show; no limit.
	Output int64

	// Strict does not run what the kernel's limits cannot be set for; otherwise
	// that is only written to the log.
	Strict bool
}

// Local is for programs that run on their owner's own computer: generous, and yet
// no slip of a beginner's takes all memory or the whole disk.
func Local() Limits {
	return Limits{Memory: 4 << 30, FileSize: 1 << 30, Files: 1024}
}

// Class is for students who share a computer, each in a sandbox of his own.
func Class() Limits {
	return Limits{
		OwnProcesses: 16, Elements: 10_000,
		Memory: 1 << 30, FileSize: 16 << 20, Files: 256, Children: 64, CPU: 10 * time.Minute,
		RunTime: 30 * time.Minute, Idle: 30 * time.Minute, Output: 64 << 20,
		Strict: true,
	}
}

func (l Limits) withDefaults() Limits {
	if l.Input <= 0 {
		l.Input = 1 << 20
	}
	if l.Start <= 0 {
		l.Start = 30 * time.Second
	}
	if most := room(); most > 0 && (l.Processes <= 0 || l.Processes > most) {
		l.Processes = most
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

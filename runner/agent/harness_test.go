//go:build linux

package agent_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"crunchy/runner/agent"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// patience is how long a test waits for anything at all.
const patience = time.Minute

// ends are the seven descriptors of one process and their other ends.
type ends struct {
	child                        []*os.File // tty A, tty B, cmd, event, ack, where, page
	shared                       *page
	ttyA, ttyB                   *os.File
	cmd, event, ack, where       *os.File
	rawA, rawB, rawEvent, rawAck int
}

func newEnds(t testing.TB) *ends {
	t.Helper()
	e := &ends{}
	terminal := func() (*os.File, *os.File) {
		master, slave, err := pty.Open()
		check(t, err)
		check(t, pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 80}))
		modes, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS)
		check(t, err)
		modes.Lflag = unix.ICANON | unix.ISIG | unix.IEXTEN | unix.NOFLSH
		modes.Oflag, modes.Iflag = 0, 0
		modes.Cc[unix.VSUSP] = 0
		check(t, unix.IoctlSetTermios(int(slave.Fd()), unix.TCSETS, modes))
		return master, slave
	}
	pipe := func() (*os.File, *os.File) {
		var fds [2]int
		check(t, unix.Pipe2(fds[:], unix.O_CLOEXEC))
		return os.NewFile(uintptr(fds[0]), "r"), os.NewFile(uintptr(fds[1]), "w")
	}
	var slaveA, slaveB, cmd, event, ack, where *os.File
	e.ttyA, slaveA = terminal()
	e.ttyB, slaveB = terminal()
	cmd, e.cmd = pipe()
	e.event, event = pipe()
	ack, e.ack = pipe()
	e.where, where = pipe()
	e.shared = newPage(t)
	e.child = []*os.File{slaveA, slaveB, cmd, event, ack, where, e.shared.theirs}
	e.rawA, e.rawB, e.rawEvent, e.rawAck = int(e.ttyA.Fd()), int(e.ttyB.Fd()), int(e.event.Fd()), int(e.ack.Fd())
	for _, fd := range []int{e.rawA, e.rawB, e.rawEvent} {
		check(t, unix.SetNonblock(fd, true))
	}
	return e
}

// handOver closes the child's ends here, once it has them.
func (e *ends) handOver() {
	for _, f := range e.child {
		f.Close()
	}
}

// session is one student's process as a runner sees it. Its log is what would
// reach a page, in order: "1 text", "2 text" and the events.
type session struct {
	t testing.TB
	*ends
	events  []agent.Event
	log     []string // "1:text", "2:text", "ev:done" …
	pending []byte
	id      int
	seen    int // events that wait has handed out
	eof     bool
	torn    bool // lines that are no events are to be expected
	onEvent func(agent.Event)
}

// cold starts an interpreter by itself.
func cold(t testing.TB, python string, arguments ...string) *session {
	t.Helper()
	s := coldWith(t, python, t.TempDir(), nil, arguments...)
	s.until(agent.EvReady)
	return s
}

// coldWith starts one in a folder, with more in its environment.
func coldWith(t testing.TB, python, dir string, env []string, arguments ...string) *session {
	t.Helper()
	cmd := exec.Command(python, append(agent.Args(agent.Cold), arguments...)...)
	cmd.Dir = dir
	if env != nil {
		cmd.Env = append(os.Environ(), env...)
	}
	return start(t, newEnds(t), cmd)
}

// start starts a process with its ends.
func start(t testing.TB, e *ends, cmd *exec.Cmd) *session {
	t.Helper()
	cmd.ExtraFiles = e.child
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	check(t, cmd.Start())
	e.handOver()
	s := &session{t: t, ends: e}
	t.Cleanup(func() {
		s.close()
		cmd.Wait()
	})
	return s
}

func (s *session) close() {
	for _, f := range []*os.File{s.cmd, s.ttyA, s.ttyB, s.event, s.ack, s.where, s.shared.ours} {
		f.Close()
	}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *session) drain(stream int) {
	fd := s.rawA
	if stream == 2 {
		fd = s.rawB
	}
	buffer := make([]byte, 65536)
	for {
		n, err := unix.Read(fd, buffer)
		if err == unix.EINTR {
			continue
		}
		if err != nil || n <= 0 {
			return
		}
		s.show(stream, buffer[:n])
	}
}

func (s *session) show(stream int, text []byte) {
	mark := fmt.Sprintf("%d:", stream)
	if last := len(s.log) - 1; last >= 0 && strings.HasPrefix(s.log[last], mark) {
		s.log[last] += string(text)
	} else {
		s.log = append(s.log, mark+string(text))
	}
}

// turn shows what is on the page, up to there.
func (s *session) turn(upto int) bool {
	text := s.shared.text(upto)
	if len(text) > 0 {
		s.show(1, text)
	}
	return len(text) > 0
}

// step waits for anything and takes it. It is false at the end, or when time is up.
func (s *session) step(timeout time.Duration) bool {
	fds := []unix.PollFd{{Fd: int32(s.rawEvent), Events: unix.POLLIN}, {Fd: int32(s.rawA), Events: unix.POLLIN}, {Fd: int32(s.rawB), Events: unix.POLLIN}}
	seen := s.shared.end()
	n, err := unix.Poll(fds, 0)
	if n == 0 && err == nil {
		if s.turn(seen) {
			return true
		}
		if s.shared.ask(); s.shared.end() > s.shared.shown {
			return true
		}
		n, err = unix.Poll(fds, int(timeout.Milliseconds()))
	}
	if err == unix.EINTR {
		return true
	}
	if n == 0 || s.eof {
		return false
	}
	if fds[1].Revents&unix.POLLIN != 0 {
		s.drain(1)
	}
	if fds[2].Revents&unix.POLLIN != 0 {
		s.drain(2)
	}
	if fds[0].Revents == 0 {
		if fds[1].Revents|fds[2].Revents == unix.POLLHUP {
			time.Sleep(time.Millisecond) // nothing left but the exit event
		}
		return true
	}
	buffer := make([]byte, 65536)
	n, err = unix.Read(s.rawEvent, buffer)
	if err == unix.EAGAIN || err == unix.EINTR {
		return true
	}
	if n <= 0 {
		s.turn(s.shared.end())
		s.drain(1)
		s.drain(2)
		s.eof = true
		return false
	}
	s.pending = append(s.pending, buffer[:n]...)
	for {
		line, rest, ok := bytes.Cut(s.pending, []byte("\n"))
		if !ok {
			return true
		}
		s.pending = rest
		if len(line) > 0 && string(line)+"\n" != agent.Bell {
			s.take(line)
		}
	}
}

func (s *session) take(line []byte) {
	var ev agent.Event
	if err := json.Unmarshal(line, &ev); err != nil || ev.Ev == "" {
		if s.torn {
			return
		}
		s.t.Fatalf("torn event line %.200q: %v", line, err)
	}
	if ev.Page == 0 {
		ev.Page = s.shared.end()
	}
	s.turn(ev.Page)
	s.drain(3 - min(ev.Last, 2))
	s.drain(min(ev.Last, 2))
	if ev.Ev == agent.EvTurn {
		return
	}
	if ev.Ev == agent.EvSync {
		if ev.Reset {
			s.shared.clear()
		}
		if _, err := unix.Write(s.rawAck, []byte{byte(ev.ID)}); err != nil && err != unix.EPIPE {
			s.t.Fatal(err)
		}
		return
	}
	s.events = append(s.events, ev)
	s.log = append(s.log, "ev:"+ev.Ev)
	if s.onEvent != nil {
		s.onEvent(ev)
	}
}

// until waits for the next event of a kind that no until has returned yet.
func (s *session) until(kind string) agent.Event {
	s.t.Helper()
	ev, ok := s.wait(kind, patience)
	if !ok {
		s.t.Fatalf("no %s event; log: %q", kind, s.log)
	}
	return ev
}

func (s *session) wait(kind string, timeout time.Duration) (agent.Event, bool) {
	deadline := time.Now().Add(timeout)
	for {
		for s.seen < len(s.events) {
			s.seen++
			if ev := s.events[s.seen-1]; ev.Ev == kind {
				return ev, true
			}
		}
		left := time.Until(deadline)
		if left <= 0 || s.eof {
			return agent.Event{}, false
		}
		s.step(left)
	}
}

// find returns the last event of a kind so far.
func (s *session) find(kind string) agent.Event {
	s.t.Helper()
	for i := len(s.events) - 1; i >= 0; i-- {
		if s.events[i].Ev == kind {
			return s.events[i]
		}
	}
	s.t.Fatalf("no %s event; log: %q", kind, s.log)
	return agent.Event{}
}

// send gives a command and returns its number.
func (s *session) send(c agent.Command) int {
	s.t.Helper()
	s.id++
	c.ID = s.id
	if c.File == "" {
		c.File = fmt.Sprintf("<input %d>", s.id)
	}
	line, err := json.Marshal(c)
	check(s.t, err)
	if _, err = s.cmd.Write(append(line, '\n')); !s.torn {
		check(s.t, err)
	}
	return s.id
}

// do runs a command to its end and returns its event and what was shown meanwhile.
func (s *session) do(c agent.Command) (agent.Event, string, string) {
	s.t.Helper()
	from := len(s.log)
	s.send(c)
	done := s.until(agent.EvDone)
	if done.ID != s.id {
		s.t.Fatalf("done of %d, want %d", done.ID, s.id)
	}
	return done, s.text(1, from), s.text(2, from)
}

// exec runs statements and returns what was printed on both streams.
func (s *session) exec(source string) (string, string) {
	s.t.Helper()
	_, out, errs := s.do(agent.Command{Op: agent.OpExec, Text: source})
	return out, errs
}

// text is what was written to a terminal since the log had from entries.
func (s *session) text(stream, from int) string {
	var b strings.Builder
	for _, entry := range s.log[from:] {
		if strings.HasPrefix(entry, fmt.Sprintf("%d:", stream)) {
			b.WriteString(entry[2:])
		}
	}
	return b.String()
}

// expect fails unless both streams of a command showed exactly this.
func (s *session) expect(source, out, errs string) {
	s.t.Helper()
	gotOut, gotErr := s.exec(source)
	if gotOut != out || !matches(gotErr, errs) {
		s.t.Errorf("%s\nstdout %q\n  want %q\nstderr %q\n  want %q", source, gotOut, out, gotErr, errs)
	}
}

// interrupt is what the runner does for Stop.
func (s *session) interrupt() {
	if err := unix.IoctlSetInt(s.rawA, unix.TIOCSIG, int(unix.SIGINT)); err != nil {
		s.t.Fatal(err)
	}
}

// plain removes the lines of carets that 3.11 and later put below a source line.
func plain(traceback string) string {
	lines := strings.SplitAfter(traceback, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if strings.Trim(line, " ^~\n") != "" || line == "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

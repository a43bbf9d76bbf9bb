package runner

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"crunchy/runner/agent"
)

const (
	// longest is the longest line that an agent may send: its pictures are smaller.
	longest = 32 << 20
	// portion is how much output is shown at once, and how long others wait for order.
	portion = 64 << 10
	// fill is more than a terminal can hold, so a drain that has read so much has
	// read all that was there when it began.
	fill = 1 << 20
)

// pumpTerminal shows what is written to a terminal, until its end. Bytes are
// taken only under order, so whoever has order and finds a terminal empty has
// seen all that was written to it.
func (p *process) pumpTerminal(stream int, in *inbox) {
	// An error means that the terminal was closed.
	_ = p.ttys[stream].raw.Read(func(fd uintptr) bool {
		for {
			p.g.order.Lock()
			p.g.flush()
			over := p.over
			n := 0
			if !over {
				n = p.show(fd, stream, portion, in)
			}
			p.g.order.Unlock()
			switch {
			case over || n == 0:
				return true
			case n < 0:
				return false // wait for more
			}
		}
	})
}

// show reads what is there, up to a limit, and shows it. It returns -1 when all
// there was has been read, 0 at the end for good, 1 when there may be more. Those who
// print by themselves (Python, as it dies) do so after what was left on the page: with
// an inbox, that is shown first if it can be.
func (p *process) show(fd uintptr, stream, limit int, in *inbox) int {
	for limit > 0 {
		filled, n := 0, 1
		for n > 0 && filled < len(p.buffer) {
			if n = tryRead(fd, p.buffer[filled:]); n > 0 {
				filled += n
			}
		}
		if filled > 0 {
			if in != nil {
				in.before()
			}
			p.output(stream, p.buffer[:filled])
		}
		if n <= 0 {
			return n
		}
		limit -= filled
	}
	return 1
}

// output shows a piece of output. The caller holds order.
func (p *process) output(stream int, text []byte) {
	p.g.touch()
	p.screen.write(stream, text)
	p.g.measure(p.screen)
}

// drain implements body. What is on the page behind an event that was not acted on is
// not shown: it may be of the run that begins.
func (p *process) drain(last int) {
	p.inbox.before()
	p.take(pageText, last)
}

// take shows what was left on the page, up to there or all (0), and then all that was
// written to the terminals, the one written last after the other. The caller holds order.
func (p *process) take(upto, last int) {
	streams := [2]int{stdout, stderr}
	if last == 1 {
		streams = [2]int{stderr, stdout}
	}
	if p.over {
		return
	}
	p.showPage(upto, p.buffer)
	for _, stream := range streams {
		p.ttys[stream].control(func(fd uintptr) { p.show(fd, stream, fill, nil) })
	}
}

// pumpEvents acts on the agent's events until the end of the pipe: then nobody
// is left. It returns what the reaper said, if it did, and io.EOF, or why it
// did not wait any longer.
func (p *process) pumpEvents(in *inbox) (exit *agent.Event, err error) {
	r := bufio.NewReaderSize(in, 64<<10)
	for {
		line, err := readLine(r, longest)
		if err != nil {
			return exit, err
		}
		if string(line) == agent.Bell {
			in.rung()
			continue
		}
		ev, ok := parseEvent(line)
		if !ok {
			continue
		}
		p.g.order.Lock()
		p.g.flush()
		p.take(ev.Page, ev.Last)
		switch ev.Ev {
		case agent.EvTurn:
		case agent.EvSync:
			if ev.Reset {
				p.page.clear()
			}
			p.ack(byte(ev.ID))
		case agent.EvExit:
			exit = &ev
			p.expire(burial)
		case agent.EvReady:
			if !p.arrived(ev) {
				break
			}
			p.g.handle(p, ev)
			p.g.flush()
		case agent.EvDone:
			if p.g.waitsFor(p, ev.ID) { // and not for what a learner has made up
				p.keep()
			}
			fallthrough
		default:
			p.g.handle(p, ev)
			p.g.flush()
		}
		p.g.order.Unlock()
	}
}

// ack says that everything up to a sync has been taken. It never waits: only a
// program that fakes syncs and never reads their answers could fill the pipe.
func (p *process) ack(id byte) {
	if raw, err := p.acks.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { tryWrite(fd, []byte{id}) })
	}
}

// parseEvent reads one line of the event pipe, where learners' code can write too.
func parseEvent(line []byte) (agent.Event, bool) {
	var ev agent.Event
	line = bytes.TrimSpace(line)
	if len(line) == 0 || line[0] != '{' {
		return ev, false
	}
	err := json.Unmarshal(line, &ev)
	return ev, err == nil && ev.Ev != ""
}

// readLine reads a line without keeping more than limit bytes of it: a longer
// one is empty.
func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	size := 0
	for {
		piece, err := r.ReadSlice('\n')
		size += len(piece)
		if err == nil && size == len(piece) {
			return piece, nil
		}
		if size <= limit {
			line = append(line, piece...)
		} else {
			line = nil
		}
		switch {
		case err == nil:
			return line, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && size > 0:
			return line, nil
		default:
			return nil, err
		}
	}
}

package runner

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"crunchy/runner/agent"
)

const (
	stacksWait  = time.Second           // for the first line
	stacksQuiet = 50 * time.Millisecond // then it was the last one
	stacksMost  = 256 << 10
)

// where returns the stacks of all threads, as the wire has them. Python's
// faulthandler writes them even while a C function runs.
func (p *process) where(ctx context.Context) (json.RawMessage, error) {
	p.whereMu.Lock()
	defer p.whereMu.Unlock()
	p.mu.Lock()
	number := p.signal
	p.mu.Unlock()
	var text []byte
	if number > 0 {
		p.readStacks(ctx, 0) // what a late answer has left
		if p.ttys[0].signal(number) {
			text = p.readStacks(ctx, stacksWait)
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	file, source := p.g.source()
	return json.Marshal(map[string]any{"threads": parseStacks(string(text), file, source)})
}

func (p *process) readStacks(ctx context.Context, wait time.Duration) []byte {
	var text []byte
	piece := make([]byte, 4096)
	for len(text) < stacksMost && ctx.Err() == nil {
		if p.stacks.SetReadDeadline(time.Now().Add(wait)) != nil {
			break
		}
		n, err := p.stacks.Read(piece)
		text = append(text, piece[:n]...)
		if err != nil {
			break // quiet, or ended
		}
		wait = min(wait, stacksQuiet)
	}
	return text
}

// source is the file name and the text of what runs.
func (g *group) source() (file, source string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.cmd == nil {
		return "", ""
	}
	return g.cmd.File, g.cmd.source
}

// thread and frame are as on the wire.
type thread struct {
	Name   string  `json:"name"`
	Frames []frame `json:"frames"`
}

type frame struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Function string `json:"function"`
	Text     string `json:"text"`
}

var (
	threadLine = regexp.MustCompile(`^(Thread|Current thread) 0x[0-9a-f]+(?: \[(.*)\])?`)
	frameLine  = regexp.MustCompile(`^  File "(.*)", line (\d+|\?\?\?) in (.*)$`)
)

// parseStacks reads what faulthandler wrote, in which the innermost frame is
// first; here it is last, as in a traceback. Frames of ours are left out.
func parseStacks(text, file, source string) []thread {
	threads := []thread{}
	lines := strings.Split(source, "\n")
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if m := threadLine.FindStringSubmatch(line); m != nil {
			name := m[2]
			switch {
			case m[1] == "Current thread":
				name = "MainThread" // signals are its affair
			case name == "":
				name = fmt.Sprintf("Thread-%d", len(threads)+1)
			}
			threads = append(threads, thread{Name: name, Frames: []frame{}})
			continue
		}
		m := frameLine.FindStringSubmatch(line)
		if m == nil || len(threads) == 0 || ours(m[1]) {
			continue
		}
		number, _ := strconv.Atoi(m[2]) // 0 when it is not known
		f := frame{File: m[1], Line: number, Function: m[3]}
		if m[1] == file && number > 0 && number <= len(lines) {
			f.Text = strings.TrimSpace(lines[number-1])
		}
		last := &threads[len(threads)-1]
		last.Frames = append([]frame{f}, last.Frames...)
	}
	return threads
}

// ours says whether a frame is of the agent, or of the line that starts it.
func ours(file string) bool {
	return strings.HasPrefix(file, agent.FramePrefix) || file == "<string>"
}

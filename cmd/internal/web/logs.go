package web

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"crunchy/cmd/internal/work"
	"crunchy/comet"
	"crunchy/ioelement"
)

// mostPending is how much of a log may wait to be written, in bytes; what comes
// while there is more is left out, so that nothing waits for a slow disk.
const mostPending = 1 << 20

// logs are what is still to be written into files of students' work: what went
// into elements with a log_id, and what came out of them.
type logs struct {
	wake chan struct{} // there is something

	mu      sync.Mutex
	pending map[logFile]*strings.Builder
	left    map[logFile]int // bytes that were left out
	input   map[string]bool // by uid: what is typed is not for the log
	writing sync.Mutex      // held while files are written
}

type logFile struct {
	lesson *work.Lesson
	name   string
}

func newLogs() *logs {
	return &logs{wake: make(chan struct{}, 1), pending: map[logFile]*strings.Builder{}, left: map[logFile]int{}, input: map[string]bool{}}
}

// add puts something behind what waits.
func (g *logs) add(to logFile, text string) {
	g.mu.Lock()
	b := g.pending[to]
	if b == nil {
		b = &strings.Builder{}
		g.pending[to] = b
	}
	if b.Len()+len(text) > mostPending {
		g.left[to] += len(text)
	} else {
		if n := g.left[to]; n > 0 {
			fmt.Fprintf(b, "\n[%d bytes are left out here]\n", n)
			delete(g.left, to)
		}
		b.WriteString(text)
	}
	g.mu.Unlock()
	select {
	case g.wake <- struct{}{}:
	default: // it is awake
	}
}

// hides says whether what is typed into an element stays out of its log: it is a
// secret, or a terminal shows it anyway.
func (g *logs) hides(uid string, yes bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if yes {
		g.input[uid] = true
	} else {
		delete(g.input, uid)
	}
}

func (g *logs) hidden(uid string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.input[uid]
}

// flushLogs writes what waits.
func (s *Server) flushLogs() {
	g := s.logs
	g.writing.Lock()
	defer g.writing.Unlock()
	g.mu.Lock()
	pending := g.pending
	g.pending = map[logFile]*strings.Builder{}
	for to, n := range g.left {
		if b := pending[to]; b != nil {
			fmt.Fprintf(b, "\n[%d bytes are left out here]\n", n)
		}
		delete(g.left, to)
	}
	g.mu.Unlock()
	for to, b := range pending {
		if err := to.lesson.Append(to.name, b.String()); err != nil {
			s.log.Warn("a log could not be written", "log", to.name, "err", err)
		}
	}
}

// writeLogs writes logs until the server ends.
func (s *Server) writeLogs() {
	for {
		select {
		case <-s.ctx.Done():
			s.flushLogs()
			return
		case <-s.logs.wake:
			s.flushLogs()
		}
	}
}

// logOf is the log of an element of an open page.
func (s *Server) logOf(o order) (to logFile, e *ioelement.Element, ok bool) {
	e = s.elementOf(o)
	if e == nil || e.Log == "" {
		return to, nil, false
	}
	s.desk.mu.Lock()
	b := s.desk.pages[o.page]
	s.desk.mu.Unlock()
	if b == nil {
		return to, nil, false
	}
	return logFile{b.lesson, e.Log}, e, true
}

// logsSource notes what is run in an element that has a log.
func (s *Server) logsSource(o order) {
	to, e, ok := s.logOf(o)
	if !ok {
		return
	}
	name := e.File
	if name == "" {
		name = e.Kind
	}
	source := strings.TrimRight(string(o.body), "\n")
	s.logs.hides(o.uid, e.Terminal || e.External && o.query.Get("terminal") == "1")
	s.logs.add(to, fmt.Sprintf("\n---- %s, %s ----\n%s\n---- output ----\n", name, s.now().Format("2006-01-02 15:04:05"), source))
}

// logsRefusal notes that it was not run after all.
func (s *Server) logsRefusal(o order) {
	if to, _, ok := s.logOf(o); ok {
		s.logs.add(to, "---- not run ----\n")
	}
}

// logsInput notes what is typed.
func (s *Server) logsInput(o order) {
	if to, e, ok := s.logOf(o); ok && !e.Terminal && !s.logs.hidden(o.uid) {
		s.logs.add(to, string(o.body))
	}
}

// logsOutput notes what an element shows.
func (s *Server) logsOutput(page, uid string, kind comet.Kind, data []byte) {
	to, e, ok := s.logOf(order{page: page, uid: uid})
	if !ok {
		return
	}
	var said struct {
		Waiting, Secret bool
		Reason, Text    string
		Message         string
	}
	switch kind {
	case comet.Stdout, comet.Stderr:
		s.logs.add(to, strings.ReplaceAll(string(data), "\r\n", "\n"))
		return
	}
	if json.Unmarshal(data, &said) != nil {
		return
	}
	switch kind {
	case comet.Input:
		if !e.Terminal {
			s.logs.hides(uid, said.Waiting && said.Secret)
		}
	case comet.Result:
		s.logs.add(to, "\n---- "+said.Message+" ----\n")
	case comet.Status:
		if said.Reason != "" && said.Reason != "finished" && said.Text != "" {
			s.logs.add(to, "\n---- "+said.Text+" ----\n")
		}
	}
}

// doLog returns what the log of an element holds: POST /log?uid=UID.
func (s *Server) doLog(_ context.Context, o order) (any, error) {
	to, _, ok := s.logOf(o)
	if !ok {
		return nil, errNoWork.tells("noLog")
	}
	s.flushLogs()
	text, path := to.lesson.ReadLog(to.name)
	return map[string]string{"file": work.LogFile(to.name), "path": path, "text": text}, nil
}

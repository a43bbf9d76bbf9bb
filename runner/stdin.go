package runner

import (
	"bytes"
	"sync"
)

// A terminal in canonical mode keeps 4095 bytes of a line at most and silently
// loses the rest. So a longer line goes in pieces, each pushed on by the byte
// that means "end of file" only on an empty line. Control bytes are quoted.
const (
	veof   = 0x04
	vlnext = 0x16
)

// input is the standard input of a process that its terminal has not taken yet.
// Bytes are in here or in the terminal, never between.
type input struct {
	mu    sync.Mutex
	parts []part
	bytes int
	held  int    // of the present line, what the terminal has got since the last push
	half  bool   // the quote of the next byte has been written, the byte not yet
	debt  []byte // a byte whose quote was written, and which was taken back then
	wake  chan empty
}

// part is text, and the end of the file after it if eof.
type part struct {
	text []byte
	eof  bool
}

func newInput() *input { return &input{wake: make(chan empty, 1)} }

func (q *input) push(text []byte, eof bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if n := len(q.parts); n > 0 && !q.parts[n-1].eof {
		q.parts[n-1].text = append(q.parts[n-1].text, text...)
		q.parts[n-1].eof = eof
	} else {
		q.parts = append(q.parts, part{bytes.Clone(text), eof})
	}
	q.bytes += len(text)
	select {
	case q.wake <- empty{}:
	default:
	}
}

// takeBack empties the queue. cut says that the terminal has got the beginning of
// a line, which nobody can read before mend.
func (q *input) takeBack() (text []byte, eof, cut bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, p := range q.parts {
		text, eof = append(text, p.text...), eof || p.eof
	}
	q.parts, q.bytes = nil, 0
	if q.half {
		q.half, q.debt, text = false, text[:1:1], text[1:]
	}
	return text, eof, q.held > 0 || len(q.debt) > 0
}

// mend hands on the beginning of a line. There is room for that in the terminal
// when all that comes before has been read.
func (q *input) mend(put func([]byte) int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	put(append(q.debt, veof))
	q.debt, q.held = nil, 0
}

func (q *input) waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.bytes
}

// idle says that there is nothing to pass on.
func (q *input) idle() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.parts) == 0 && q.held < lineChunk
}

// write passes on what it can with one call of put, which may take a part of
// what it is given. canonical says whether the terminal gathers lines. It
// returns false when put took nothing, and otherwise whether there may be more.
func (q *input) write(canonical bool, chunk int, put func([]byte) int) (more, full bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	e := encoder{chunk: chunk, held: q.held, half: q.half, canonical: canonical}
	for _, b := range q.debt {
		e.put(b, markDebt)
	}
	if canonical && e.held >= chunk { // the call before had no room for this
		e.put(veof, markPush)
		e.held = 0
	}
	if len(q.parts) > 0 {
		e.encode(q.parts[0])
	}
	if len(e.out) == 0 {
		return false, false
	}
	n := put(e.out)
	if n <= 0 {
		return false, true
	}
	q.advance(&e, n)
	return len(q.parts) > 0 || q.held >= chunk, false
}

// advance drops from the queue what n bytes of the encoder's output stand for.
func (q *input) advance(e *encoder, n int) {
	text, eof := 0, false
	for i, m := range e.marks[:n] {
		q.half = m == markQuote
		switch m {
		case markByte:
			text++
			q.held++
			if e.out[i] == '\n' {
				q.held = 0
			}
		case markQuoted:
			text++
			q.held++
		case markDebt:
			q.debt = nil
		case markPush:
			q.held = 0
		case markEOF:
			eof = true
			q.held = 0
		}
	}
	if !e.canonical {
		q.held = 0
	}
	if len(q.parts) == 0 {
		return
	}
	head := &q.parts[0]
	head.text, head.eof = head.text[text:], head.eof && !eof
	q.bytes -= text
	if len(head.text) == 0 && !head.eof {
		q.parts = q.parts[1:]
	}
}

// mark says what a byte of the output stands for.
type mark byte

const (
	markByte   mark = iota // itself
	markQuote              // nothing: it quotes the next byte
	markQuoted             // itself, quoted
	markPush               // nothing: hands on what there is of the line
	markEOF                // the end of the file
	markDebt               // a byte of another time
)

// most is how much is encoded at once.
const most = 16 << 10

// encoder turns text into what is to be written to the terminal for it.
type encoder struct {
	chunk     int
	held      int
	half      bool
	canonical bool
	out       []byte
	marks     []mark
}

func (e *encoder) put(b byte, m mark) {
	e.out, e.marks = append(e.out, b), append(e.marks, m)
}

func (e *encoder) encode(p part) {
	text := p.text[:min(len(p.text), most)]
	whole := len(text) == len(p.text)
	end := len(text)
	if e.canonical && !(whole && p.eof) {
		// The beginning of a line waits here until the rest or a full piece of it
		// is there: in the terminal nobody could take it back.
		line := bytes.LastIndexByte(text, '\n') + 1
		held := 0
		if line == 0 {
			held = e.held
		}
		end = line + max((held+end-line)/e.chunk*e.chunk-held, 0)
	}
	for _, b := range text[:end] {
		e.byte(b)
	}
	if !p.eof || !whole {
		return
	}
	if e.canonical && e.held > 0 {
		e.put(veof, markPush) // this one hands on the unfinished line
	}
	e.put(veof, markEOF)
}

func (e *encoder) byte(b byte) {
	if !e.canonical {
		e.put(b, markByte)
		return
	}
	m := markByte
	if b < ' ' && b != '\n' && b != '\t' || b == 0x7f {
		if !e.half {
			e.put(vlnext, markQuote)
		}
		m = markQuoted
	}
	e.put(b, m)
	e.half = false
	if e.held++; b == '\n' {
		e.held = 0
	} else if e.held >= e.chunk {
		e.put(veof, markPush)
		e.held = 0
	}
}

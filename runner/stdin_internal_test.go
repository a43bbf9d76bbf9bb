package runner

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// discipline is what a terminal in canonical mode makes of what it is given.
type discipline struct {
	t     *testing.T
	line  []byte // of which nobody can read anything yet
	ready []byte // what can be read
	ends  int    // ends of the file
	quote bool
}

func (d *discipline) take(b byte) {
	switch {
	case d.quote:
		d.quote = false
		d.line = append(d.line, b)
	case b == vlnext:
		d.quote = true
	case b == veof:
		if len(d.line) == 0 {
			d.ends++
		}
		d.ready, d.line = append(d.ready, d.line...), nil
	case b == '\n':
		d.ready, d.line = append(append(d.ready, d.line...), b), nil
	case b < ' ' && b != '\t' || b == 0x7f:
		d.t.Fatalf("the byte %#x came unquoted", b)
	default:
		d.line = append(d.line, b)
	}
	if len(d.line) > 4095 {
		d.t.Fatal("the terminal cuts a line")
	}
}

// pass writes an input to the terminal, with as much in each call as room says,
// until the terminal has got limit bytes.
func (d *discipline) pass(q *input, limit int, room func() int) {
	for limit > 0 {
		if more, _ := q.write(true, lineChunk, func(b []byte) int {
			n := min(len(b), limit, max(room(), 1))
			for _, c := range b[:n] {
				d.take(c)
			}
			limit -= n
			return n
		}); !more {
			return
		}
	}
}

func FuzzInput(f *testing.F) {
	f.Add([]byte("abc\ndef\n"), uint64(1), true)
	f.Add([]byte("\x03\x04\x16\x00\x7f\n\x04"), uint64(2), false)
	f.Add(bytes.Repeat([]byte("x"), 10_000), uint64(3), true)
	f.Add(append(bytes.Repeat([]byte("0123456789"), 800), '\n'), uint64(4), true)
	f.Add(append(bytes.Repeat([]byte{0x16, 'a', '\n'}, 9000), 'b'), uint64(5), false)
	f.Fuzz(func(t *testing.T, text []byte, seed uint64, eof bool) {
		random := rand.New(rand.NewPCG(seed, 1))
		room := func() int { return random.IntN(5000) }
		q, d := newInput(), &discipline{t: t}
		for rest := text; len(rest) > 0; {
			n := 1 + random.IntN(len(rest))
			q.push(rest[:n], false)
			rest = rest[n:]
			d.pass(q, random.IntN(2*len(text)+1), room)
		}
		if eof {
			q.push(nil, true)
		}
		if seed%2 == 0 {
			d.pass(q, 4*len(text)+16, room)
			want := text
			if !eof { // the beginning of a line waits
				held := q.waiting()
				if held >= lineChunk || bytes.IndexByte(text[len(text)-held:], '\n') >= 0 {
					t.Fatalf("%d bytes wait", held)
				}
				want = text[:len(text)-held]
			}
			if !bytes.Equal(d.ready, want) || len(d.line) > 0 {
				t.Fatalf("%d bytes came of %d, and %d of a line", len(d.ready), len(want), len(d.line))
			}
			if got := d.ends == 1; got != eof {
				t.Fatalf("%d ends of the file", d.ends)
			}
			return
		}
		// Taken back in the middle, nothing is lost or doubled.
		rest, ended, cut := q.takeBack()
		if cut {
			if len(d.line) == 0 && !d.quote {
				t.Fatal("cut where nothing is cut")
			}
			q.mend(func(b []byte) int {
				for _, c := range b {
					d.take(c)
				}
				return len(b)
			})
		}
		if len(d.line) > 0 || d.quote {
			t.Fatalf("%d bytes cannot be read", len(d.line))
		}
		if got := append(d.ready, rest...); !bytes.Equal(got, text) {
			t.Fatalf("%d bytes of %d, or others", len(got), len(text))
		}
		if got := d.ends == 1; got == ended && eof || !eof && (got || ended) {
			t.Fatalf("%d ends of the file, taken back: %t", d.ends, ended)
		}
	})
}

func TestInputRaw(t *testing.T) {
	q := newInput()
	q.push([]byte("\x03a\x16"), true)
	var got []byte
	q.write(false, lineChunk, func(b []byte) int { got = append(got, b...); return len(b) })
	if string(got) != "\x03a\x16\x04" || q.waiting() != 0 {
		t.Errorf("%q", got)
	}
}

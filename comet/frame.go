package comet

import (
	"bytes"
	"errors"
	"strconv"
)

// Kind is the Response-Type of a frame.
type Kind string

// The basic types, which every client gets, and the types that are only for
// clients that list them.
const (
	Stdout Kind = "STDOUT"
	Stderr Kind = "STDERR"
	Stop   Kind = "STOP"
	Reset  Kind = "RESET"
	JSCode Kind = "JSCODE"
	Popup  Kind = "POPUP"

	Prompt  Kind = "PROMPT"
	Input   Kind = "INPUT"
	Display Kind = "DISPLAY"
	Result  Kind = "RESULT"
	Status  Kind = "STATUS"

	// Work tells what a student's file now holds: a newer one takes the place of
	// one that was not sent, and no transcript keeps it.
	Work Kind = "WORK"
	// Lesson tells that files of the page's lesson have changed; no transcript keeps it.
	Lesson Kind = "LESSON"
)

// Text reports whether frames of this kind are pieces of one stream of text:
// neighbours may be joined.
func (k Kind) Text() bool { return k == Stdout || k == Stderr }

// shown reports whether a program makes frames of this kind as fast as it likes:
// they wait for room, and what has not been sent may be dropped when the program
// is interrupted.
func (k Kind) shown() bool { return k.Text() || k == Display || k == JSCode }

// Frame is one thing that happened on a page.
type Frame struct {
	Seq  uint64 // page-wide, from 1; there may be gaps
	UID  string // the element it belongs to; "0" is the page itself
	Kind Kind
	Data []byte // UTF-8; one JSON object for the kinds of the second group
}

// AppendBasic appends the frame as the whole body of a basic answer.
func (f Frame) AppendBasic(b []byte) []byte {
	b = append(b, f.Kind...)
	b = append(b, ' ')
	b = append(b, f.UID...)
	b = append(b, '\r')
	return append(b, f.Data...)
}

// AppendBatch appends the frame in the form used where several follow each
// other (media type application/vnd.crunchy.frames).
func (f Frame) AppendBatch(b []byte) []byte {
	b = append(b, f.Kind...)
	b = append(b, ' ')
	b = append(b, f.UID...)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(len(f.Data)), 10)
	b = append(b, '\r')
	return append(b, f.Data...)
}

// ErrFrame is returned for bytes that are not a frame.
var ErrFrame = errors.New("comet: malformed frame")

// ParseBasic reads the body of a basic answer. The sequence number is not part
// of it.
func ParseBasic(b []byte) (Frame, error) {
	head, data, ok := bytes.Cut(b, []byte{'\r'})
	kind, uid, ok2 := bytes.Cut(head, []byte{' '})
	if !ok || !ok2 || !word(kind) || !digits(uid) {
		return Frame{}, ErrFrame
	}
	return Frame{Kind: Kind(kind), UID: string(uid), Data: data}, nil
}

// ParseBatch reads the first frame of a batch and returns what follows it.
func ParseBatch(b []byte) (f Frame, rest []byte, err error) {
	head, data, ok := bytes.Cut(b, []byte{'\r'})
	parts := bytes.Split(head, []byte{' '})
	if !ok || len(parts) != 3 || !word(parts[0]) || !digits(parts[1]) || !digits(parts[2]) {
		return Frame{}, nil, ErrFrame
	}
	n, err := strconv.Atoi(string(parts[2]))
	if err != nil || n > len(data) {
		return Frame{}, nil, ErrFrame
	}
	return Frame{Kind: Kind(parts[0]), UID: string(parts[1]), Data: data[:n]}, data[n:], nil
}

func word(b []byte) bool {
	for _, c := range b {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return len(b) > 0
}

func digits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(b) > 0
}

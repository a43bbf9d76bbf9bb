package protocoltest

import (
	"bufio"
	"io"
	"strings"
)

// Event is one that a stream of Server-Sent Events dispatches.
type Event struct {
	ID   string // the last one that the stream has named
	Name string // "message" if it has none
	Data string
}

// EventReader reads Server-Sent Events as the HTML standard says in "Interpreting
// an event stream".
type EventReader struct {
	LastID string // where to go on from when the stream breaks
	Retry  string // milliseconds, if the stream has said so

	in      *bufio.Reader
	begun   bool
	afterCR bool // a line feed belongs to the line end before it
}

// NewEventReader reads a stream from its beginning.
func NewEventReader(r io.Reader) *EventReader { return &EventReader{in: bufio.NewReader(r)} }

// Next waits for the next event. One that the stream ends in is none.
func (e *EventReader) Next() (Event, error) {
	var name string
	var data strings.Builder
	id := e.LastID
	for {
		line, err := e.line()
		if err != nil {
			return Event{}, err
		}
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case line == "":
			if e.LastID = id; data.Len() > 0 {
				if name == "" {
					name = "message"
				}
				return Event{id, name, strings.TrimSuffix(data.String(), "\n")}, nil
			}
			name = ""
		case field == "event":
			name = value
		case field == "data":
			data.WriteString(value + "\n")
		case field == "id" && !strings.Contains(value, "\x00"):
			id = value
		case field == "retry" && value != "" && strings.Trim(value, "0123456789") == "":
			e.Retry = value
		}
	}
}

// line is the next whole line, without its end.
func (e *EventReader) line() (string, error) {
	var b strings.Builder
	for {
		c, err := e.in.ReadByte()
		if err != nil {
			return "", err
		}
		second := c == '\n' && e.afterCR
		e.afterCR = c == '\r'
		switch {
		case second:
		case c == '\n' || c == '\r':
			line := strings.ToValidUTF8(b.String(), "\uFFFD")
			if !e.begun {
				line = strings.TrimPrefix(line, "\uFEFF")
			}
			e.begun = true
			return line, nil
		default:
			b.WriteByte(c)
		}
	}
}

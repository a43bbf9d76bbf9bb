package comet

import (
	"strings"
	"time"
)

// KeepAlive is how long a stream of events may be quiet before it is to say
// something, so that no proxy closes it, and Quiet is what it then says.
const (
	KeepAlive = 15 * time.Second
	Quiet     = ":\n\n"
)

// WriteTime is how long one write of a stream may take: a reader that takes
// nothing for so long has gone.
const WriteTime = 30 * time.Second

// AppendEvent appends a Server-Sent Event, as
// https://html.spec.whatwg.org/multipage/server-sent-events.html reads it. Each
// line of the data has a field of its own; which of the three line ends it had is
// not told. The id and the name have no line ends in them.
func AppendEvent(b []byte, id, name, data string) []byte {
	b = append(b, "id: "+id+"\nevent: "+name...)
	for more := true; more; {
		line := data
		if i := strings.IndexAny(data, "\r\n"); i >= 0 {
			line, data = data[:i], strings.TrimPrefix(data[i:], "\r")
			data = strings.TrimPrefix(data, "\n")
		} else {
			more = false
		}
		b = append(b, "\ndata: "+line...)
	}
	return append(b, "\n\n"...)
}

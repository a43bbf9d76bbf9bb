package protocoltest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"crunchy/cmd/internal/protocoltest"
)

// TestEventReaderReadsWhatTheStandardShows goes through the examples of the HTML
// standard, and what its rules say besides.
func TestEventReaderReadsWhatTheStandardShows(t *testing.T) {
	for stream, want := range map[string]string{
		"data: YHOO\ndata: +2\ndata: 10\n\n": `[{ message YHOO|+2|10}]`,
		": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event": `[{1 message first event} { message second event}]`,
		"data\n\ndata\ndata\n\ndata:":                   `[{ message } { message |}]`,
		"data:test\n\ndata: test\n\n":                   `[{ message test} { message test}]`,
		"event: add\ndata: 73857293\r\revent: add\n\n":  `[{ add 73857293}]`,
		"\uFEFFid: 7\r\n\r\ndata: a\r\n\r\n":            `[{7 message a}]`,
		"id: 1\x00\ndata: \uFEFFb\nDATA: c\nx: y\n\n":   "[{ message \uFEFFb}]",
		"event: a\n\ndata: the name before is gone\n\n": `[{ message the name before is gone}]`,
	} {
		for name, in := range map[string]*protocoltest.EventReader{
			"whole": protocoltest.NewEventReader(strings.NewReader(stream)),
			"bytes": protocoltest.NewEventReader(iotest.OneByteReader(strings.NewReader(stream))),
		} {
			var got []protocoltest.Event
			for {
				e, err := in.Next()
				if err != nil {
					break
				}
				e.Data = strings.ReplaceAll(e.Data, "\n", "|")
				got = append(got, e)
			}
			if fmt.Sprint(got) != want {
				t.Errorf("%s %q: %v, want %s", name, stream, got, want)
			}
		}
	}
}

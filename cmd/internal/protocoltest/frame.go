package protocoltest

import (
	"fmt"
	"strconv"
	"strings"
)

// Frame is one thing that happened on a page.
type Frame struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
	Data string `json:"data"`
}

// BatchType is what a client accepts that wants several frames in one answer.
const BatchType = "application/vnd.crunchy.frames"

// ParseFrame reads the whole body of a basic answer:
// Response-Type SP Channel-Id CR Data.
func ParseFrame(body string) (Frame, error) {
	head, data, found := strings.Cut(body, "\r")
	kind, uid, ok := strings.Cut(head, " ")
	if !found || !ok || kind == "" || !isDigits(uid) {
		return Frame{}, fmt.Errorf("not a frame: %.60q", body)
	}
	return Frame{kind, uid, data}, nil
}

// ParseBatch reads frames of the form
// Response-Type SP Channel-Id SP Byte-Length CR Data, one after the other.
func ParseBatch(body string) ([]Frame, error) {
	var frames []Frame
	for body != "" {
		head, rest, _ := strings.Cut(body, "\r")
		parts := strings.Split(head, " ")
		if len(parts) != 3 || parts[0] == "" || !isDigits(parts[1]) || !isDigits(parts[2]) {
			return frames, fmt.Errorf("not a frame: %.60q", body)
		}
		n, err := strconv.Atoi(parts[2])
		if err != nil || n > len(rest) {
			return frames, fmt.Errorf("a frame of %s bytes in %d", parts[2], len(rest))
		}
		frames = append(frames, Frame{parts[0], parts[1], rest[:n]})
		body = rest[n:]
	}
	return frames, nil
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

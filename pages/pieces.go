package pages

import (
	"bytes"
	"encoding/json"
	"strings"
)

// piece is a value in a JSON document, and the offset at which it begins there.
// What is not there, or is of another kind than it is read as, is empty.
type piece struct {
	raw []byte
	at  int
}

// fields are the values of an object by their names.
func (p piece) fields() map[string]piece {
	fields := map[string]piece{}
	p.each('{', func(dec *json.Decoder) bool {
		key, err := dec.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return false
		}
		value, ok := p.next(dec)
		fields[name] = value
		return ok
	})
	return fields
}

// items are the values of a list.
func (p piece) items() (items []piece) {
	p.each('[', func(dec *json.Decoder) bool {
		value, ok := p.next(dec)
		items = append(items, value)
		return ok
	})
	return items
}

func (p piece) each(open json.Delim, f func(dec *json.Decoder) bool) {
	dec := json.NewDecoder(bytes.NewReader(p.raw))
	if t, err := dec.Token(); err != nil || t != open {
		return
	}
	for dec.More() && f(dec) {
	}
}

func (p piece) next(dec *json.Decoder) (value piece, ok bool) {
	var raw json.RawMessage
	if dec.Decode(&raw) != nil {
		return piece{}, false
	}
	return piece{raw, p.at + int(dec.InputOffset()) - len(raw)}, true
}

// text is a string, or a list of strings one after the other, as notebooks write
// texts. It holds no NUL, and its lines end with \n.
func (p piece) text() string {
	var s string
	if json.Unmarshal(p.raw, &s) != nil {
		var b strings.Builder
		for _, item := range p.items() {
			var line string
			if json.Unmarshal(item.raw, &line) == nil {
				b.WriteString(line)
			}
		}
		s = b.String()
	}
	s = strings.ReplaceAll(s, "\x00", "")
	return strings.ReplaceAll(s, "\r\n", "\n")
}

// first is the offset at which the first line of a text stands.
func (p piece) first() int {
	if items := p.items(); len(items) > 0 {
		return items[0].at
	}
	return p.at
}

// number is a whole number, or 0.
func (p piece) number() (n int) {
	_ = json.Unmarshal(p.raw, &n)
	return n
}

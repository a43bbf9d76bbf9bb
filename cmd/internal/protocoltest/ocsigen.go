package protocoltest

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Ocsigen polls many channels at once, as Ocsigen's comet does.
type Ocsigen struct {
	Client *Client
	Name   string            // by which the server keeps its place, "" for none
	Types  string            // of frames, beyond the basic ones
	From   map[string]string // where to begin, by channel, whatever place is kept
}

// Value is what a channel has got, or its end.
type Value struct {
	Channel, Text string
	Ended         bool
}

// Poll waits for values of the channels; none mean that nothing came in time.
func (o *Ocsigen) Poll(ctx context.Context, channels ...string) ([]Value, error) {
	names := make([]string, len(channels))
	for i, c := range channels {
		names[i] = jsEscape(c)
	}
	form := url.Values{"registration": {strings.Join(names, "\n")}}
	if o.Name != "" {
		form.Set("client", o.Name)
	}
	if o.Types != "" {
		form.Set("types", o.Types)
	}
	var from []string
	for _, c := range slices.Sorted(maps.Keys(o.From)) {
		from = append(from, jsEscape(c)+":"+jsEscape(o.From[c]))
	}
	if len(from) > 0 {
		form.Set("from", strings.Join(from, "\n"))
	}
	a, err := o.Client.Do(ctx, http.MethodPost, "/comet", form.Encode(), Header("Content-Type", "application/x-ocsigen-comet"))
	switch {
	case err != nil:
		return nil, err
	case a.Status != http.StatusOK:
		return nil, &StatusError{a}
	case a.Body == "":
		return nil, nil
	}
	var all []Value
	for line := range strings.SplitSeq(a.Body, "\n") {
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("no identifier:value: %q", line)
		}
		all = append(all, Value{Channel: jsUnescape(name), Text: jsUnescape(value), Ended: value == "ENDED_CHANNEL"})
	}
	return all, nil
}

// jsEscape is JavaScript's escape.
func jsEscape(text string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		switch c := rune(u); {
		case c < 128 && strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@*_+-./", c):
			b.WriteRune(c)
		case c < 256:
			fmt.Fprintf(&b, "%%%02X", u)
		default:
			fmt.Fprintf(&b, "%%u%04X", u)
		}
	}
	return b.String()
}

var jsEscapes = regexp.MustCompile(`%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})|(?s:.)`)

// jsUnescape is JavaScript's unescape.
func jsUnescape(text string) string {
	var units []uint16
	for _, m := range jsEscapes.FindAllStringSubmatch(text, -1) {
		if v, err := strconv.ParseUint(m[1]+m[2], 16, 16); err == nil {
			units = append(units, uint16(v))
		} else {
			units = append(units, utf16.Encode([]rune(m[0]))...)
		}
	}
	return string(utf16.Decode(units))
}

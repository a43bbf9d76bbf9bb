package pages

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
)

var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)

// decode returns the data as UTF-8. The encoding is the one a browser would
// find: a byte order mark, then what the server said, then what the page says
// of itself, and failing all of them UTF-8 if the data are that, else
// windows-1252. Line ends become \n, and NUL is taken out.
func decode(data []byte, contentType string) string {
	enc, name, certain := charset.DetermineEncoding(data, contentType)
	if !certain {
		if m := xmlEncoding.FindSubmatch(data[:min(len(data), 1024)]); m != nil {
			if e, n := charset.Lookup(string(m[1])); e != nil && !strings.HasPrefix(n, "utf-16") {
				enc, name, certain = e, n, true
			}
		}
	}
	valid := utf8.Valid(data)
	if !certain && valid {
		name = "utf-8"
	}
	if name == "utf-8" {
		enc = unicode.UTF8
	}
	out := data
	if name != "utf-8" || !valid {
		if decoded, err := enc.NewDecoder().Bytes(data); err == nil {
			out = decoded
		}
		out = bytes.ToValidUTF8(out, []byte("\uFFFD"))
	}
	out = bytes.TrimPrefix(out, []byte("\uFEFF"))
	text := strings.ReplaceAll(string(out), "\x00", "") // a string is copied only where there is something to replace
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.ReplaceAll(text, "\r", "\n")
}

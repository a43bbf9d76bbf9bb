package pages_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"crunchy/pages"
)

func TestEncodings(t *testing.T) {
	latin := func(s string) string {
		b, err := charmap.ISO8859_1.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	windows := func(s string) string {
		b, err := charmap.Windows1252.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	shiftJIS, err := japanese.ShiftJIS.NewEncoder().String("<meta charset=shift_jis><p>日本")
	if err != nil {
		t.Fatal(err)
	}
	utf16Bytes := func(s string, big, mark bool) string {
		var b []byte
		units := utf16.Encode([]rune(s))
		if mark {
			units = append([]uint16{0xFEFF}, units...)
		}
		for _, u := range units {
			if big {
				b = append(b, byte(u>>8), byte(u))
			} else {
				b = append(b, byte(u), byte(u>>8))
			}
		}
		return string(b)
	}
	far := strings.Repeat("<!-- far away -->", 100)
	tests := []struct{ name, contentType, in, want string }{
		{"utf-8 without a word", "", "<p>größer", "größer"},
		{"utf-8 beyond the first kilobyte", "", far + "<p>größer", "größer"},
		{"utf-8 with a mark", "", "\xef\xbb\xbf<p>größer", "größer"},
		{"utf-8 with a mark that contradicts", "", "\xef\xbb\xbf<meta charset=iso-8859-1><p>größer", "größer"},
		{"latin-1 by meta", "", latin("<meta charset=iso-8859-1><p>größer"), "größer"},
		{"latin-1 by http-equiv", "", latin(`<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1"><p>größer`), "größer"},
		{"latin-1 by the server", "text/html; charset=iso-8859-1", latin("<p>größer"), "größer"},
		{"the server before the page", "text/html; charset=utf-8", "<meta charset=iso-8859-1><p>größer", "größer"},
		{"latin-1 by xml", "", latin("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><html><p>größer"), "größer"},
		{"latin-1 without a word", "", latin("<p>größer"), "größer"},
		{"windows-1252", "", windows("<meta charset=windows-1252><p>„€“ größer"), "„€“ größer"},
		{"latin-1 that is windows-1252", "", windows("<meta charset=latin1><p>„€“"), "„€“"},
		{"utf-16 little", "", utf16Bytes("<p>größer 🐍", false, true), "größer 🐍"},
		{"utf-16 big", "", utf16Bytes("<p>größer 🐍", true, true), "größer 🐍"},
		{"utf-16 by the server", "text/html; charset=utf-16be", utf16Bytes("<p>größer", true, false), "größer"},
		{"utf-16 by meta is utf-8", "", "<meta charset=utf-16><p>größer", "größer"},
		{"shift_jis", "", shiftJIS, "日本"},
		{"an unknown one", "text/html; charset=nonsense", "<p>größer", "größer"},
		{"broken utf-8", "text/html; charset=utf-8", "<p>gr\xf6\xdfer", "gr��er"},
		{"line ends and zeros", "", "<pre>a\r\nb\rc\x00d</pre>", "a\nb\ncd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, out := render(t, "x.html", tt.contentType, []byte(tt.in), pages.Options{})
			if !strings.Contains(body(t, out), ">"+tt.want+"<") {
				t.Errorf("%q is not in %s", tt.want, body(t, out))
			}
			again(t, "x.html", p, out, pages.Options{})
			if strings.Count(out, "charset") != 1 {
				t.Error("the page names its encoding more than once")
			}
		})
	}
}

func TestMarkdownEncodings(t *testing.T) {
	for name, in := range map[string]string{
		"utf-8": "# größer", "mark": "\xef\xbb\xbf# größer", "latin-1": "# gr\xf6\xdfer",
	} {
		p, out := render(t, "x.md", "", []byte(in), pages.Options{})
		if p.Title != "größer" || !strings.Contains(out, `<h1 id="größer">größer</h1>`) {
			t.Errorf("%s: title %q", name, p.Title)
		}
	}
}

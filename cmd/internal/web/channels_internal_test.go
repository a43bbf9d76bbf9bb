package web

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestNotices(t *testing.T) {
	for text, want := range map[string]string{
		`{"text":"Five minutes"}`:                                `{"text":"Five minutes"}`,
		`{"goto":"#part-2","unknown":1}`:                         `{"goto":"#part-2"}`,
		`{"run":{"uid":"70001","code":"1+1"}}`:                   `{"run":{"uid":"70001","code":"1+1"}}`,
		` {"text" : "a\nb", "run":{"code":"x"}} `:                `{"text":"a\nb","run":{"code":"x"}}`,
		`{"text":"<b>","goto":"#a","run":{"uid":"","code":" "}}`: `{"text":"\u003cb\u003e","goto":"#a","run":{"code":" "}}`,

		``: "", `x`: "", `{}`: "", `[]`: "", `null`: "", `"text"`: "", `{"text":7}`: "", `{"text":""}`: "",
		`{"goto":"part-2"}`: "", `{"goto":"javascript:x"}`: "", `{"run":{"uid":"1"}}`: "", `{"run":"x"}`: "", `{"text":"a"}{"text":"b"}`: "",
	} {
		got, err := notice(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: %s %v, want %s", text, got, err, want)
		}
	}
}

// FuzzNotice holds that what is let through is one line that pages can rely on, and
// would be let through again.
func FuzzNotice(f *testing.F) {
	f.Add(`{"text":"Five minutes","goto":"#part-2","run":{"uid":"70001","code":"1+1"}}`)
	f.Add(`{"text":"\ud800","goto":"#\u0000"}`)
	f.Fuzz(func(t *testing.T, text string) {
		got, err := notice(text)
		if err != nil {
			return
		}
		if again, err := notice(got); err != nil || again != got || !json.Valid([]byte(got)) || strings.ContainsAny(got, "\r\n") {
			t.Errorf("%q becomes %q, and that %q: %v", text, got, again, err)
		}
	})
}

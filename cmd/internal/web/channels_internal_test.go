package web

import (
	"encoding/json"
	"net/url"
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

// FuzzNotice holds that what is let through is one line that pages can rely on,
// leads nowhere else, and would be let through again.
func FuzzNotice(f *testing.F) {
	for _, s := range []string{
		`{"text":"Five minutes","goto":"#part-2","run":{"uid":"70001","code":"1+1"}}`, `{"text":"\ud800","goto":"#\u0000"}`,
		`{"goto":"/t/a%20b.md#c"}`, `{"goto":"/t/../exec"}`, `{"goto":"/t/%2e%2e/exec"}`, `{"goto":"//evil.example/t/"}`, `{"goto":"/t/\\..\\exec"}`, `{"goto":"/\t/t/x"}`,
	} {
		f.Add(s)
	}
	base, _ := url.Parse("http://127.0.0.1:8001/t/lesson.md")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := notice(text)
		if err != nil {
			return
		}
		if again, err := notice(got); err != nil || again != got || !json.Valid([]byte(got)) || strings.ContainsAny(got, "\r\n") {
			t.Errorf("%q becomes %q, and that %q: %v", text, got, again, err)
		}
		var n struct{ Goto string }
		if err := json.Unmarshal([]byte(got), &n); err != nil {
			t.Fatalf("%q: %v", got, err)
		}
		u, err := base.Parse(n.Goto)
		if err != nil || u.Host != base.Host || u.Scheme != base.Scheme || u.RawQuery != "" || !strings.HasPrefix(u.Path, "/t/") || strings.Contains(u.Path, "\\") {
			t.Errorf("%q leads to %v (%v)", got, u, err)
		}
	})
}

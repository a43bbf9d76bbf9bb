package pages

import (
	"html"
	"strings"
)

// note is a remark of MyST that stands apart from the text: ```{note} Title, with
// Markdown in it.
type note struct {
	kind, title, text string
	skipped           int // lines of options above the text
}

// mystNote reads a fence as a remark; ok is false for another.
func mystNote(info, text string) (n note, ok bool) {
	inner, ok := strings.CutPrefix(strings.TrimSpace(info), "{")
	if !ok {
		return n, false
	}
	n.kind, n.title, ok = strings.Cut(inner, "}")
	if !ok || !admonitions[n.kind] {
		return n, false
	}
	n.title = strings.TrimSpace(n.title)
	_, n.skipped, n.text = mystOptions(text)
	return n, true
}

// html writes the remark around what was made of its text.
func (n note) html(body string) string {
	title := ""
	if n.title != "" {
		title = "<p><strong>" + html.EscapeString(n.title) + "</strong></p>\n"
	}
	return `<blockquote class="` + n.kind + "\">\n" + title + body + "</blockquote>\n"
}

package pages

import (
	"cmp"
	"fmt"
	"html"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"
)

// docstring finds the text at the beginning of a program, behind comments.
var docstring = regexp.MustCompile(`^(?:[ \t]*(?:#[^\n]*)?\n)*[rRuU]?(?s:"""(.*?)"""|'''(.*?)''')`)

// renderProgram makes a page of a program: what it says of itself, and the
// program in an editor.
func renderProgram(src Source, o Options) (*Page, error) {
	source := decode(src.Data, cmp.Or(src.ContentType, "text/plain"))
	said := ""
	if m := docstring.FindStringSubmatch(source); m != nil {
		said = m[1] + m[2]
	}
	title, rest := path.Base(src.Name), said
	if first, more, _ := strings.Cut(strings.TrimSpace(said), "\n"); first != "" && utf8.RuneCountInString(first) <= 80 && (more == "" || strings.HasPrefix(more, "\n")) {
		title, rest = strings.TrimSuffix(first, "."), more
	}
	var doc strings.Builder
	fmt.Fprintf(&doc, `<!DOCTYPE html><html><head><meta name="crunchy:title" content="%s"></head><body>`, html.EscapeString(title))
	for _, part := range paragraphs(rest) {
		open, end := "<p>", "</p>\n"
		if strings.HasPrefix(part, " ") || strings.HasPrefix(part, ">>> ") { // an interpreter would not know the program
			open, end = `<pre data-crunchy="py_code"><code>`, "</code></pre>\n"
		}
		doc.WriteString(open + html.EscapeString(part) + end)
	}
	stem := strings.TrimSuffix(path.Base(src.Name), path.Ext(src.Name))
	editor := "editor linenumber"
	if identifier.MatchString(stem) {
		editor += " name=" + stem
	}
	fmt.Fprintf(&doc, "<pre data-crunchy=\"%s\" %s=\"1+0\"><code>%s</code></pre></body></html>", editor, lineAttr, html.EscapeString(source))
	return build(parse(doc.String()), "lesson", src.Name, &beside{files: o.Files}, o), nil
}

// paragraphs are the parts of a text between blank lines, without the
// indentation that all its lines have.
func paragraphs(text string) (parts []string) {
	lines := strings.Split(strings.TrimRight(text, blanks), "\n")
	common := -1
	for _, l := range lines {
		if body := strings.TrimLeft(l, " \t"); body != "" && (common < 0 || len(l)-len(body) < common) {
			common = len(l) - len(body)
		}
	}
	var part []string
	flush := func() {
		if len(part) > 0 {
			parts = append(parts, strings.Join(part, "\n"))
			part = nil
		}
	}
	for _, l := range lines {
		if strings.TrimSpace(l) == "" {
			flush()
			continue
		}
		part = append(part, strings.TrimRight(l[common:], " \t"))
	}
	flush()
	return parts
}

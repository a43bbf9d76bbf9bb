package pages

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

// What of reStructuredText is searched is read here without docutils, which would take
// a process for each lesson: headings, paragraphs, and the blocks with their titles, so
// that what is secret of them can be told. It need not be exact, but lets out no block.

var (
	restDirective = regexp.MustCompile(`^([ \t]*(?:(?:[-*+•]|#\.|\(?\w{1,8}[.)])[ \t]+)*)\.\.(?:[ \t]+(?:\|[^|]+\|[ \t]+)?([\w.+:-]*?\w)[ \t]*::(?:[ \t]+(.*))?)?(?:$|[ \t])`)
	restBlock     = regexp.MustCompile(`(?i)(?:crunchy|getpythonsource)[ \t]*::`)
	restOption    = regexp.MustCompile(`^:([^:]+):[ \t]*(.*)$`)
	restMarks     = regexp.MustCompile("`([^`<]*?)(?:[ \t]*<[^`>]*>)?`_{0,2}|:[a-z]+:|[*|]+|\\b_\\b")
	notSlug       = regexp.MustCompile(`[^a-z0-9]+`)
)

// restShown are directives of which the text is read.
var restShown = words(`note warning tip hint important attention caution danger error admonition seealso topic sidebar
	code code-block sourcecode parsed-literal epigraph highlights pull-quote compound container rubric table figure math
	versionadded versionchanged deprecated`)

// restText is a text as HTML to be searched, or "" if a block stands where this cannot
// tell how far it goes.
func restText(source string) string {
	var b strings.Builder
	lines := strings.Split(strings.ReplaceAll(source, "\t", "        "), "\n")
	level := "h1"
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \r")
		m := restDirective.FindStringSubmatch(line)
		name := ""
		if m != nil {
			name = strings.ToLower(m[2])
		}
		block := name == "crunchy" || name == "getpythonsource"
		if restBlock.MatchString(line) && !block {
			return ""
		}
		switch {
		case m != nil && restShown[name]:
			b.WriteString("<p>")
			if !strings.HasSuffix(name, "code") && name != "code-block" { // a language
				b.WriteString(html.EscapeString(m[3]) + "</p>\n")
			}
		case m != nil: // a block of ours, a comment, or what shows something else
			from := i + 1
			margin := indentation(line) // behind a bullet rather too much than too little
			for i+1 < len(lines) && (strings.TrimSpace(lines[i+1]) == "" || indentation(lines[i+1]) > margin) {
				if i++; restBlock.MatchString(lines[i]) && block {
					return ""
				}
			}
			if block {
				title := strings.TrimSpace(m[3])
				if name != "crunchy" {
					title = name + " " + title
				}
				b.WriteString(restPre(title, lines[from:i+1]))
			}
		case i+1 < len(lines) && underlined(line, lines[i+1]):
			text := restWords(line)
			b.WriteString("<" + level + ` id="` + strings.Trim(notSlug.ReplaceAllString(strings.ToLower(text), "-"), "-0123456789") + `">` + html.EscapeString(text) + "</" + level + ">\n")
			level = "h2"
			i++
		case line == "":
			b.WriteString("<p>")
		case !ruled(line):
			b.WriteString(html.EscapeString(restWords(line)) + "\n")
		}
	}
	return b.String()
}

// restPre is a block of ours: what comes before its first empty line belongs to its title.
func restPre(title string, lines []string) string {
	for len(lines) > 0 && strings.TrimSpace(lines[0]) != "" {
		word := strings.TrimSpace(lines[0])
		if m := restOption.FindStringSubmatch(word); m != nil {
			if word = m[1]; m[2] != "" {
				word += `="` + m[2] + `"`
			}
		}
		title, lines = strings.TrimSpace(title+" "+word), lines[1:]
	}
	return `<pre data-crunchy="` + html.EscapeString(title) + `">` + html.EscapeString("\n"+strings.Join(lines, "\n")) + "</pre>\n"
}

// underlined reports whether a line is a heading, by the one below it.
func underlined(line, under string) bool {
	under = strings.TrimRight(under, " \t\r")
	return line != "" && line[0] != ' ' && !ruled(line) && ruled(under) && utf8.RuneCountInString(under) >= utf8.RuneCountInString(line)
}

// restWords is a line without the signs of markup.
func restWords(line string) string { return restMarks.ReplaceAllString(line, "$1") }

func indentation(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

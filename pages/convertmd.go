package pages

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

var (
	fenceLine   = regexp.MustCompile("^([ \t]*)(`{3,}|~{3,})[ \t]*([^`]*)$")
	includeLine = regexp.MustCompile(`^[ \t]*\{\{#(?:include|rustdoc_include|playground)[ \t]+([^ }:]+)[^}]*\}\}[ \t]*$`)
	mystTarget  = regexp.MustCompile(`^\(([\w:.-]+)\)=[ \t]*$`)
	mystRole    = regexp.MustCompile("\\{([a-z][\\w:-]*)\\}`([^`]+)`")
	shortcode   = regexp.MustCompile(`\{\{<[ \t]*(\w+)[^>]*>\}\}`)
	crossRef    = regexp.MustCompile(`(?:^|[\s(\[;])(@[A-Za-z][\w:.-]*)`)
	pictureIn   = regexp.MustCompile(`!?\[[^\]]*\]\(\s*<?([^)>\s]+)>?`)
)

// markdown rewrites what other tools say in Markdown of their own, and leaves all
// else as it is; before is how many lines of the source come before the text.
func (c *converter) markdown(source string, before int) string {
	lines := strings.Split(source, "\n")
	var out []string
	for i := 0; i < len(lines); i++ {
		m := fenceLine.FindStringSubmatch(lines[i])
		if m == nil {
			out = append(out, c.line(lines[i], before+i+1)...)
			continue
		}
		end := i + 1
		for end < len(lines) && !closes(lines[end], m[2]) {
			end++
		}
		var inner []string
		for n, line := range lines[i+1 : min(end, len(lines))] {
			line = unindented(line, len(m[1]))
			if file := includeLine.FindStringSubmatch(line); file != nil {
				inner = append(inner, c.include(file[1], before+i+n+2))
				continue
			}
			inner = append(inner, line)
		}
		block := c.fence(m[3], strings.Join(inner, "\n"), m[2], before+i+1)
		for line := range strings.SplitSeq(block, "\n") {
			if line != "" {
				line = m[1] + line
			}
			out = append(out, line)
		}
		i = end
	}
	return strings.Join(out, "\n")
}

func closes(line, marks string) bool {
	line = strings.TrimSpace(line)
	return len(line) >= len(marks) && strings.Trim(line, marks[:1]) == ""
}

func unindented(line string, n int) string {
	for n > 0 && line != "" && (line[0] == ' ' || line[0] == '\t') {
		line, n = line[1:], n-1
	}
	return line
}

// fence rewrites a block of code, or what MyST writes as one.
func (c *converter) fence(info, text, marks string, line int) string {
	asIs := marks + info + "\n" + text + "\n" + marks
	if text == "" {
		asIs = marks + info + "\n" + marks
	}
	if n, ok := mystNote(info, text); ok {
		body := c.markdown(n.text, line+n.skipped)
		if n.title != "" {
			body = "**" + n.title + "**\n\n" + body
		}
		return "::: {." + n.kind + "}\n" + strings.Trim(body, "\n") + "\n:::"
	}
	f, ok := foreignFence(c.o.Set, info, text)
	if !ok {
		if strings.HasPrefix(strings.TrimSpace(info), "{") {
			return c.directive(info, text, asIs, line)
		}
		return asIs
	}
	c.notices = append(c.notices, f.tell(line)...)
	c.dropped(info, text, line)
	f.text = strings.TrimRight(f.text, "\n")
	return strings.TrimRight(f.markdown(), "\n")
}

// works are the options of other tools' blocks that say something here.
var works = words(`exercise setup check solution hint eval label envir code-line-numbers timelimit linenos lineno-start tags name`)

// dropped says which options of a block mean nothing here.
func (c *converter) dropped(info, text string, line int) {
	var gone []string
	lines, _ := cutLines(text, func(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " \t"), "#|") })
	if lines == nil {
		lines, _, _ = mystOptions(text)
	}
	for _, l := range lines {
		l = strings.TrimPrefix(strings.TrimLeft(l, " \t"), "#|")
		if key, _, ok := strings.Cut(strings.TrimSpace(l), ":"); ok && !works[strings.ToLower(key)] && plainName(key) && !slices.Contains(gone, key) {
			gone = append(gone, key)
		}
	}
	if len(gone) > 0 {
		c.note(line, "left out, for Crunchy has nothing like it: %s", strings.Join(gone, ", "))
	}
}

// directive rewrites those of MyST that Markdown can say.
func (c *converter) directive(info, text, asIs string, line int) string {
	name, argument, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(info), "{"), "}")
	argument = strings.TrimSpace(argument)
	options, _, body := mystOptions(text)
	s := readSettings(options)
	switch name {
	case "math":
		return "$$\n" + strings.TrimSpace(strings.TrimPrefix(argument+"\n"+body, "\n")) + "\n$$"
	case "figure", "image":
		c.use(argument, line)
		out := "![" + s.first("alt") + "](" + address(argument) + ")"
		if caption := strings.TrimSpace(body); caption != "" {
			out += "\n\n" + caption
		}
		return out
	case "raw", "code", "output", "tableofcontents", "toctree", "contents":
		if argument == "html" || argument == "{html}" {
			return body
		}
	}
	if strings.HasPrefix(name, "=") || name == "r" || name == "julia" || name == "ojs" || name == "bash" || name == "mermaid" || name == "dot" {
		c.note(line, "a block for %s is only shown", strings.TrimPrefix(name, "="))
		return fenced(strings.Trim(name, "=")+" no_vlam", body)
	}
	c.note(line, "the directive {%s} is kept as text", name)
	return fenced("text no_vlam", strings.TrimSuffix(info+"\n"+text, "\n"))
}

// line rewrites a line outside of code.
func (c *converter) line(s string, line int) []string {
	for _, m := range pictureIn.FindAllStringSubmatch(s, -1) {
		c.use(m[1], line)
	}
	if m := includeLine.FindStringSubmatch(s); m != nil {
		return strings.Split(c.include(m[1], line), "\n")
	}
	if m := mystTarget.FindStringSubmatch(s); m != nil {
		return []string{`<a id="` + html.EscapeString(m[1]) + `"></a>`, ""}
	}
	if strings.HasPrefix(s, "% ") { // a comment of MyST
		return []string{"<!-- " + strings.ReplaceAll(s[2:], "--", "- -") + " -->"}
	}
	s = mystRole.ReplaceAllStringFunc(s, func(role string) string {
		m := mystRole.FindStringSubmatch(role)
		switch m[1] {
		case "math":
			return "$" + m[2] + "$"
		case "code", "py:func", "func", "class", "mod", "kbd", "file":
			return "`" + m[2] + "`"
		case "sub", "sup":
			return "<" + m[1] + ">" + m[2] + "</" + m[1] + ">"
		}
		c.note(line, "{%s} leads nowhere here, and its text is kept", m[1])
		text, _, _ := strings.Cut(m[2], "<")
		return strings.TrimSpace(text)
	})
	for _, m := range shortcode.FindAllStringSubmatch(s, -1) {
		c.note(line, "the short code %s is kept as text", m[1])
	}
	if !strings.Contains(s, "`") {
		for _, m := range crossRef.FindAllStringSubmatch(s, -1) {
			c.note(line, "%s refers to something by a number that Crunchy does not give, and is kept as text", m[1])
		}
	}
	return []string{s}
}

// include is a file that stands beside the page and is meant to stand in it.
func (c *converter) include(name string, line int) string {
	data, err := (&beside{files: c.o.Files}).read(name)
	if err != nil {
		c.note(line, "%s cannot be taken in: %v", name, err)
		return "{{#include " + name + "}}"
	}
	return strings.TrimRight(decode(data, "text/plain"), "\n")
}

// lossy are elements of a page that a lesson cannot have, in words.
var lossy = map[string]string{
	"iframe": "a frame with another page", "object": "an embedded object", "embed": "an embedded object", "applet": "a program for an older browser",
	"form": "a form", "canvas": "a drawing that a script makes", "select": "a field to choose from", "textarea": "a field to write in", "nav": "navigation of the site",
}

// lost says what of a page's source is not carried over, and finds the lines of its
// addresses.
func (c *converter) lost(source string) {
	z := html.NewTokenizer(strings.NewReader(source))
	line, scripts := 1, 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := string(z.Raw())
		if kind == html.StartTagToken || kind == html.SelfClosingTagToken {
			name, more := z.TagName()
			if what := lossy[string(name)]; what != "" {
				c.note(line, "%s is left out", what)
			}
			if string(name) == "script" {
				scripts = max(scripts, line)
			}
			for more {
				var key, value []byte
				if key, value, more = z.TagAttr(); (string(key) == "src" || string(key) == "href") && c.named[string(value)] == 0 {
					c.named[string(value)] = line
				}
			}
		}
		line += strings.Count(raw, "\n")
	}
	if scripts > 0 {
		c.notices = append(c.notices, Notice{Line: scripts, Text: "the scripts of the page are left out; they never run in a lesson", Aside: true})
	}
}

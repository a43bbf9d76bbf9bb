package pages

import (
	"fmt"
	"html"
	"strings"

	"crunchy/ioelement"
)

// Pages that were written for another tool say in that tool's words which of
// their blocks run. There is one file for each of these tools; it says what a
// block is in our words. Blocks in our own words never come here.

// pageSession is what blocks join that share one Python in their own tool.
const pageSession = "editor session=page show_value"

// fence is what a fence of another tool is for us.
type fence struct {
	language string // of the code, in small letters
	text     string // of the code, without the lines that were for the tool
	skipped  int    // how many these are
	titles   []string
	hint     string // the exercise that the code is a hint for, or ""
	note     string // what the student is told about it; see adopt
	notices  []string
	asides   []string // those that ask nothing of the author
}

// tell returns the notices about the fence on a line.
func (f fence) tell(line int) (all []Notice) {
	for _, text := range f.notices {
		all = append(all, Notice{Line: line, Text: text})
	}
	for _, text := range f.asides {
		all = append(all, Notice{Line: line, Text: text, Aside: true})
	}
	return all
}

// foreignFence reads the info string and the text of a fence as the other tools
// do; ok is false for one that is none of theirs.
func foreignFence(set ioelement.Set, info, text string) (f fence, ok bool) {
	for _, read := range []func(info, text string) (fence, bool){
		func(info, text string) (fence, bool) { return mdbookFence(set, info, text) },
		quartoFence, mystFence, marimoFence,
	} {
		if f, ok = read(info, text); ok {
			return f, true
		}
	}
	return f, false
}

// html writes the fence, whose code begins behind line of the source.
func (f fence) html(line int) string {
	var b strings.Builder
	for _, title := range f.titles {
		fmt.Fprintf(&b, `<pre %s="%d+%d"`, lineAttr, line, 1+f.skipped)
		if title != "" {
			fmt.Fprintf(&b, ` data-crunchy="%s"`, html.EscapeString(title))
		}
		fmt.Fprintf(&b, `><code class="language-%s">%s</code></pre>`+"\n", html.EscapeString(f.language), html.EscapeString(f.text))
	}
	out := b.String()
	if f.hint != "" {
		out = fmt.Sprintf(`<details %s="%d" class="hint" data-for="%s"><summary></summary>%s</details>`+"\n",
			lineAttr, line, html.EscapeString(f.hint), out)
	}
	if f.note != "" {
		out += fmt.Sprintf(`<p %s="%s"></p>`+"\n", noteAttr, f.note)
	}
	return out
}

// cell makes a block that shares the page's Python of what a tool runs as
// IPython does.
func cell(language, text string, options ...string) fence {
	f := fence{language: language, titles: []string{withOptions(pageSession, options...)}}
	f.text, f.note = withoutMagics(text)
	switch f.note {
	case noteCellMagic:
		f.titles = []string{"no_vlam"}
		f.asides = append(f.asides, "this cell is not Python but is for a command of Jupyter, so it is only shown")
	case noteMagics:
		f.asides = append(f.asides, "commands of Jupyter (lines with % ! or ?) are no Python; they are commented out")
	}
	return f
}

// withOptions puts a title together; options that are "" are left out.
func withOptions(title string, options ...string) string {
	for _, o := range options {
		if o != "" {
			title += " " + o
		}
	}
	return title
}

// option is the option name=value of a title, "" without a value. What a title
// cannot hold is left out of the value.
func option(name, value string) string {
	value = strings.TrimSpace(strings.NewReplacer(`"`, "", "\n", " ").Replace(value))
	switch {
	case value == "":
		return ""
	case strings.ContainsAny(value, " \t'()"):
		return name + `="` + value + `"`
	}
	return name + "=" + value
}

// cutLines takes as many lines off a text as f accepts.
func cutLines(text string, f func(line string) bool) (taken []string, rest string) {
	for text != "" {
		line, after, _ := strings.Cut(text, "\n")
		if !f(line) {
			break
		}
		taken, text = append(taken, line), after
	}
	return taken, text
}

// settings are options that stand one on a line, as in YAML: "key: value",
// "key: [a, b]", or "key:" and then lines that begin with a hyphen.
type settings map[string][]string

func readSettings(lines []string) settings {
	s := settings{}
	key := ""
	for _, line := range lines {
		body := strings.TrimSpace(line)
		if item, ok := strings.CutPrefix(body, "- "); ok && key != "" {
			s[key] = append(s[key], scalar(item))
			continue
		}
		name, value, ok := strings.Cut(body, ":")
		if !ok || line != strings.TrimLeft(line, " \t") {
			continue // goes on with a value, or says more of one
		}
		key = strings.ToLower(strings.TrimSpace(name))
		s[key] = nil
		value = strings.TrimSpace(value)
		if list, ok := strings.CutPrefix(value, "["); ok {
			for item := range strings.SplitSeq(strings.TrimSuffix(list, "]"), ",") {
				s[key] = append(s[key], scalar(item))
			}
		} else if value != "" {
			s[key] = []string{scalar(value)}
		}
	}
	return s
}

// scalar is a value without blanks around it and without its quotes.
func scalar(s string) string {
	s = strings.TrimSpace(s)
	if n := len(s); n >= 2 && (s[0] == '"' || s[0] == '\'') && s[n-1] == s[0] {
		s = s[1 : n-1]
	}
	return s
}

// first is the first value of a setting, or "".
func (s settings) first(key string) string {
	if v := s[key]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// is reports whether a setting is switched to yes or, with !yes, to no.
func (s settings) is(key string, yes bool) bool {
	switch strings.ToLower(s.first(key)) {
	case "true", "yes", "on":
		return yes
	case "false", "no", "off":
		return !yes
	}
	return false
}

// attributes are what Pandoc reads between braces: .class, #id, key=value.
type attributes struct {
	id      string
	words   []string // neither of the others
	classes []string
	keys    []string // of values, in their order
	values  map[string]string
}

func readAttributes(s string) attributes {
	a := attributes{values: map[string]string{}}
	for _, w := range ioelement.ParseTitle("x " + strings.ReplaceAll(s, ",", " ")).Options {
		name, _, given := strings.Cut(w.Word, "=")
		switch {
		case given:
			if _, twice := a.values[name]; !twice {
				a.keys = append(a.keys, name)
				a.values[name] = w.Value
			}
		case strings.HasPrefix(w.Word, "."):
			for c := range strings.SplitSeq(w.Word[1:], ".") {
				a.classes = append(a.classes, c)
			}
		case strings.HasPrefix(w.Word, "#"):
			a.id = w.Word[1:]
		default:
			a.words = append(a.words, w.Word)
		}
	}
	return a
}

// unknown are the notices about options of a tool that nobody here knows.
func unknown(tool string, names []string, known map[string]bool) (notices []string) {
	for _, name := range names {
		if !known[name] {
			notices = append(notices, fmt.Sprintf("the option %q of %s means nothing here and is passed over", name, tool))
		}
	}
	return notices
}

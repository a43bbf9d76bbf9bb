package pages

import (
	"strings"
)

// quartoFence reads ```{python} and ```{pyodide} with their lines of options
// (#| key: value), as Quarto and quarto-live have them. The cells of a page share
// one Python; exercises have one each.
func quartoFence(info, text string) (f fence, ok bool) {
	inner, ok := strings.CutPrefix(strings.TrimSpace(info), "{")
	if !ok {
		return f, false
	}
	inner, _, ok = strings.Cut(inner, "}")
	a := readAttributes(inner)
	if !ok || len(a.words) == 0 || !strings.HasPrefix(strings.TrimSpace(inner), a.words[0]) {
		return f, false
	}
	switch strings.ToLower(a.words[0]) {
	case "python", "pyodide", "pyodide-python":
	default:
		return f, false
	}
	lines, code := cutLines(text, func(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " \t"), "#|") })
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(strings.TrimPrefix(strings.TrimLeft(line, " \t"), "#|"), " ")
	}
	s := readSettings(lines)
	for _, key := range a.keys { // as knitr has them: {python, eval=FALSE}
		if s[key] == nil {
			s[strings.ToLower(key)] = []string{scalar(a.values[key])}
		}
	}
	f = quartoCell(s, code, a.id)
	f.skipped = len(lines)
	for _, line := range lines {
		if key, _, ok := strings.Cut(line, ":"); ok && line == strings.TrimLeft(line, " \t-") {
			f.notices = append(f.notices, unknown("Quarto", []string{strings.TrimSpace(strings.ToLower(key))}, quartoOptions)...)
		}
	}
	return f, true
}

// quartoCell says what the code is for us.
func quartoCell(s settings, code, id string) fence {
	part := func(title string) fence {
		f := fence{language: "python", text: code}
		for _, name := range s["exercise"][:min(len(s["exercise"]), maxNeeds)] {
			f.titles = append(f.titles, withOptions(title, option("name", name)))
		}
		return f
	}
	numbers := ""
	if s.is("code-line-numbers", true) {
		numbers = "linenumber"
	}
	if len(s["exercise"]) > 0 {
		switch {
		case s.is("setup", true):
			return part("setup hidden")
		case s.is("check", true):
			return part("grader hidden")
		case s.is("solution", true):
			return part("solution")
		case s.is("hint", true):
			return fence{language: "python", text: code, titles: []string{"py_code"}, hint: s.first("exercise")}
		}
		f := part("editor show_value")
		for i := range f.titles {
			f.titles[i] = withOptions(f.titles[i], numbers, option("timeout", s.first("timelimit")))
		}
		return f
	}
	if s.is("eval", false) {
		return fence{language: "python", text: code, titles: []string{withOptions("py_code", numbers)}}
	}
	name := s.first("label")
	if name == "" {
		name = id
	}
	f := cell("python", code, option("name", name), numbers)
	if envir := s.first("envir"); envir != "" && f.note != noteCellMagic {
		f.titles = []string{withOptions("editor show_value", option("session", envir), option("name", name), numbers)}
	}
	return f
}

// quartoOptions are those that change something here, and those that a page
// whose code is run by hand can do without.
var quartoOptions = words(`
	exercise setup check solution hint eval label envir code-line-numbers timelimit
	echo include output warning error message autorun edit read-only caption cap min-lines max-lines runbutton startover
	persist autocomplete completion file input define file-name filename code-fold code-summary code-overflow code-copy
	code-annotations fig-cap fig-subcap fig-alt fig-width fig-height fig-align fig-format fig-dpi fig-link fig-scap
	fig-responsive fig-column tbl-cap tbl-colwidths tbl-column layout layout-ncol layout-nrow layout-align column cap-location
	lst-label lst-cap results cache dependson tags class classes panel renderings execution_count slideshow id
	show-hints show-solution message-type code-block-border-left code-block-bg`)

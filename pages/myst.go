package pages

import (
	"slices"
	"strings"

	"crunchy/ioelement"
)

// mystFence reads ```{code-cell} python, as MyST and Jupyter Book have it, whose
// cells share one Python, and ```{code-block} python, which is only shown.
// Options stand above the code: :tags: [a, b], or YAML between lines of ---.
func mystFence(info, text string) (f fence, ok bool) {
	inner, ok := strings.CutPrefix(strings.TrimSpace(info), "{")
	if !ok {
		return f, false
	}
	directive, argument, ok := strings.Cut(inner, "}")
	language := strings.ToLower(strings.TrimSpace(argument))
	shown := directive == "code-block" || directive == "code" || directive == "sourcecode"
	if !ok || directive != "code-cell" && !shown {
		return f, false
	}
	lines, skipped, code := mystOptions(text)
	s := readSettings(lines)
	numbers := ""
	if linenos, ok := s["linenos"]; ok && !slices.Contains(linenos, "false") {
		numbers = "linenumber"
	}
	if from := s.first("lineno-start"); from != "" {
		numbers = option("linenumber", from)
	}
	switch python := ioelement.IsPython(language); {
	case !python && (shown || language != ""):
		f = fence{language: language, text: code, titles: []string{""}}
	case slices.Contains(s["tags"], "skip-execution"):
		f = fence{language: "python", text: code, titles: []string{withOptions("py_code", numbers)}}
	case shown:
		f = fence{language: "python", text: code, titles: []string{withOptions("python_tutorial", numbers)}}
	default:
		f = cell("python", code, option("name", s.first("label")), numbers)
	}
	f.skipped = skipped
	if skipped == len(lines) { // YAML may hold anything
		for _, line := range lines {
			key, _, _ := strings.Cut(strings.ToLower(line), ":")
			f.notices = append(f.notices, unknown("MyST", []string{key}, mystKeys)...)
		}
	}
	return f, true
}

// mystOptions takes the options off a text, each "key: value" then, and says of
// how many lines of the text they were made.
func mystOptions(text string) (lines []string, skipped int, code string) {
	if rest, ok := strings.CutPrefix(text, "---\n"); ok {
		if head, code, ok := strings.Cut(rest, "\n---"); ok && (code == "" || code[0] == '\n') {
			lines = strings.Split(head, "\n")
			return lines, len(lines) + 2, strings.TrimPrefix(code, "\n")
		}
		return nil, 0, text
	}
	lines, code = cutLines(text, func(line string) bool {
		key, _, ok := strings.Cut(strings.TrimPrefix(line, ":"), ":")
		return strings.HasPrefix(line, ":") && ok && key != "" && plainName(key)
	})
	for i, line := range lines {
		lines[i] = line[1:]
	}
	return lines, len(lines), code
}

var mystKeys = words(`tags label name class caption linenos lineno-start emphasize-lines number-lines filename force dedent
	load figure image markdown_format`)

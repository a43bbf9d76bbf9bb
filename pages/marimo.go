package pages

import (
	"slices"
	"strings"
)

// marimoFence reads ```python {.marimo}, as marimo writes its notebooks, whose
// cells share one Python. Here they run when they are asked to, in any order.
func marimoFence(info, text string) (f fence, ok bool) {
	language, inner, ok := strings.Cut(strings.TrimSpace(info), "{")
	if !ok {
		return f, false
	}
	inner, _, ok = strings.Cut(inner, "}")
	a := readAttributes(inner)
	if language = strings.ToLower(strings.TrimSpace(language)); language == "" && len(a.classes) > 0 {
		language = a.classes[0]
	}
	if !ok || language != "python" || !slices.Contains(a.classes, "marimo") {
		return f, false
	}
	if a.values["disabled"] == "true" || a.values["unparsable"] == "true" {
		f = fence{language: "python", text: text, titles: []string{"py_code"}}
	} else {
		f = cell("python", text, option("name", a.values["name"]))
	}
	f.notices = append(f.notices, unknown("marimo", a.keys, marimoKeys)...)
	return f, true
}

var marimoKeys = words(`name hide_code disabled unparsable column expand_output query`)

package ioelement

import (
	"slices"

	"golang.org/x/net/html"
)

// alternateKind is an editor whose program the student may run with each of the
// installed Pythons; python= says with which it begins.
func alternateKind() Kind {
	return Kind{
		Names:   []string{"alternate_python_version", "alt_py"},
		Options: slices.Concat([]string{"python", "isolated", "tk"}, externalOptions, analyzerOptions, workOptions, codeOptions),
		Make: func(b Block) Made {
			id := "cr-" + b.Number + "-with"
			made := makeWith(b, program{
				above: []*html.Node{node("div", attrs("class", "cr-with"),
					node("label", attrs("for", id), b.Words.Text("runsWith")),
					node("select", attrs("id", id, "disabled", "")))},
				kind: "alternate_python_version", class: "cr-editor cr-alternate",
				label: b.kindWord("Editor") + " " + b.ordinal(),
			}, nil)
			made.Element.AnyPython = true
			return made
		},
	}
}

package ioelement

import (
	"slices"

	"golang.org/x/net/html"
)

// analyzerOptions are those of every editor whose code analysers may judge: a button
// for their report, and what they think of it after each run.
var analyzerOptions = []string{"analyzer_report", "analyzer_score"}

// programOptions are the options of editors that run something.
var programOptions = slices.Concat(analyzerOptions, liveOptions)

// analyzerKind is an editor with a report on the code by the analysers that the
// student has: pylint, ruff or pyflakes.
func analyzerKind() Kind {
	return Kind{
		Names:   []string{"analyzer"},
		Options: programOptions,
		Make: func(b Block) Made {
			session, notices := b.session(b.Defaults.Session)
			return makeProgram(b, program{
				kind: "analyzer", class: "cr-editor", label: b.kindWord("Editor") + " " + b.ordinal(), session: session,
			}, notices)
		},
	}
}

// reportButton is there if the code may be judged before it is run; else nil.
func (b Block) reportButton(kind string) *html.Node {
	if kind != "analyzer" && !b.Title.Has("analyzer_report") {
		return nil
	}
	return button("report", "search", b.Words.Text("report"))
}

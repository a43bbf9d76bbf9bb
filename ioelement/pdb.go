package ioelement

import "slices"

// pdbKind is a program in an editor that runs under Python's own debugger, pdb: it
// stops before its first line, and the student says how it goes on. Each run has a
// fresh process.
func pdbKind() Kind {
	return Kind{
		Names:   []string{"pdb"},
		Options: slices.Concat([]string{"python", "isolated", "tk"}, analyzerOptions, workOptions, codeOptions),
		Make: func(b Block) Made {
			made := makeProgram(b, program{
				kind: "pdb", class: "cr-editor", label: b.kindWord("Editor") + " " + b.ordinal(),
				does: "debug", watched: true,
			}, nil)
			made.Element.Debug = true
			return made
		},
	}
}

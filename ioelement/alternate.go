package ioelement

// alternateKind is an editor whose program the student may run with each of the
// installed Pythons; python= says with which it begins.
func alternateKind() Kind {
	return Kind{
		Names:   []string{"alternate_python_version", "alt_py"},
		Options: append([]string{"python", "isolated"}, codeOptions...),
		Make: func(b Block) Made {
			made := makeProgram(b, program{
				kind: "alternate_python_version", class: "cr-editor cr-alternate",
				label: b.kindWord("Editor") + " " + b.ordinal(),
			}, nil)
			made.Element.AnyPython = true
			return made
		},
	}
}

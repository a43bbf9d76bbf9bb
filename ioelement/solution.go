package ioelement

// solutionKind is code that solves an exercise, for whoever asks to see it.
func solutionKind() Kind {
	return Kind{
		Names:   []string{"solution"},
		Options: partOptions,
		Role:    RoleSolution,
		Make:    func(b Block) Made { return makeFolded(b, "cr-solution", b.Words.Text("solution")) },
	}
}

package ioelement

// setupKind is code that runs before the student's own.
func setupKind() Kind {
	return Kind{
		Names:   []string{"setup", "setup_code"},
		Options: partOptions,
		Role:    RoleSetup,
		Make:    func(b Block) Made { return makeFolded(b, "cr-setup", b.Words.Text("preparation")) },
	}
}

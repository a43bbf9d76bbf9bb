package ioelement

// checkKind is a test in plain Python: what it asserts must hold, and its test
// functions must pass. One that is shown brings an editor if none has its name.
func checkKind() Kind {
	return Kind{
		Names:   []string{"check", "check_code"},
		Options: testOptions,
		Role:    RoleTest,
		Brings:  func(t Title) bool { return !t.Has("hidden") },
		Source:  clean,
		Make:    func(b Block) Made { return makeTest(b, false) },
	}
}

package ioelement

// unittestKind is test cases as the module unittest knows them. Without an
// editor of its name it brings one.
func unittestKind() Kind {
	return Kind{
		Names:   []string{"unittest"},
		Options: testOptions,
		Role:    RoleTest,
		Brings:  func(Title) bool { return true },
		Source:  clean,
		Make:    func(b Block) Made { return makeTest(b, false) },
	}
}

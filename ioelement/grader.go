package ioelement

// graderKind is a test as quarto-live has it: Python whose last line is a
// dictionary that says whether the student's code is "correct", and a "message"
// for the student. It finds the value of the code's last line in result, and the
// code itself in user_code.
func graderKind() Kind {
	return Kind{
		Names:   []string{"grader"},
		Options: testOptions,
		Role:    RoleTest,
		Source:  clean,
		Make:    func(b Block) Made { return makeTest(b, false) },
	}
}

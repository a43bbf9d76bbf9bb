package ioelement

import "strings"

// doctestKind is a session that the student's code must give. Without an editor
// of its name it brings one.
func doctestKind() Kind {
	return Kind{
		Names:   []string{"doctest"},
		Options: testOptions,
		Role:    RoleTest,
		Brings:  func(Title) bool { return true },
		Source:  clean,
		Make: func(b Block) Made {
			made := makeTest(b, false)
			if text := clean(b.Text); text != "" && !strings.Contains(text, ">>>") {
				made.Notices = append(made.Notices, "there is no >>> in this doctest, so it tests nothing")
			}
			return made
		},
	}
}

package ioelement

import (
	"regexp"
	"strings"
)

// dialogueKind is a run of the student's program as it should go: what is printed,
// and behind <<< what is typed. Without an editor of its name it brings one.
func dialogueKind() Kind {
	return Kind{
		Names:   []string{"dialogue"},
		Options: testOptions,
		Role:    RoleTest,
		Brings:  func(Title) bool { return true },
		Source:  outputOf,
		Make: func(b Block) Made {
			made := makeTest(b, true)
			if text := outputOf(b.Text); misplaced.MatchString(text) {
				made.Notices = append(made.Notices, "behind <<< a blank is missing, so nothing is typed there")
			} else if text != "" && !strings.Contains(text, "<<<") {
				made.Notices = append(made.Notices, "nothing is typed in this dialogue; what is typed stands behind <<<")
			}
			if x := b.Part.Exercise; x != nil {
				for _, t := range x.Tests[:b.Part.Test] {
					if t.Kind == "dialogue" {
						made.Notices = append(made.Notices, "there is a dialogue of this name already, and an exercise has one; this one is passed over")
						break
					}
				}
			}
			return made
		},
	}
}

// misplaced is the sign of what is typed with something right behind it.
var misplaced = regexp.MustCompile(`(?m)<<<[^ \n<]`)

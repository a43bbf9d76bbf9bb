package ioelement

// pythonTutorialKind is what a block is that says nothing about itself: an
// interpreter if it is a session, else code that is only shown.
func pythonTutorialKind() Kind {
	return Kind{
		Names:   []string{"python_tutorial"},
		Options: liveOptions,
		Make: func(b Block) Made {
			if IsSession(b.Text) {
				return interpreterKind().Make(b)
			}
			return makeStyled(b, false)
		},
	}
}

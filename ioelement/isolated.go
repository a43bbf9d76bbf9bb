package ioelement

// isolatedKind is an interpreter with a process and a namespace of its own.
func isolatedKind() Kind {
	return Kind{
		Names:   []string{"isolated", "human"},
		Options: liveOptions,
		Make: func(b Block) Made {
			var notices []string
			if b.Title.Value("session") != "" {
				notices = []string{"session= means nothing to an isolated interpreter, which has a process of its own"}
			}
			return makeInterpreter(b, console{kind: "isolated", prompt: "--> "}, notices)
		},
	}
}

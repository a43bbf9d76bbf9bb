package ioelement

// typeInfoKind is an interpreter that shows the type of each value, too. It
// shares the process of the page's interpreters.
func typeInfoKind() Kind {
	return Kind{
		Names:   []string{"typeinfoconsole"},
		Options: liveOptions,
		Make: func(b Block) Made {
			session, notices := b.session(SharedSession)
			return makeInterpreter(b, console{
				kind: "TypeInfoConsole", prompt: "<t>>> ", session: session, echo: EchoType,
			}, notices)
		},
	}
}

package ioelement

// parrotKind is an interpreter that shows only what is printed. A parrot has a
// process of its own; parrots share that of the page's interpreters.
func parrotKind() Kind {
	return Kind{
		Names:   []string{"parrot", "parrots"},
		Options: liveOptions,
		Make: func(b Block) Made {
			c := console{kind: "parrot", prompt: "_u__) ", echo: EchoNone}
			if b.Title.Keyword == "parrot" || b.Title.Has("isolated") {
				var notices []string
				if b.Title.Value("session") != "" {
					notices = []string{"session= means nothing to a parrot, which has a process of its own"}
				}
				return makeInterpreter(b, c, notices)
			}
			session, notices := b.session(SharedSession)
			c.prompt, c.session = "_u__)) ", session
			return makeInterpreter(b, c, notices)
		},
	}
}

package ioelement

import (
	"slices"

	"golang.org/x/net/html"
)

// pythonNames are keywords of code that is shown as Python.
var pythonNames = []string{
	"py_code", "python_code",
	"python", "py", "python3", "py3", "python2", "py2", "pycon", "pycon3", "python_console", "doctest_block", "ipython", "ipython3",
}

// otherNames are keywords of code in other languages, which is shown plain.
var otherNames = []string{
	"asm", "bash", "bat", "batch", "c", "c++", "clojure", "cmake", "console", "cpp", "csharp", "css", "csv", "cython",
	"dart", "diff", "docker", "dockerfile", "elixir", "erlang", "fortran", "go", "graphql", "groovy", "haskell", "html",
	"html5", "ini", "java", "javascript", "js", "json", "julia", "kotlin", "latex", "lisp", "lua", "make", "makefile",
	"markdown", "matlab", "md", "none", "nginx", "objectivec", "ocaml", "pascal", "perl", "php", "plain", "plaintext",
	"postscript", "powershell", "prolog", "r", "rest", "rst", "ruby", "rust", "scala", "scheme", "scss", "sh", "shell",
	"sql", "svg", "swift", "tcl", "tex", "text", "toml", "ts", "tsx", "txt", "typescript", "vim", "xml", "yaml", "yml", "zig", "zsh",
}

// IsPython reports whether a language word, such as that of a fence, means Python.
func IsPython(language string) bool {
	return slices.Contains(pythonNames, normal(language))
}

// styledKind is code that is only shown, in colours if it is Python.
func styledKind() Kind {
	return Kind{
		Names:   slices.Concat(pythonNames, otherNames),
		Options: codeOptions,
		Make:    func(b Block) Made { return makeStyled(b, !IsPython(b.Title.Keyword)) },
	}
}

func makeStyled(b Block, plain bool) Made {
	nodes, notices := styled(b, trimLines(b.Text), plain)
	return Made{Nodes: nodes, Notices: notices}
}

// styled returns what shows a block that does not run, with this text.
func styled(b Block, text string, plain bool) (nodes []*html.Node, notices []string) {
	numbers, notices := b.lineNumbers()
	pre := codeBox{class: "cr-styled", text: text, plain: plain, numbers: numbers}.build(b)
	pre.Attr = append(pre.Attr, html.Attribute{Key: "data-crunchy", Val: b.Raw})
	if v := vlam(b, text); v != nil {
		nodes = append(nodes, v)
	}
	return append(nodes, pre), notices
}

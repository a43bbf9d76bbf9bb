package ioelement

import (
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/net/html"
)

// Excerpt is source that a block shows which stands elsewhere.
type Excerpt struct {
	Text string
	Line int // number of its first line in the file that it is from
	// Problem is why there is none: "name" (what is wanted is no name), "missing",
	// "binary" (it is not written in Python), "syntax" (the file is not Python),
	// "python" (there is no such Python), "many" (the page wants too much), or
	// anything else for a search that could not be made.
	Problem string
}

// sourceKind shows the source of a module, class or function as it is now; with the
// option editor in an editor, with interpreter with a prompt below.
func sourceKind() Kind {
	options := slices.Concat([]string{"editor", "interpreter"}, editorKind().Options, interpreterKind().Options)
	slices.Sort(options)
	return Kind{
		Names:    []string{"getpythonsource"},
		Options:  slices.Compact(options),
		Argument: true,
		Finds:    true,
		Make:     makeSource,
	}
}

func makeSource(b Block) Made {
	what := b.Title.Argument()
	if what == "" {
		return unfound(b, "empty", what, `getpythonsource needs the name of a module, class or function, as in: getpythonsource random.shuffle`)
	}
	x := b.Excerpt
	switch {
	case x == nil:
		return unfound(b, "nowhere", what)
	case x.Problem != "":
		return unfound(b, x.Problem, what, notFound(x.Problem, what))
	}
	b.Text = clean(x.Text)
	b.Title.Options = b.Title.Options[1:]
	if b.Title.Has("linenumber") && b.Title.Value("linenumber") == "" {
		b.Title = b.Title.without("linenumber")
		n := strconv.Itoa(x.Line)
		b.Title.Options = append(b.Title.Options, Option{Name: "linenumber", Value: n, Given: true, Word: "linenumber=" + n})
	}
	kind := Kind{Make: func(b Block) Made { return makeStyled(b, false) }}
	var notices []string
	switch {
	case b.Title.Has("editor"):
		kind = editorKind()
		if b.Title.Has("interpreter") {
			notices = append(notices, "a block cannot be an editor and an interpreter; it is an editor")
		}
	case b.Title.Has("interpreter"):
		kind = interpreterKind()
	}
	made := kind.Make(b)
	made.Notices = append(notices, made.Notices...)
	return made
}

// unfound says to the student what cannot be shown. The block stays for whoever reads
// the page again.
func unfound(b Block, problem, what string, notices ...string) Made {
	says := b.Words.Text("source."+problem, "what", what)
	if says == "" {
		says = b.Words.Text("source.failed", "what", what)
	}
	return Made{
		Nodes:   []*html.Node{placeholder(b), node("p", attrs("class", "cr-unfound", "data-crunchy-added", ""), says)},
		Notices: notices,
	}
}

// notFound tells an author what to do about a problem.
func notFound(problem, what string) string {
	switch problem {
	case "name":
		return fmt.Sprintf("getpythonsource takes names with dots between them, with a path before them perhaps, as in code/mine.Thing; %q is none", what)
	case "missing":
		return fmt.Sprintf("getpythonsource finds no %s, neither beside the lesson nor in Python", what)
	case "binary":
		return fmt.Sprintf("%s is not written in Python, so getpythonsource has nothing to show", what)
	case "syntax":
		return fmt.Sprintf("the file that should hold %s is not Python", what)
	case "python":
		return fmt.Sprintf("the Python that should have %s is not installed here", what)
	case "many":
		return "a page can show so many sources and no more; this one is left out"
	}
	return fmt.Sprintf("%s could not be looked for; try again", what)
}

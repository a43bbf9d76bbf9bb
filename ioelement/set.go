package ioelement

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"crunchy/ioelement/texts"
)

// Kind is one sort of block: its keywords, the options that mean something to
// it, and what it becomes.
type Kind struct {
	// Names are its keywords as ParseTitle gives them; the first is the kind's
	// own name, the others are aliases.
	Names []string
	// Options are the names of the options it knows.
	Options []string
	// Make turns a block into HTML. A Made without Nodes leaves the block as
	// it is.
	Make func(Block) Made

	// Keeps says that what is in such a block is not for whoever reads or
	// searches the page, but for what Make shows of it.
	Keeps bool
	// Hints says that such a block is an exercise all by itself, for which there
	// may be hints.
	Hints bool
	// Argument says that the first word behind the keyword is no option, but what
	// the block is about.
	Argument bool
	// Finds says that the block shows what is found under its argument: Block.Excerpt.
	Finds bool
	// Role is what such blocks are in an exercise.
	Role Role
	// Brings reports of a test whether it brings an editor of its own where no
	// editor has its name. Nil is never.
	Brings func(Title) bool
	// Complete adds to the exercise of a live block, when all else is in it,
	// what such a block asks for by itself. Nil adds nothing.
	Complete func(Block, *Exercise)
	// Source returns what of a block's text counts in an exercise. Nil takes
	// it as a program.
	Source func(text string) string
}

// source is what of a block's text counts in an exercise.
func (k Kind) source(text string) string {
	if k.Source == nil {
		return programOf(text)
	}
	return k.Source(text)
}

// Block is a block of a page, as the author wrote it.
type Block struct {
	Raw      string           // the title as written; kept in data-crunchy
	Title    Title            // the title as read
	Text     string           // the text in it; lines end with \n
	Number   string           // the number it has if it is live
	Heading  int              // the level of a heading in it, 2 to 6
	Attr     []html.Attribute // of the author's <pre>; kept on the code
	Anchors  []string         // ids within the block; kept as link targets
	Defaults Defaults

	Excerpt *Excerpt // what was found for a block that Finds; nil where nothing is looked for
	Exam    *Exam    // that the ExamName of the block names; nil without one
	Sealed  bool     // it has not begun: nothing of the block is for the page yet
	Order   int      // the block's place in the document, if there is an Exam

	Part  *Part           // what the block is in an exercise; see Set.Tie
	Hints int             // how many the page has for the exercise of a live block
	For   string          // the number of the live element that a part belongs to, "" if there is none
	Words texts.Catalogue // of the interface; the zero Catalogue is English
	Lang  string          // the language of the page where that is another, else ""
}

// Defaults are what the author says once for a whole page.
type Defaults struct {
	Python  string // the interpreter of elements without python=
	Session string // the session of editors without session= and isolated
	Rules   Rules  // what all blocks are to be otherwise than their titles say
}

// Made is what a block became.
type Made struct {
	Nodes   []*html.Node
	Element *Element // nil if the block is not live
	Notices []string // for the author
}

// Set is the kinds that a page may use. The zero Set knows none.
type Set struct {
	kinds   map[string]Kind
	options map[string]bool
}

// Default returns the Set of all kinds there are.
func Default() Set {
	return NewSet(
		interpreterKind(),
		isolatedKind(),
		parrotKind(),
		typeInfoKind(),
		editorKind(),
		alternateKind(),
		imageKind(),
		canvasKind(),
		pdbKind(),
		sourceKind(),
		analyzerKind(),
		hiddenKind(),
		hiddenExternalKind(),
		terminalKind(),
		doctestKind(),
		unittestKind(),
		checkKind(),
		graderKind(),
		outputKind(),
		setupKind(),
		solutionKind(),
		quizKind(),
		predictKind(),
		parsonsKind(),
		dialogueKind(),
		examDefineKind(),
		pythonTutorialKind(),
		styledKind(),
	)
}

// NewSet returns a Set of these kinds; a later one takes a name from an earlier.
func NewSet(kinds ...Kind) Set {
	s := Set{kinds: map[string]Kind{}, options: map[string]bool{}}
	for _, k := range kinds {
		for _, n := range k.Names {
			s.kinds[n] = k
		}
		for _, o := range k.Options {
			s.options[o] = true
		}
	}
	return s
}

// Empty reports whether s is the zero Set.
func (s Set) Empty() bool { return len(s.kinds) == 0 }

// Lookup returns the kind with this keyword.
func (s Set) Lookup(keyword string) (Kind, bool) {
	k, ok := s.kinds[keyword]
	return k, ok
}

// Kinds returns the kinds of s, in the order of their own names.
func (s Set) Kinds() []Kind {
	var kinds []Kind
	for _, name := range slices.Sorted(maps.Keys(s.kinds)) {
		if k := s.kinds[name]; k.Names[0] == name {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// Make turns a block into what its title says. A block whose keyword s does
// not know is left alone: the Made is empty but for its notices. A part of an
// exercise that was not tied stands alone.
func (s Set) Make(b Block) Made {
	k, ok := s.kinds[b.Title.Keyword]
	if !ok {
		if near := s.near(b.Title.Keyword); near != "" {
			return Made{Notices: []string{fmt.Sprintf("the block is left as it is: %q is not a keyword; is %q meant?", b.Title.Keyword, near)}}
		}
		return Made{}
	}
	var notices []string
	for i, o := range b.Title.Options {
		if i == 0 && k.Argument && !o.Given {
			continue
		}
		if !slices.Contains(k.Options, o.Name) {
			notice := fmt.Sprintf("the option %q means nothing to %q and is passed over", cmp.Or(o.Name, o.Word), k.Names[0])
			if near := Nearest(o.Name, k.Options); near != "" {
				notice += fmt.Sprintf("; is %q meant?", near)
			}
			notices = append(notices, notice)
		}
	}
	if b.Part == nil && k.Role != 0 {
		alone := []Block{b}
		s.Tie(alone)
		b = alone[0]
	}
	if b.Part != nil {
		notices = append(notices, b.Part.notices...)
	}
	made := k.Make(b)
	if made.Element != nil {
		made.Element.TK = b.Title.Has("tk")
	}
	made.Notices = append(notices, made.Notices...)
	if made.Element != nil {
		made.Element.Exam, made.Element.Seconds = b.Exam, b.seconds()
		log, notices := b.logOf()
		made.Element.Log, made.Notices = log, append(made.Notices, notices...)
		files, notices := b.allFiles()
		made.Element.Files, made.Notices = files, append(made.Notices, notices...)
	}
	if b.Exam != nil && made.Nodes != nil {
		made = b.seal(made)
	}
	return made
}

// Fence takes the info string of a Markdown fence apart: the language word, and
// the title that follows it. A fence that only sets options is one of the
// default kind.
func (s Set) Fence(info string) (language, title string) {
	info = strings.TrimSpace(info)
	if inner, ok := strings.CutPrefix(info, "{"); ok { // {python}, {.python .numberLines}
		inner, _, _ = strings.Cut(inner, "}")
		words := strings.Fields(inner)
		if len(words) == 0 {
			return "", ""
		}
		return strings.ToLower(strings.TrimLeft(words[0], ".")), ""
	}
	word, rest := info, ""
	if i := strings.IndexFunc(info, func(r rune) bool { return r == ' ' || r == '\t' }); i >= 0 {
		word, rest = info[:i], strings.TrimSpace(info[i:])
	}
	language, _, _ = strings.Cut(word, ",")
	language, _, _ = strings.Cut(language, "{")
	language = strings.ToLower(language)
	if rest == "" || rest[0] == '{' {
		return language, ""
	}
	first := splitWords(rest)[0]
	if _, known := s.kinds[normal(first)]; !known && (s.options[normal(first)] || strings.Contains(first, "=")) {
		return language, "python_tutorial " + rest
	}
	return language, rest
}

// near returns the keyword that differs from word by one letter, or by two
// neighbours that changed places, or "".
func (s Set) near(word string) string {
	if len(word) < 4 {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(s.kinds)) {
		if len(name) >= 4 && oneSlip(word, name) {
			return name
		}
	}
	return ""
}

func oneSlip(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	swapped := len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
	return len(a) <= 1 && len(b) <= 1 || swapped
}

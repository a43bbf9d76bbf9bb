package ioelement

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"crunchy/ioelement/texts"
)

// Rules are a user's preferences: how every page is to be shown, and what is to
// be otherwise on it than its blocks say; or what an author says of all blocks of a
// folder at once, see ParseAuthorRules. The zero Rules change nothing. No page can set
// them, and they touch nothing that an exercise is about.
type Rules struct {
	settings    map[string]string // by name: "language", "theme", "errors"
	noMarkup    string            // title of blocks without one; "" is as usual
	interpreter string            // keyword that interpreters get; "" is as the page says
	editor      string            // what EditorRule says
	changes     []change
}

// change is one rule about options.
type change struct {
	verb   string // "add", "remove" or "replace"
	option string // the name of what is removed or replaced
	by     Option // what is added, or put in its place
	kind   string // own name of the kind it is about; "" for all

	implied bool // EditorRule says it
}

// RuleError says what is wrong with a line, which is then left out.
type RuleError struct {
	Line int // from 1
	Text string
}

func (e RuleError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Text) }

// NoMarkup, InterpreterRule and EditorRule are the rules of one line each, NAME = VALUE.
const (
	NoMarkup        = "no_markup"   // a title for blocks without one; "none" leaves them
	InterpreterRule = "interpreter" // the keyword that all interpreters get
	EditorRule      = "editor"      // options for all editors
)

// Settings of a page as a whole, written in the same way.
const (
	LanguageSetting = "language" // of the interface, on every page
	ThemeSetting    = "theme"    // "light" or "dark"
	ErrorsSetting   = "errors"   // "plain" leaves out the explanations
)

// settingsOf are the values that a setting can have.
func settingsOf(name string) []string {
	switch name {
	case LanguageSetting:
		return texts.Languages()
	case ThemeSetting:
		return []string{"light", "dark"}
	case ErrorsSetting:
		return []string{"friendly", "plain"}
	}
	return nil
}

// consoles are the kinds that InterpreterRule makes of each other.
var consoles = []string{"interpreter", "isolated", "parrot", "typeinfoconsole"}

// authors are the options that no rule changes: what belongs to an exercise, and
// what ties blocks to each other and to the student's work.
var authors = []string{"name", "session", "hidden", "exam_name", "start", "duration", "time", "timeout", "log_id", "files", "python"}

// ParseRules reads rules, one a line; blank lines and those that begin with # are
// none:
//
//	no_markup = interpreter linenumber
//	interpreter = isolated
//	editor = linenumber
//	add linenumber to editor
//	remove no_pre
//	replace size with size=(10,80) in editor
//
// Every text can be read: what is no rule is left out, and an error says why.
func ParseRules(text string, s Set) (Rules, []RuleError) {
	var r Rules
	var errs []RuleError
	line := 0
	eachLine(text, func(l, _ string) {
		line++
		l = strings.TrimSpace(l)
		if l == "" || l[0] == '#' {
			return
		}
		if why := r.read(l, s); why != "" {
			errs = append(errs, RuleError{line, why})
		}
	})
	return r, errs
}

// ParseAuthorRules reads what an author says of all blocks of a folder: the rules of
// ParseRules, but for the settings of a page as a whole, which are the reader's. A
// RuleError has the place of the rule among those that are given, from 1.
func ParseAuthorRules(rules []string, s Set) (Rules, []RuleError) {
	var r Rules
	var errs []RuleError
	for i, rule := range rules {
		rule = strings.Join(strings.Fields(rule), " ")
		name, _, _ := strings.Cut(rule, "=")
		why := ""
		switch {
		case rule == "":
			why = "it is empty"
		case settingsOf(normal(strings.TrimSpace(name))) != nil:
			why = fmt.Sprintf("%s is for the reader to choose", normal(strings.TrimSpace(name)))
		default:
			why = r.read(rule, s)
		}
		if why != "" {
			errs = append(errs, RuleError{i + 1, why})
		}
	}
	return r, errs
}

// Over returns the rules of a reader on pages whose author has some, too: these are
// followed first, and where both say one thing, the reader's count.
func (r Rules) Over(author Rules) Rules {
	r.noMarkup = cmp.Or(r.noMarkup, author.noMarkup)
	r.interpreter = cmp.Or(r.interpreter, author.interpreter)
	r.changes = slices.Concat(author.changes, r.changes)
	return r
}

// read takes in one line, or says why it cannot.
func (r *Rules) read(line string, s Set) (why string) {
	words := splitWords(line)
	switch verb := normal(words[0]); verb {
	case "add", "remove", "replace":
		return r.change(verb, words[1:], s)
	}
	name, value, given := strings.Cut(line, "=")
	name, value = normal(strings.TrimSpace(name)), strings.TrimSpace(value)
	title := ParseTitle(value)
	k, known := s.Lookup(title.Keyword)
	known = known && !k.Keeps && (k.Role == 0 || k.Role == RoleCode)
	values := settingsOf(name)
	switch {
	case !given:
		return fmt.Sprintf("%q is no rule; rules begin with add, remove or replace, or are written as in no_markup = editor", words[0])
	case values != nil && slices.Contains(values, value):
		if r.settings == nil {
			r.settings = map[string]string{}
		}
		r.settings[name] = value
	case values != nil:
		return fmt.Sprintf("%q is no value of %s; there are %s", value, name, strings.Join(values, " and "))
	case name == NoMarkup && (known || title.Keyword == "none"):
		r.noMarkup = title.String()
	case name == NoMarkup:
		return fmt.Sprintf("%q is no keyword for blocks without one", title.Keyword)
	case name == InterpreterRule && len(title.Options) == 0 && s.own(title.Keyword, consoles...):
		r.interpreter = title.Keyword
	case name == InterpreterRule:
		return fmt.Sprintf("%q is no kind of interpreter; there are interpreter, isolated, parrot, parrots and TypeInfoConsole", value)
	case name == EditorRule:
		for _, w := range splitWords(value) {
			if why := r.change("add", []string{w, "to", "editor"}, s); why != "" {
				return why
			}
			r.changes[len(r.changes)-1].implied = true
		}
		r.editor = value
	default:
		return fmt.Sprintf("%q is nothing that can be set", name)
	}
	return ""
}

// change takes in a rule about options.
func (r *Rules) change(verb string, words []string, s Set) (why string) {
	c := change{verb: verb}
	next := func(after ...string) (word string) { // the word behind one of these, or the first
		if len(words) > 1 && len(after) > 0 && slices.Contains(after, normal(words[0])) {
			words = words[1:]
		} else if len(after) > 0 {
			return ""
		}
		if len(words) > 0 {
			word, words = words[0], words[1:]
		}
		return word
	}
	first := parseOption(next())
	c.option, c.by = first.Name, first
	if verb == "replace" {
		c.by = parseOption(next("with", "by"))
	}
	kind := next("to", "from", "in", "of")
	k, known := s.Lookup(normal(kind))
	for _, o := range []string{c.option, c.by.Name} {
		switch {
		case o == "":
			return "it does not say which option; write it as in add linenumber to editor, or replace size with size=(10,80)"
		case slices.Contains(authors, o):
			return fmt.Sprintf("the option %q belongs to one block, whose author says it there", o)
		case !s.options[o]:
			return fmt.Sprintf("%q is no option", o)
		}
	}
	switch {
	case len(words) > 0:
		return fmt.Sprintf("the word %q is one too many", words[0])
	case kind != "" && !known:
		return fmt.Sprintf("%q is no keyword", kind)
	case known:
		c.kind = k.Names[0]
	}
	r.changes = append(r.changes, c)
	return ""
}

// own reports whether a keyword is one of these kinds.
func (s Set) own(keyword string, kinds ...string) bool {
	k, ok := s.Lookup(keyword)
	return ok && slices.Contains(kinds, k.Names[0])
}

// Value is what a setting, or a rule of the form NAME = VALUE, says; "" is the usual.
func (r Rules) Value(name string) string {
	switch name {
	case NoMarkup:
		return r.noMarkup
	case InterpreterRule:
		return r.interpreter
	case EditorRule:
		return r.editor
	}
	return r.settings[name]
}

// SetRule returns the text of rules with what it says of a name, NAME = VALUE,
// changed; "" takes it out. All other lines stay as they are.
func SetRule(text, name, value string) string {
	var b strings.Builder
	done := value == ""
	eachLine(text, func(line, end string) {
		key, _, given := strings.Cut(line, "=")
		switch {
		case !given || normal(strings.TrimSpace(key)) != name || strings.HasPrefix(strings.TrimSpace(key), "#"):
			b.WriteString(line + end)
		case !done:
			done = true
			b.WriteString(name + " = " + value + end)
		}
	})
	if !done {
		if s := b.String(); s != "" && !strings.HasSuffix(s, "\n") {
			b.WriteByte('\n')
		}
		b.WriteString(name + " = " + value + "\n")
	}
	return b.String()
}

// Unmarked is the title of blocks without one, "" for the usual. The title "none"
// leaves them as they are.
func (r Rules) Unmarked() string { return r.noMarkup }

// Apply returns the title that a block with this title and text has for the
// user. Parts of exercises stay as they are, and so do words that s does not know.
func (r Rules) Apply(s Set, t Title, text string) Title {
	k, ok := s.Lookup(t.Keyword)
	if !ok || k.Keeps || k.Role != 0 && k.Role != RoleCode {
		return t
	}
	if r.interpreter != "" && (s.own(t.Keyword, consoles...) || s.own(t.Keyword, "python_tutorial") && IsSession(text)) {
		t.Keyword = r.interpreter
		k, _ = s.Lookup(t.Keyword)
	}
	for _, c := range r.changes {
		switch {
		case c.kind != "" && c.kind != k.Names[0]:
		case t.Has("name") && slices.ContainsFunc([]string{c.option, c.by.Name}, shows): // it may be an exercise
		case c.verb == "remove":
			t = t.without(c.option)
		case c.verb == "add" && !t.Has(c.by.Name) && slices.Contains(k.Options, c.by.Name):
			t.Options = append(slices.Clip(t.Options), c.by)
		case c.verb == "replace" && t.Has(c.option):
			t = t.with(c.option, c.by)
		}
	}
	return t
}

// shows reports whether an option says how much of the author's code there is.
func shows(option string) bool { return option == "no_copy" || option == "no_pre" }

// with returns the title with the first of its options of that name replaced, and
// without the others.
func (t Title) with(name string, by Option) Title {
	out, done := Title{Keyword: t.Keyword}, false
	for _, o := range t.Options {
		switch {
		case o.Name != name:
			out.Options = append(out.Options, o)
		case !done:
			out.Options, done = append(out.Options, by), true
		}
	}
	return out
}

// String prints the rules so that ParseRules reads them again.
func (r Rules) String() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(r.settings)) {
		fmt.Fprintf(&b, "%s = %s\n", name, r.settings[name])
	}
	if r.noMarkup != "" {
		fmt.Fprintf(&b, "%s = %s\n", NoMarkup, r.noMarkup)
	}
	if r.interpreter != "" {
		fmt.Fprintf(&b, "%s = %s\n", InterpreterRule, r.interpreter)
	}
	if r.editor != "" {
		fmt.Fprintf(&b, "%s = %s\n", EditorRule, r.editor)
	}
	for _, c := range r.changes {
		if c.implied {
			continue
		}
		switch c.verb {
		case "add":
			fmt.Fprintf(&b, "add %s", c.by.Word)
		case "remove":
			fmt.Fprintf(&b, "remove %s", c.option)
		case "replace":
			fmt.Fprintf(&b, "replace %s with %s", c.option, c.by.Word)
		}
		if c.kind != "" {
			fmt.Fprintf(&b, " in %s", c.kind)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

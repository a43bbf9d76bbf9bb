package course

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"crunchy/ioelement"
	"crunchy/pages"
)

// Keys of the file.
const (
	keyTitle    = "title"
	keyLessons  = "lessons"
	keyLanguage = "language"
	keyPython   = "python"
	keyRules    = "rules"
)

var keys = []string{keyTitle, keyLessons, keyLanguage, keyPython, keyRules}

// mostRules is how many rules of a file count.
const mostRules = 100

// readers are words that somebody may look for here, and that are not the
// author's to say.
var readers = []string{"trust", "trusted", "sandbox", "sandboxed", "limit", "limits"}

// maxProblems is how many are told of one file.
const maxProblems = 20

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

// Parse reads the text of a file. Where it is no TOML, nothing in it counts;
// else only that does not what there is a problem with.
func Parse(text string) Settings {
	s, _ := parse(text)
	return s
}

// parse returns also the lines of the keys.
func parse(text string) (s Settings, lines map[string]int) {
	if at := invalid(text); at > 0 {
		s.problem(at, "these are no letters in UTF-8, so nothing in the file counts; save it as UTF-8")
		return s, nil
	}
	if pages.DeepTOML(text) {
		s.problem(0, "there are keys in keys in it, which mean nothing here, so nothing in the file counts; take them out")
		return s, nil
	}
	var all map[string]toml.Primitive
	meta, err := toml.Decode(text, &all)
	if err != nil {
		line, why := 0, err.Error()
		var broken toml.ParseError
		if errors.As(err, &broken) {
			line, why = within(broken.Position.Line, text), broken.Message
		}
		s.problem(line, "this is no TOML, and nothing in the file counts until it is mended (%s)", strings.TrimSuffix(oneLine(why), "."))
		return s, nil
	}
	lines = map[string]int{}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if slices.Contains(keys, name) || len(names) < maxProblems { // to find a line takes time
			names = append(names, name)
			lines[name] = within(lineOf(&meta, all[name]), text)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return lines[a] - lines[b] })
	for _, name := range names {
		s.take(name, all[name], &meta, lines[name])
	}
	if len(s.Problems) > maxProblems {
		s.Problems = s.Problems[:maxProblems]
	}
	return s, lines
}

// take takes in one key.
func (s *Settings) take(name string, value toml.Primitive, meta *toml.MetaData, line int) {
	text := func() string {
		var t string
		if err := meta.PrimitiveDecode(value, &t); err != nil {
			s.problem(line, "%s must be text in quotes; write for example  %s  here", name, examples[name])
		}
		return oneLine(t)
	}
	switch name {
	case keyTitle:
		s.Title = text()
	case keyPython:
		s.Python = text()
	case keyLanguage:
		s.Language = text()
		if s.Language != "" && !languageTag.MatchString(s.Language) {
			s.problem(line, "%q is no short name of a language; write for example  %s  here", s.Language, examples[name])
			s.Language = ""
		}
	case keyLessons:
		var list []string
		if err := meta.PrimitiveDecode(value, &list); err != nil {
			s.problem(line, "%s must be a list of names of files; write for example  %s  here", name, examples[name])
			return
		}
		seen := map[string]bool{}
		for _, file := range list {
			if seen[file] {
				s.problem(line, "%q stands twice among the lessons; take one of them out", file)
				continue
			}
			seen[file] = true
			s.Lessons = append(s.Lessons, file)
		}
	case keyRules:
		var rules []string
		if err := meta.PrimitiveDecode(value, &rules); err != nil {
			s.problem(line, "%s must be a list of texts; write for example  %s  here", name, examples[name])
			return
		}
		if len(rules) > mostRules {
			s.problem(line, "there are more than %d rules, and those after them do not count", mostRules)
			rules = rules[:mostRules]
		}
		var errs []ioelement.RuleError
		s.Rules, errs = ioelement.ParseAuthorRules(rules, ioelement.Default())
		for _, e := range errs {
			s.problem(line, "the rule %q does not count: %s", oneLine(rules[e.Line-1]), e.Text)
		}
	default:
		if slices.Contains(readers, strings.ToLower(name)) {
			s.problem(line, "%q is for the reader to choose, and cannot be set here; take the line out", name)
			return
		}
		s.problem(line, "there is no key %q%s", name, hint(name, keys, "; there are title, lessons, language, python and rules"))
	}
}

var examples = map[string]string{
	keyTitle:    `title = "My course"`,
	keyLessons:  `lessons = ["01-hello.md", "02-names.md"]`,
	keyLanguage: `language = "en"`,
	keyPython:   `python = "3.12"`,
	keyRules:    `rules = ["add linenumber to editor"]`,
}

// here fails wherever it is decoded: the library tells places only with errors.
type here struct{}

func (here) UnmarshalTOML(any) error { return errors.New("here") }

// lineOf is the line of a key, 0 if it is not known.
func lineOf(meta *toml.MetaData, value toml.Primitive) int {
	var at toml.ParseError
	if errors.As(meta.PrimitiveDecode(value, &here{}), &at) {
		return at.Position.Line
	}
	return 0
}

// within is a line that the text has.
func within(line int, text string) int { return max(0, min(line, strings.Count(text, "\n")+1)) }

// invalid is the first line that is not UTF-8, 0 if all are.
func invalid(text string) int {
	for i, line := range strings.Split(text, "\n") {
		if !utf8.ValidString(line) {
			return i + 1
		}
	}
	return 0
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// hint asks whether the nearest of the known names was meant, or says something else.
func hint(name string, known []string, otherwise string) string {
	if n := ioelement.Nearest(name, known); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return otherwise
}

package tutorials_test

import (
	"fmt"
	"html"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"crunchy/tutorials"
)

// block is one fence of a Markdown page, or one <pre> of an HTML page.
type block struct {
	Line  int
	Lang  string
	Title []string // words after the language
	Text  string
}

// has reports whether the title holds the word.
func (b block) has(word string) bool {
	for _, w := range b.Title {
		if strings.EqualFold(w, word) {
			return true
		}
	}
	return false
}

// option returns the value of name=value in the title.
func (b block) option(name string) string {
	for _, w := range b.Title {
		if v, ok := strings.CutPrefix(w, name+"="); ok {
			return v
		}
	}
	return ""
}

// kind says what becomes of the block: "interpreter", "editor", "terminal", "doctest" and
// "part" for the parts of an exercise, or "" for what is only shown.
func (b block) kind() string {
	first := "python_tutorial"
	if len(b.Title) > 0 && !strings.Contains(b.Title[0], "=") && !options[strings.ToLower(b.Title[0])] {
		first = strings.ToLower(b.Title[0])
	}
	python := b.Lang == "python" || b.Lang == "pycon" || b.Lang == ""
	switch first {
	case "interpreter", "borg", "isolated", "human":
		return "interpreter"
	case "editor", "terminal", "doctest":
		return first
	case "unittest", "check", "check_code", "setup", "setup_code", "solution":
		return "part"
	case "python_tutorial":
		if python && strings.HasPrefix(strings.TrimSpace(b.Text), ">>>") {
			return "interpreter"
		}
	}
	return ""
}

// group names the namespace that the block shares with others.
func (b block) group() string {
	switch {
	case b.option("session") != "":
		return "session " + b.option("session")
	case b.kind() == "interpreter" && !b.has("isolated") && !b.has("human"):
		return "page"
	}
	return ""
}

var options = map[string]bool{
	"linenumber": true, "no_pre": true, "no-pre": true, "no_copy": true, "no-copy": true, "show_vlam": true,
}

var (
	fence    = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})([^`]*)$")
	pre      = regexp.MustCompile(`(?s)<pre(?:\s+(?:title|data-crunchy)="([^"]*)")?[^>]*>\n?(.*?)</pre>`)
	tag      = regexp.MustCompile(`<[^>]*>`)
	mdLink   = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	htmlLink = regexp.MustCompile(`(?:href|src)="([^"]*)"`)
	code     = regexp.MustCompile("`[^`]*`")
	anchor   = regexp.MustCompile(`id="([^"]*)"`)
	heading  = regexp.MustCompile(`^#{1,6} +(.*)$`)
)

// page is one lesson as its author wrote it.
type page struct {
	Name   string
	Blocks []block
	Prose  []string // the lines outside of fences
}

// pages reads every lesson that is embedded.
func pages(t *testing.T) []page {
	t.Helper()
	var all []page
	err := fs.WalkDir(tutorials.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(tutorials.FS(), name)
		switch path.Ext(name) {
		case ".md":
			p, problem := markdown(name, string(data))
			if problem != nil {
				t.Error(problem)
			}
			all = append(all, p)
		case ".html":
			all = append(all, hypertext(name, string(data)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func markdown(name, text string) (page, error) {
	p := page{Name: name}
	end, start := "", 0
	var inside []string
	var info []string
	for i, line := range strings.Split(text, "\n") {
		switch m := fence.FindStringSubmatch(line); {
		case end == "" && m != nil:
			end, start, inside, info = m[1], i+1, nil, append(strings.Fields(m[2]), "")
		case end == "":
			p.Prose = append(p.Prose, line)
		case m != nil && m[2] == "" && strings.HasPrefix(m[1], end):
			b := block{Line: start, Lang: info[0], Text: strings.Join(append(inside, ""), "\n")}
			for _, w := range info[1:] {
				if w != "" {
					b.Title = append(b.Title, w)
				}
			}
			p.Blocks = append(p.Blocks, b)
			end = ""
		default:
			inside = append(inside, line)
		}
	}
	if end != "" {
		return p, fmt.Errorf("%s:%d: the fence is not closed", name, start)
	}
	return p, nil
}

func hypertext(name, text string) page {
	p := page{Name: name, Prose: strings.Split(text, "\n")}
	for _, m := range pre.FindAllStringSubmatchIndex(text, -1) {
		b := block{Line: 1 + strings.Count(text[:m[0]], "\n")}
		if m[2] >= 0 {
			b.Title = strings.Fields(text[m[2]:m[3]])
		}
		b.Text = strings.TrimRight(html.UnescapeString(tag.ReplaceAllString(text[m[4]:m[5]], "")), "\n") + "\n"
		p.Blocks = append(p.Blocks, b)
	}
	return p
}

// links returns what the page points to, without what is shown as code.
func (p page) links() []string {
	var found []string
	for _, line := range p.Prose {
		line = code.ReplaceAllString(line, "")
		for _, pattern := range []*regexp.Regexp{mdLink, htmlLink} {
			for _, m := range pattern.FindAllStringSubmatch(line, -1) {
				found = append(found, m[1])
			}
		}
	}
	return found
}

// anchors returns the names that a link to the page may have behind its #.
func (p page) anchors() map[string]bool {
	names := map[string]bool{}
	for _, line := range p.Prose {
		if m := heading.FindStringSubmatch(line); m != nil {
			name := strings.Map(func(r rune) rune {
				switch {
				case r == ' ' || r == '-':
					return '-'
				case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '_':
					return r
				}
				return -1
			}, strings.ToLower(m[1]))
			names[name] = true
		}
		for _, m := range anchor.FindAllStringSubmatch(line, -1) {
			names[m[1]] = true
		}
	}
	return names
}

package pages

import (
	"cmp"
	"errors"
	"fmt"
	"html"
	"regexp"
	"strings"
)

// Rest is what reStructuredText says, as HTML that is not yet sanitised.
type Rest struct {
	Body    string
	Notices []Notice
}

// RestMissing says that nothing is there that reads reStructuredText, and which
// command installs it.
type RestMissing struct {
	Install string
}

func (e *RestMissing) Error() string { return "pages: docutils is not installed: " + e.Install }

// renderRest makes a page of reStructuredText, or, if it cannot be read, one that
// says why.
func renderRest(src Source, o Options) (*Page, error) {
	source := decode(src.Data, cmp.Or(src.ContentType, "text/plain"))
	var rest Rest
	err := errors.New("pages: nobody reads reStructuredText here")
	if o.Rest != nil {
		rest, err = o.Rest(source)
	}
	if err != nil {
		rest = restSource(source, err, o)
	}
	doc := `<!DOCTYPE html><html><head><meta name="crunchy:title" content="` + html.EscapeString(cmp.Or(restTitle(source), titleOf(src.Name))) + `"></head><body>` +
		strings.ReplaceAll(rest.Body, "\x00", "") + "</body></html>"
	page := build(parse(doc), "lesson", src.Name, &beside{files: o.Files}, o)
	page.Notices = append(rest.Notices, page.Notices...)
	page.Passing = page.Passing || err != nil
	return page, nil
}

// crunchyDirective is how docutils lets one write it.
var crunchyDirective = regexp.MustCompile(`(?i)crunchy\s*::`)

// restSource stands in for a page that could not be read.
func restSource(source string, err error, o Options) Rest {
	words := o.speak("")
	say := html.EscapeString(words.Text("rest.failed"))
	notice := "the page is not shown: docutils could not read it"
	var missing *RestMissing
	if errors.As(err, &missing) {
		before, after, _ := strings.Cut(words.Text("rest.missing"), "{command}")
		say = html.EscapeString(before) + "<code>" + html.EscapeString(missing.Install) + "</code>" + html.EscapeString(after)
		notice = fmt.Sprintf("the page is not shown: docutils is not installed; %s installs it", missing.Install)
	}
	body := "<p><strong>" + say + "</strong></p>"
	if !crunchyDirective.MatchString(source) { // there may be tests and solutions, which are not for everybody
		body += "<pre data-crunchy=\"rst\">\n" + html.EscapeString(source) + "</pre>"
	}
	return Rest{Body: body, Notices: []Notice{{Text: notice}}}
}

// restTitle is the first line that is underlined, which is what docutils makes
// the title of; or "".
func restTitle(source string) string {
	lines := strings.Split(source, "\n")
	for i := 0; i+1 < len(lines); i++ {
		if line := strings.TrimSpace(lines[i]); underlined(line, lines[i+1]) {
			return oneLine(line)
		}
	}
	return ""
}

// ruled reports whether a line is nothing but one sign of punctuation over and over.
func ruled(line string) bool {
	return len(line) > 1 && strings.ContainsRune("=-`:.'\"~^_*+#", rune(line[0])) && strings.Trim(line, line[:1]) == ""
}

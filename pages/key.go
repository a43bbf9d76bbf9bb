package pages

import (
	"cmp"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"crunchy/ioelement"
)

// key is a section with the answers of the page, for its author to print or to look
// at: the solutions of its exercises, also those that no reader is shown, and what is
// right of its questions. It is nil where there is nothing to be solved.
func (c chrome) key() *html.Node {
	section := element("section", attrs("class", "cr-key", "data-crunchy-added", ""),
		c.ui(element("h2", attrs("id", "cr-key"), c.words.Text("key.title"))))
	word := func(kind string) string { return cmp.Or(c.words.Text("kinds."+kind), kind) }
	exercises := 0
	for _, e := range c.page.Elements {
		label, nodes := "", []*html.Node(nil)
		switch {
		case e.Quiz != nil:
			label, nodes = word("Question")+": "+excerptOf(e.Quiz.Question), c.rightAnswers(e.Quiz)
		case e.Graded():
			exercises++
			label, nodes = word("Exercise")+" "+strconv.Itoa(exercises), c.solution(e.Exercise.Solution)
			if name := e.Title.Value("name"); name != "" {
				label += ": " + name
			}
		default:
			continue
		}
		section.AppendChild(c.ui(element("h3", nil, element("a", attrs("href", "#cr-"+e.Number), label))))
		for _, n := range nodes {
			section.AppendChild(n)
		}
	}
	if section.FirstChild == section.LastChild {
		return nil
	}
	return section
}

// longestLabel is how many letters of a question stand above its answer.
const longestLabel = 80

// excerptOf is the beginning of a question.
func excerptOf(question string) string {
	r := []rune(oneLine(question))
	if len(r) <= longestLabel {
		return string(r)
	}
	return strings.TrimSpace(string(r[:longestLabel])) + " …"
}

// solution is code that solves an exercise.
func (c chrome) solution(code string) []*html.Node {
	if strings.TrimSpace(code) == "" {
		return []*html.Node{c.ui(element("p", nil, c.words.Text("key.none")))}
	}
	const title = "py_code"
	return c.o.Set.Make(ioelement.Block{Raw: title, Title: ioelement.ParseTitle(title), Text: code, Words: c.words}).Nodes
}

// rightAnswers are those of a question, with what is said of them.
func (c chrome) rightAnswers(q *ioelement.Quiz) []*html.Node {
	list := element("ul", nil)
	for _, a := range q.Answers {
		if !a.Right && !q.Free {
			continue
		}
		item := element("li", nil, a.Text)
		if a.Feedback != "" {
			item.AppendChild(text(" (" + a.Feedback + ")"))
		}
		list.AppendChild(item)
	}
	if list.FirstChild == nil {
		return []*html.Node{c.ui(element("p", nil, c.words.Text("key.none")))}
	}
	return []*html.Node{list}
}

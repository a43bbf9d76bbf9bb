package ioelement

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// quizKind is a question with answers to choose from, or with one to be written.
// Nothing in it runs, and which answers are right stays on the server.
func quizKind() Kind {
	return Kind{
		Names:   []string{"quiz"},
		Options: []string{"name", "exam_name", "time"},
		Keeps:   true,
		Hints:   true,
		Make:    makeQuiz,
	}
}

func makeQuiz(b Block) Made {
	q, notices := ParseQuiz(b.Text)
	_, more := b.time()
	notices = append(notices, more...)
	if strings.TrimSpace(b.Text) == "" { // also where a page had no room for it
		return Made{Nodes: []*html.Node{placeholder(b)}, Notices: notices}
	}
	if len(q.Answers) == 0 {
		made := makeStyled(b, true)
		made.Notices = append(notices, made.Notices...)
		return made
	}
	e := &Element{
		Number: b.Number, Kind: "quiz", Title: b.Title, Mode: Silent,
		Source: q.withheld(), Quiz: &q,
	}
	label := b.kindWord("Question")
	id := "cr-" + b.Number
	question := node("div", attrs("class", "cr-question", "id", id+"-question"))
	for _, n := range q.question(b) {
		question.AppendChild(n)
	}
	section := cell(b, "quiz", "cr-exercise cr-quiz", label+" "+b.ordinal(), nil,
		node("header", attrs("class", "cr-head"),
			node(headings[min(max(b.Heading, 2), 6)], attrs("class", "cr-name"), node("span", attrs("class", "cr-ex"), label)),
			button("reset", "reset", b.Words.Text("reset")),
			primaryButton("answer", "check", b.Words.Text("check"))),
		b.limit(), question, q.choices(b, id), result(b),
		// what a page that is read again has of it
		codeBox{class: "cr-copy", hidden: true, plain: true, text: e.Source}.build(b))
	return Made{Nodes: []*html.Node{section}, Element: e, Notices: notices}
}

// choices are the answers as a student finds them.
func (q Quiz) choices(b Block, id string) *html.Node {
	role, kind := "radiogroup", "radio"
	switch {
	case q.Free:
		return node("div", attrs("class", "cr-choices"), node("div", attrs("class", "cr-choice cr-written"),
			node("label", nil, node("span", attrs("class", "cr-choice-text"), b.Words.Text("quiz.answer")),
				node("input", attrs("type", "text", "name", id, "aria-describedby", id+"-question", "autocomplete", "off",
					"autocapitalize", "off", "spellcheck", "false", "maxlength", strconv.Itoa(LongestAnswer), "disabled", "")))))
	case q.Many:
		role, kind = "group", "checkbox"
	}
	list := node("div", attrs("class", "cr-choices", "role", role, "aria-labelledby", id+"-question"))
	for i, a := range q.Answers {
		text := node("span", attrs("class", "cr-choice-text"))
		for _, n := range inline(a.Text) {
			text.AppendChild(n)
		}
		list.AppendChild(node("div", attrs("class", "cr-choice"), node("label", nil,
			node("input", attrs("type", kind, "name", id, "value", strconv.Itoa(i), "disabled", "")), text)))
	}
	if q.Many {
		return node("div", attrs("class", "cr-many"), node("p", attrs("class", "cr-several"), b.Words.Text("quiz.several")), list)
	}
	return list
}

// question is the text above the answers: paragraphs, and those that are
// indented as code.
func (q Quiz) question(b Block) (nodes []*html.Node) {
	for _, text := range paragraphs(q.Question) {
		if indented(text) {
			b.Attr, b.Anchors = nil, nil
			nodes = append(nodes, codeBox{class: "cr-styled", text: clean(text)}.build(b))
			continue
		}
		p := node("p", nil)
		for _, n := range inline(text) {
			p.AppendChild(n)
		}
		nodes = append(nodes, p)
	}
	return nodes
}

// inline returns a text in which what stands between backquotes is code.
func inline(text string) (nodes []*html.Node) {
	for piece, code := range codeIn(text) {
		n := &html.Node{Type: html.TextNode, Data: piece}
		if code {
			n = node("code", nil, piece)
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// Judged is what is said of an answer.
type Judged struct {
	Passed, Failed int
	Answers        []JudgedAnswer // those that are spoken of
	Near           bool           // only capital and small letters differ
}

// JudgedAnswer is one of the answers.
type JudgedAnswer struct {
	Index    int // among the Answers; of what was written itself -1 if it is none of them
	Text     string
	Right    bool
	Given    bool // the student chose it
	Feedback string
}

// Right reports whether that was the answer.
func (j Judged) Right() bool { return j.Passed > 0 && j.Failed == 0 }

// Choose judges choices, by the places of the answers. What was not chosen is
// spoken of only when all is right. An error is one sentence.
func (q Quiz) Choose(places []int) (Judged, error) {
	chosen := map[int]bool{}
	for _, i := range places {
		if i < 0 || i >= len(q.Answers) {
			return Judged{}, fmt.Errorf("there is no answer %d", i)
		}
		chosen[i] = true
	}
	switch {
	case q.Free:
		return Judged{}, fmt.Errorf("the answer to this question is to be written")
	case len(chosen) == 0:
		return Judged{}, fmt.Errorf("no answer is chosen")
	case len(chosen) > 1 && !q.Many:
		return Judged{}, fmt.Errorf("one answer is to be chosen")
	}
	var j Judged
	for i, a := range q.Answers {
		switch {
		case a.Right && chosen[i]:
			j.Passed++
		case a.Right, chosen[i]:
			j.Failed++
		}
	}
	for i, a := range q.Answers {
		if chosen[i] || j.Right() {
			j.Answers = append(j.Answers, JudgedAnswer{i, a.Text, a.Right, chosen[i], a.Feedback})
		}
	}
	return j, nil
}

// LongestAnswer is how many characters may be written as an answer.
const LongestAnswer = 1000

// Write judges an answer that was written: it must be one of the answers, but
// for blanks. An error is one sentence.
func (q Quiz) Write(text string) (Judged, error) {
	text = oneBlank(text)
	switch {
	case !q.Free:
		return Judged{}, fmt.Errorf("the answer to this question is to be chosen")
	case text == "":
		return Judged{}, fmt.Errorf("no answer is written")
	case len([]rune(text)) > LongestAnswer:
		return Judged{}, fmt.Errorf("an answer has %d characters at most", LongestAnswer)
	}
	near := false
	for i, a := range q.Answers {
		if a.Right && oneBlank(a.plain()) == text {
			return Judged{Passed: 1, Answers: []JudgedAnswer{{i, text, true, true, a.Feedback}}}, nil
		}
		near = near || a.Right && strings.EqualFold(oneBlank(a.plain()), text)
	}
	return Judged{Failed: 1, Near: near, Answers: []JudgedAnswer{{-1, text, false, true, ""}}}, nil
}

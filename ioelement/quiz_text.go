package ioelement

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Quiz is a question with its answers.
type Quiz struct {
	Question string
	Answers  []Answer
	Free     bool // the answer is to be written; Answers are those that are right
	Many     bool // several may be chosen
}

// Answer is one answer of a Quiz.
type Answer struct {
	Text     string
	Right    bool
	Feedback string // what the student reads who chose it
}

// plain is an answer as it is typed: without the backquotes around all of it.
func (a Answer) plain() string {
	if inner, ok := strings.CutPrefix(a.Text, "`"); ok && strings.HasSuffix(inner, "`") && strings.Count(inner, "`") == 1 {
		return strings.TrimSuffix(inner, "`")
	}
	return a.Text
}

var (
	// "- [x] right", "- [ ] wrong"; a page that was rendered says "- [?]" and
	// "- (?)" where it does not tell which is right: of several, or the one.
	choiceLine = regexp.MustCompile(`^ {0,3}[-*+][ \t]+(\[[ xX?]\]|\(\?\))(?:[ \t]+(.*))?$`)
	// "= answer"; a page that was rendered has only the sign.
	writtenLine = regexp.MustCompile(`^ {0,3}=(?:[ \t]+(.*))?$`)
)

// ParseQuiz reads a quiz. What stands before the answers is the question. A quiz
// without any answer is none.
func ParseQuiz(text string) (q Quiz, notices []string) {
	r := quizReader{}
	eachLine(clean(text), func(line, _ string) { r.line(line) })
	q, right := r.quiz, 0
	q.Question = strings.TrimRight(trimLines(q.Question), "\n")
	choices, written := r.choices, r.written
	if len(choices) > 0 && len(written) > 0 {
		notices = append(notices, "a quiz has answers to choose from, or = before an answer to be written, and not both; what has a = is passed over")
		written = nil
	}
	q.Free = len(choices) == 0 && len(written) > 0
	for _, a := range append(choices, written...) {
		a.Text, a.Feedback = bar(a.Text)
		if a.Right = a.Right || q.Free && a.Text != ""; a.Right {
			right++
		}
		if a.Text != "" && slices.ContainsFunc(q.Answers, func(other Answer) bool { return other.Text == a.Text }) {
			notices = append(notices, fmt.Sprintf("the answer %q stands twice in this quiz", a.Text))
		}
		switch {
		case a.Text != "", q.Free && r.withheld:
			q.Answers = append(q.Answers, a)
		default:
			notices = append(notices, "an answer of this quiz is empty, and is passed over")
		}
	}
	q.Many = !q.Free && (right > 1 || r.several)
	switch {
	case len(q.Answers) == 0:
		notices = append(notices, "there is no answer in this quiz; write \"- [x] right\" and \"- [ ] wrong\", or \"= the answer\"")
	case right == 0 && !r.withheld:
		notices = append(notices, "no answer of this quiz is right; the right ones begin with - [x]")
	case right == len(q.Answers) && !q.Free:
		notices = append(notices, "every answer of this quiz is right; the wrong ones begin with - [ ]")
	}
	if q.Question == "" && len(q.Answers) > 0 {
		notices = append(notices, "this quiz has no question; it stands before the answers")
	}
	if r.after {
		notices = append(notices, "something stands behind the answers of this quiz; it is shown with the question")
	}
	return q, notices
}

// quizReader reads a quiz line by line.
type quizReader struct {
	quiz             Quiz
	choices, written []Answer
	last             *Answer // that the line goes on with
	several          bool    // as a rendered page says
	withheld         bool    // it is one
	after            bool    // there is a text behind the answers
}

func (r *quizReader) line(line string) {
	line = strings.TrimRightFunc(line, unicode.IsSpace) // as the question is trimmed, which must not become an answer by that
	if m := choiceLine.FindStringSubmatch(line); m != nil {
		r.several = r.several || m[1] == "[?]"
		r.withheld = r.withheld || strings.Contains(m[1], "?")
		r.choices = append(r.choices, Answer{Text: m[2], Right: strings.EqualFold(m[1], "[x]")})
		r.last = &r.choices[len(r.choices)-1]
		return
	}
	if m := writtenLine.FindStringSubmatch(line); m != nil {
		r.withheld = r.withheld || strings.TrimSpace(m[1]) == ""
		r.written = append(r.written, Answer{Text: m[1]})
		r.last = &r.written[len(r.written)-1]
		return
	}
	blank := line == ""
	if r.last != nil && !blank && strings.HasPrefix(line, "  ") {
		r.last.Text += " " + strings.TrimSpace(line)
		return
	}
	r.last = nil
	r.after = r.after || !blank && len(r.choices)+len(r.written) > 0
	r.quiz.Question += line + "\n"
}

// withheld is the quiz without what is right, as a page may have it: read again
// it is the same question with the same answers.
func (q Quiz) withheld() string {
	var b strings.Builder
	if q.Question != "" {
		b.WriteString(q.Question + "\n\n")
	}
	if q.Free {
		return b.String() + "="
	}
	mark := "(?)"
	if q.Many {
		mark = "[?]"
	}
	for _, a := range q.Answers {
		fmt.Fprintf(&b, "- %s %s\n", mark, escapeBars(a.Text))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// bar splits an answer at the first bar outside of code; \| is no bar.
func bar(s string) (text, feedback string) {
	var b strings.Builder
	at := 0
	for piece, code := range codeIn(s) {
		if code {
			b.WriteString("`" + piece + "`")
			at += len(piece) + 2
			continue
		}
		for i := 0; i < len(piece); i++ {
			switch {
			case strings.HasPrefix(piece[i:], `\|`):
				b.WriteByte('|')
				i++
			case piece[i] == '|':
				return strings.TrimSpace(b.String()), strings.TrimSpace(s[at+i+1:])
			default:
				b.WriteByte(piece[i])
			}
		}
		at += len(piece)
	}
	return strings.TrimSpace(b.String()), ""
}

func escapeBars(s string) string {
	var b strings.Builder
	for piece, code := range codeIn(s) {
		if code {
			b.WriteString("`" + piece + "`")
		} else {
			b.WriteString(strings.ReplaceAll(piece, "|", `\|`))
		}
	}
	return b.String()
}

// codeIn gives the parts of a line, and which of them stand between backquotes.
func codeIn(s string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for s != "" {
			before, rest, found := strings.Cut(s, "`")
			inner, after, closed := strings.Cut(rest, "`")
			if !found || !closed {
				yield(s, false)
				return
			}
			if before != "" && !yield(before, false) || !yield(inner, true) {
				return
			}
			s = after
		}
	}
}

// paragraphs are the parts of a text between blank lines.
func paragraphs(text string) (all []string) {
	var lines []string
	finish := func() {
		if len(lines) > 0 {
			all = append(all, strings.Join(lines, "\n"))
		}
		lines = nil
	}
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			finish()
		} else {
			lines = append(lines, line)
		}
	}
	finish()
	return all
}

// indented reports whether all lines of a text are, as code in Markdown is.
func indented(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, "    ") && !strings.HasPrefix(line, "\t") {
			return false
		}
	}
	return true
}

func oneBlank(s string) string { return strings.Join(strings.Fields(s), " ") }

package ioelement

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// Exam is when its exercises can be worked on. One without times never opens:
// what was shown too early cannot be taken back, and what stays closed is seen
// by its author at once.
type Exam struct {
	Name          string
	Opens, Closes time.Time
}

// ExamState is how things are with an exam.
type ExamState string

// States of an Exam.
const (
	ExamBefore ExamState = "before"
	ExamOpen   ExamState = "open"
	ExamOver   ExamState = "over"
)

// State is how things are at that time.
func (x Exam) State(now time.Time) ExamState {
	switch {
	case x.Closes.IsZero() || now.Before(x.Opens):
		return ExamBefore
	case now.Before(x.Closes):
		return ExamOpen
	}
	return ExamOver
}

// Longest times that an author may set.
const (
	longestExam = 366 * 24 * time.Hour
	longestTime = 7 * 24 * 60 * 60 // seconds
)

// ParseExam reads the title of an exam_define. Times without a zone are those of
// the place. What it says about times that cannot be read is for the author; the
// exam never opens then.
func ParseExam(t Title, place *time.Location) (x Exam, notices []string) {
	x.Name = strings.TrimSpace(t.Value("name"))
	if x.Name == "" {
		notices = append(notices, "exam_define needs name=, which exercises repeat in exam_name=")
	}
	opens, ok := examStart(t.Value("start"), place)
	if !ok {
		notices = append(notices, fmt.Sprintf(`start=%s is no time, so the exam never opens; write start="2026-12-01 09:00"`, t.Value("start")))
	}
	lasts, ok2 := examDuration(t.Value("duration"))
	if !ok2 {
		notices = append(notices, fmt.Sprintf("duration=%s is no length of an exam, so it never opens; write duration=1:30 for an hour and a half", t.Value("duration")))
	}
	if ok && ok2 {
		x.Opens, x.Closes = opens, opens.Add(lasts)
	}
	return x, notices
}

// examStart reads a time: in the order of ISO 8601, or six numbers in parentheses
// as the first Crunchy had them.
func examStart(s string, place *time.Location) (time.Time, bool) {
	if n, ok := numbersIn(s, 5, 6); ok {
		t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], 0, place)
		// what is out of its range would be carried over
		same := t.Year() == n[0] && int(t.Month()) == n[1] && t.Day() == n[2] && t.Minute() == n[4] && t.Second() == n[5] && n[3] < 24
		return t, same
	}
	s = strings.Replace(strings.TrimSpace(s), "T", " ", 1)
	for _, form := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05"} {
		for _, zone := range []string{"", "Z07:00", " Z07:00"} {
			if t, err := time.ParseInLocation(form+zone, s, place); err == nil {
				return t, t.Year() > 1
			}
		}
	}
	return time.Time{}, false
}

// examDuration reads hours, minutes and seconds as (1,30,0), 1:30 or 1:30:00, or
// as Go has them: 90m, 1h30m.
func examDuration(s string) (time.Duration, bool) {
	n, ok := numbersIn(s, 2, 3)
	if !ok && strings.Contains(s, ":") {
		n, ok = numbersIn("("+strings.ReplaceAll(s, ":", ",")+")", 2, 3)
	}
	var d time.Duration
	if ok {
		if max(n[0], n[1], n[2]) > int(longestExam/time.Second) {
			return 0, false
		}
		d = time.Duration(n[0])*time.Hour + time.Duration(n[1])*time.Minute + time.Duration(n[2])*time.Second
	} else {
		var err error
		if d, err = time.ParseDuration(strings.ReplaceAll(strings.TrimSpace(s), "min", "m")); err != nil {
			return 0, false
		}
	}
	return d, d >= time.Second && d <= longestExam
}

// numbersIn reads from least to most numbers between commas, which may stand in
// parentheses. Those that are left out are 0.
func numbersIn(s string, least, most int) (n [6]int, ok bool) {
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(s), "("), ")")
	parts := strings.Split(s, ",")
	if len(parts) < least || len(parts) > most {
		return n, false
	}
	for i, part := range parts {
		v, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || v < 0 {
			return n, false
		}
		n[i] = v
	}
	return n, true
}

// clock writes a time as a page shows it; a zone only if the author gave one.
func clock(t time.Time) string {
	if t.Location() == time.Local {
		return t.Format("2006-01-02 15:04")
	}
	return t.Format("2006-01-02 15:04 (UTC-07:00)")
}

// examDefineKind is the times of an exam. The page shows them.
func examDefineKind() Kind {
	return Kind{
		Names:   []string{ExamDefine},
		Options: []string{"name", "start", "duration", "show_vlam"},
		Make:    makeExamDefine,
	}
}

// ExamDefine is the keyword of a block with the times of an exam.
const ExamDefine = "exam_define"

func makeExamDefine(b Block) Made {
	x, notices := ParseExam(b.Title, time.Local)
	words := b.Words.Text("exam.never")
	if !x.Closes.IsZero() {
		words = b.Words.Text("exam.times", "opens", clock(x.Opens), "closes", clock(x.Closes))
	}
	text := clean(b.Text)
	div := node("div", attrs("class", "cr-part cr-exam", "data-crunchy-added", ""), // written again when the page is read again
		node("p", nil, node("span", nil, node("strong", nil, b.Words.Text("exam.called", "name", x.Name)), " ", words)))
	for _, p := range paragraphs(text) {
		div.AppendChild(node("p", nil, p))
	}
	kept := placeholder(b)
	if text != "" {
		kept.AppendChild(node("code", nil, text))
	}
	nodes := []*html.Node{div, kept}
	if v := vlam(b, text); v != nil {
		nodes = append([]*html.Node{v}, nodes...)
	}
	return Made{Nodes: nodes, Notices: notices}
}

// ExamName is what the block, or a part of its exercise, says in exam_name=.
func (b Block) ExamName() string {
	if p := b.Part; p != nil && p.Exercise != nil {
		return p.Exercise.exam
	}
	return strings.TrimSpace(b.Title.Value("exam_name"))
}

// seconds is how long the block may be worked on from its first run on: the
// option time=N, 0 without it.
func (b Block) seconds() int {
	if p := b.Part; p != nil && p.Exercise != nil {
		return p.Exercise.seconds
	}
	n, _ := b.time()
	return n
}

// time reads the option time=N.
func (b Block) time() (seconds int, notices []string) { return b.duration("time", longestTime) }

// limit is the line under the head of an element that says until when it is open;
// the page's script counts in it. Nil without a limit.
func (b Block) limit() *html.Node {
	said := ""
	switch n := b.seconds(); {
	case b.Exam != nil && !b.Exam.Closes.IsZero():
		said = b.Words.Text("exam.until", "name", b.Exam.Name, "time", clock(b.Exam.Closes))
	case n >= 60 && n%60 == 0:
		said = b.Words.Text("exam.minutes", "n", strconv.Itoa(n/60))
	case n > 0:
		said = b.Words.Text("exam.seconds", "n", strconv.Itoa(n))
	default:
		return nil
	}
	return node("p", attrs("class", "cr-limit"), node("span", nil, said), node("span", attrs("class", "cr-left")))
}

// ExamAttr holds the place in the document of what belongs to an exam, so that a
// page can take it in when the exam opens.
const ExamAttr = "data-crunchy-exam"

// seal makes of what belongs to an exam that has not begun what may be on the
// page: a card without anything of the exercise, and a mark for its parts.
func (b Block) seal(made Made) Made {
	if !b.Sealed {
		for _, n := range made.Nodes {
			n.Attr = append(n.Attr, html.Attribute{Key: ExamAttr, Val: strconv.Itoa(b.Order)})
		}
		return made
	}
	made.Nodes = []*html.Node{b.SealedMark()}
	if made.Element == nil {
		return made
	}
	said := b.Words.Text("exam.never")
	if !b.Exam.Closes.IsZero() {
		said = b.Words.Text("exam.opens", "time", clock(b.Exam.Opens))
	}
	label := b.Words.Text("exam.called", "name", b.Exam.Name)
	made.Nodes[0] = node("section", attrs(
		"class", "cr-cell cr-exercise cr-sealed", "id", "cr-"+b.Number, "data-number", b.Number, ExamAttr, strconv.Itoa(b.Order), "aria-label", label,
	), node("header", attrs("class", "cr-head"), node(headings[min(max(b.Heading, 2), 6)], attrs("class", "cr-name"), label)),
		node("p", attrs("class", "cr-limit"), node("span", nil, said), node("span", attrs("class", "cr-left"))))
	if b.Lang != "" {
		made.Nodes[0].Attr = append(made.Nodes[0].Attr, html.Attribute{Key: "lang", Val: b.Words.Language()})
	}
	return made
}

// SealedMark stands where a part is that comes when the exam opens.
func (b Block) SealedMark() *html.Node {
	return node("div", attrs("class", "cr-part", "hidden", "", ExamAttr, strconv.Itoa(b.Order)))
}

package pages

import (
	"fmt"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"crunchy/ioelement"
)

// exams are those of a page, by name. What belongs to one that has not begun is
// not on the page.
type exams struct {
	now    time.Time // zero: all of it is on the page
	named  map[string]*ioelement.Exam
	starts []time.Time
}

// findExams reads the times of the exams below n. Of several with one name the
// first counts.
func findExams(n *html.Node, set ioelement.Set, now time.Time) exams {
	x := exams{now: now, named: map[string]*ioelement.Exam{}}
	if _, known := set.Lookup(ioelement.ExamDefine); !known {
		return x
	}
	walk(n, func(n *html.Node) bool {
		if !is(n, atom.Pre) {
			return true
		}
		title := ioelement.ParseTitle(titled(n))
		if title.Keyword != ioelement.ExamDefine {
			return false
		}
		exam, _ := ioelement.ParseExam(title, time.Local)
		if x.named[exam.Name] == nil {
			x.named[exam.Name] = &exam
			if !exam.Closes.IsZero() {
				x.starts = append(x.starts, exam.Opens)
			}
		}
		return false
	})
	return x
}

// of is the exam that a block belongs to, nil for none. One that nobody defines
// never opens.
func (x exams) of(b ioelement.Block) (exam *ioelement.Exam, sealed bool, notices []string) {
	name := b.ExamName()
	if name == "" {
		return nil, false, nil
	}
	exam = x.named[name]
	if exam == nil {
		exam = &ioelement.Exam{Name: name}
		x.named[name] = exam
		notices = []string{fmt.Sprintf("no exam_define on this page is called %q, so what belongs to this exam never opens", name)}
	}
	return exam, !x.now.IsZero() && exam.State(x.now) == ioelement.ExamBefore, notices
}

// Current reports whether the page is still as it would be rendered at that time:
// no exam of it has begun since.
func (p *Page) Current(now time.Time) bool {
	for _, start := range p.starts {
		if p.now.IsZero() != now.IsZero() || p.now.Before(start) != now.Before(start) {
			return false
		}
	}
	return true
}

// dropExams takes out what belongs to exams, which is for nobody to come upon.
func dropExams(doc *html.Node, set ioelement.Set) {
	r := newRewriter(set, ioelement.Defaults{})
	r.tie(doc)
	named := map[string]bool{} // what hints are for
	var gone []*html.Node
	walk(doc, func(n *html.Node) bool {
		if !is(n, atom.Pre) {
			return true
		}
		b := ioelement.Block{Title: ioelement.ParseTitle(titled(n)), Part: r.parts[n]}
		if b.ExamName() != "" {
			gone = append(gone, n)
			named[ioelement.PartName(b.Title.Value("name"))] = true
		}
		return false
	})
	if len(gone) == 0 {
		return
	}
	walk(doc, func(n *html.Node) bool {
		if isHint(n) && named[ioelement.PartName(attr(n, "data-for"))] {
			gone = append(gone, n)
		}
		return true
	})
	for _, n := range gone {
		remove(n)
	}
}

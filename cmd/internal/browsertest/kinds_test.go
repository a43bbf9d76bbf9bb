package browsertest_test

import (
	"fmt"
	"testing"
)

// Questions of lessons/kinds.md.
const (
	oneAnswer = 1 + iota
	severalAnswers
	writtenAnswer
	prediction
)

// kinds opens the lesson with a question of every kind.
func kinds(t *testing.T, width int) *tab {
	t.Helper()
	b := newTab(t, serve(t, lessons+"/kinds.md"), width)
	b.open("")
	return b
}

// choose clicks an answer of a quiz.
func (e element) choose(n int) {
	e.t.Helper()
	e.click(fmt.Sprintf("%s .cr-choice:nth-of-type(%d) label", e.id, n))
}

// says waits for the verdict on an answer, and compares what is said of a choice.
func (e element) answered(verdict string, n int, note string) {
	e.t.Helper()
	e.verdict(verdict)
	if got := e.inner(fmt.Sprintf(".cr-choice:nth-of-type(%d) .cr-choice-note", n)); got != note {
		e.t.Errorf("of answer %d it says %q, want %q", n, got, note)
	}
}

// TestQuiz answers wrongly and rightly, by mouse and by keyboard, and finds it so
// after a reload.
func TestQuiz(t *testing.T) {
	for _, width := range []int{desktop, phone} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := kinds(t, width)
			one, several, written := b.nth(oneAnswer), b.nth(severalAnswers), b.nth(writtenAnswer)
			if value[bool](b, `document.documentElement.outerHTML.includes("the end is not part of it")`) {
				t.Error("the page knows the answer")
			}
			if !value[bool](b, q(one.id+` [data-do="answer"]`)+".disabled") {
				t.Error("nothing can be checked as an answer")
			}
			one.choose(1)
			b.click(one.id + ` [data-do="answer"]`)
			one.answered("Not yet", 1, "not right:\nA range begins with 0.")
			one.wantSeen(false, ".cr-solved", ".cr-choice:nth-of-type(2) .cr-choice-note")
			b.shot(fmt.Sprint("quiz-wrong-", width))
			b.do(q(one.id+" :checked") + ".focus()")
			b.press("ArrowDown") // the next answer of the radio group
			one.wantSeen(true, ".cr-since")
			b.press("Enter")
			one.answered("That is right", 2, "right:\nYes: the end is not part of it.")
			one.wantSeen(true, ".cr-solved")
			if got := one.inner(".cr-attempt"); got != "Attempt 2" {
				t.Errorf("it is %q", got)
			}
			b.click(one.id + " .cr-hint-next")
			one.wantSeen(true, ".cr-hint-box")

			several.choose(1)
			b.press("Enter")
			several.answered("Right so far, and there is more to choose", 1, "right:\nA whole one.")
			several.choose(3)
			b.press("Enter")
			several.answered("Partly right", 3, "not right:\nThe quotation marks make it a text.")

			b.click(written.id + " .cr-choice input")
			b.line("Len")
			written.verdict("Nearly: capital and small letters matter here")
			b.do(q(written.id+" .cr-choice input") + ".select()")
			b.line(" len ")
			written.verdict("That is right")
			if got := written.inner(".cr-more-of-it"); got != "So it does, and of texts, too." {
				t.Errorf("it says %q", got)
			}
			b.until(`document.querySelector(".cr-count").textContent.startsWith("2 of")`)
			for _, theme := range []string{"light", "dark"} {
				b.scheme(theme)
				b.fullShot(fmt.Sprint("quiz-", width, "-", theme))
			}

			b.reload()
			one.answered("That is right", 2, "right:\nYes: the end is not part of it.")
			several.answered("Partly right", 3, "not right:\nThe quotation marks make it a text.")
			written.verdict("That is right")
			one.wantSeen(true, ".cr-solved", ".cr-hint-box")
			b.until(q(one.id+" .cr-choice:nth-of-type(2) input") + ".checked")

			b.click(one.id + ` [data-do="reset"]`)
			b.until(q(one.id+" .cr-feedback") + ".hidden && !document.querySelector('" + one.id + " :checked')")
			one.wantSeen(true, ".cr-solved") // what is solved stays solved
			b.reload()
			one.wantSeen(false, ".cr-feedback", ".cr-choice-note")
			one.wantSeen(true, ".cr-solved")
			fits(b, width)
			b.resize(320)
			fits(b, 320)
		})
	}
}

// TestPredict says what a program will print before it may run: nothing, something
// else, and what it prints.
func TestPredict(t *testing.T) {
	for _, width := range []int{desktop, phone} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := kinds(t, width)
			e := b.nth(prediction)
			e.check()
			e.says("First write what it will print.")
			e.wantSeen(false, ".cr-feedback", ".cr-log")
			b.write("1\n4\n9") // that is where the cursor is
			b.press("Enter", ctrl)
			e.verdict("It prints something else")
			e.shows("0\n1\n4")
			for _, want := range []struct{ where, text string }{
				{".cr-want", "1\n4\n9"}, {".cr-got", "0\n1\n4"}, {".cr-compared dt", "you said"}, {".cr-attempt", "Attempt 1"}, {".cr-test-name", "What it prints"},
			} {
				if got := e.inner(want.where); got != want.text {
					t.Errorf("%s is %q, want %q", want.where, got, want.text)
				}
			}
			e.wantSeen(false, ".cr-solved")
			for _, theme := range []string{"light", "dark"} {
				b.scheme(theme)
				b.shot(fmt.Sprint("predict-wrong-", width, "-", theme))
			}
			b.reload()
			e.verdict("It prints something else")
			if got := value[string](b, q(e.id+" textarea")+".value"); got != "1\n4\n9" {
				t.Errorf("what was said is %q now", got)
			}
			b.click(e.id + " .cr-hint-next")
			e.wantSeen(true, ".cr-hint-box")
			b.click(e.id + ` [data-do="reset"]`)
			b.until(q(e.id+" textarea") + `.value === ""`)
			b.write("0\n1 \n4\n")
			e.check()
			e.verdict("Exactly as you said")
			e.wantSeen(true, ".cr-solved")
			b.until(`document.querySelector(".cr-count").textContent.startsWith("1 of")`)
			b.shot(fmt.Sprint("predict-right-", width))
			b.reload()
			e.verdict("Exactly as you said")
			e.wantSeen(true, ".cr-solved")
			fits(b, width)
			b.resize(320)
			fits(b, 320)
		})
	}
}

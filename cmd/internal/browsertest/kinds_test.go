package browsertest_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Questions of lessons/kinds.md.
const (
	oneAnswer = 1 + iota
	severalAnswers
	writtenAnswer
	prediction
	ordered
	orderedAndTested
	conversation
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

// pieceOf is the line of a puzzle that begins so.
func (e element) pieceOf(text string) string {
	return fmt.Sprintf(`[...document.querySelectorAll(%s)].find((p) => p.textContent.trim().startsWith(%s))`, quote(e.id+" .cr-piece"), quote(text))
}

// order moves lines to their places with the keyboard alone: each with its level.
func (e element) order(lines []string, levels []int) {
	e.t.Helper()
	for i, line := range lines {
		e.do(e.pieceOf(line) + `.querySelector(".cr-piece-line").focus()`)
		at := func() int {
			return value[int](e.tab, fmt.Sprintf(`[...document.querySelectorAll(%s)].indexOf(%s)`, quote(e.id+" .cr-piece"), e.pieceOf(line)))
		}
		for n := at(); n > i; n-- {
			e.press("ArrowUp", shift)
		}
		for range levels[i] {
			e.press("ArrowRight", shift)
		}
		if got := at(); got != i {
			e.t.Fatalf("%q stands at %d, want %d", line, got, i)
		}
	}
}

// program is what the lines of a puzzle say.
func (e element) program() string {
	e.t.Helper()
	return value[string](e.tab, fmt.Sprintf(`[...document.querySelectorAll(%s)].map((p) => "_".repeat(Number(p.style.getPropertyValue("--cr-level"))) + p.textContent.trim().split(/[ (]/)[0]).join(" ")`, quote(e.id+" .cr-piece")))
}

// drag takes a line by its handle to the middle of another and so far to the side,
// with the mouse or a finger.
func (e element) drag(line, to string, aside float64, finger bool) {
	e.t.Helper()
	e.do("await (" + settled + ")(" + e.pieceOf(line) + ")")
	place := func(p, part string) [2]float64 {
		return value[[2]float64](e.tab, fmt.Sprintf(`(({ x, y, width, height }) => [x + width / 2, y + height / 2])(%s%s.getBoundingClientRect())`, p, part))
	}
	from, end := place(e.pieceOf(line), `.querySelector(".cr-grip")`), place(e.pieceOf(to), "")
	steps := [][2]float64{{from[0] + aside/2, (from[1] + end[1]) / 2}, {from[0] + aside, end[1] - 2}, {from[0] + aside, end[1] + 2}}
	if finger {
		touch := func(kind input.DispatchTouchEventType, points ...[2]float64) {
			p := input.DispatchTouchEventParams{Type: kind, TouchPoints: []*input.TouchPoint{}}
			for _, at := range points {
				p.TouchPoints = append(p.TouchPoints, &input.TouchPoint{X: at[0], Y: at[1]})
			}
			_, err := chromedp.Call(e.ctx, input.DispatchTouchEvent, p)
			e.must(err)
		}
		touch(input.DispatchTouchEventTypeTouchStart, from)
		for _, at := range steps {
			touch(input.DispatchTouchEventTypeTouchMove, at)
		}
		touch(input.DispatchTouchEventTypeTouchEnd)
		return
	}
	mouse := func(kind input.DispatchMouseEventType, at [2]float64, buttons int64) {
		_, err := chromedp.Call(e.ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: at[0], Y: at[1], Button: input.MouseButtonLeft, Buttons: buttons, ClickCount: 1})
		e.must(err)
	}
	mouse(input.DispatchMouseEventTypeMousePressed, from, 1)
	for _, at := range steps {
		mouse(input.DispatchMouseEventTypeMouseMoved, at, 1)
	}
	mouse(input.DispatchMouseEventTypeMouseReleased, steps[len(steps)-1], 0)
}

// TestParsons puts lines in order with keys, with the pointer, and with buttons.
func TestParsons(t *testing.T) {
	for _, width := range []int{desktop, phone} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := kinds(t, width)
			e := b.nth(ordered)
			if got := e.program(); got == "total for total print" {
				t.Errorf("the lines are in order already: %s", got)
			}
			e.check()
			e.verdict("Not in order yet")
			lines := []string{"total =", "for", "total +=", "print"}
			e.order(lines, []int{0, 0, 0, 0})
			b.press("Enter", ctrl)
			e.until(fmt.Sprintf(`%s?.textContent === "The lines are in the right order. Line 3 is not indented as it should be."`, q(e.id+" .cr-more-of-it")))
			e.verdict("Not in order yet")
			e.wantSeen(true, ".cr-wrong")
			b.shot(fmt.Sprint("parsons-wrong-", width))
			e.order(lines, []int{0, 0, 1, 0})
			e.wantSeen(false, ".cr-wrong")
			b.press("Enter", ctrl)
			e.verdict("The lines are in order")
			e.shows("The sum is 6")
			e.wantSeen(true, ".cr-solved")
			for _, theme := range []string{"light", "dark"} {
				b.scheme(theme)
				b.shot(fmt.Sprint("parsons-", width, "-", theme))
			}
			b.reload()
			e.verdict("The lines are in order")
			if got := e.program(); got != "total for _total print" {
				t.Errorf("after a reload: %s", got)
			}
			b.click(e.id + ` [data-do="reset"]`)
			e.until(fmt.Sprintf(`[...document.querySelectorAll(%s)].every((p) => p.style.getPropertyValue("--cr-level") === "0")`, quote(e.id+" .cr-piece")))
			if got := e.program(); got == "total for _total print" {
				t.Errorf("Reset leaves the order: %s", got)
			}

			e = b.nth(orderedAndTested)
			if got := e.program(); got != "return def" {
				t.Fatalf("it begins with %s", got)
			}
			e.drag("return", "def", 0, width == phone)
			if got := e.program(); got != "def return" {
				t.Errorf("after dragging down: %s", got)
			}
			e.drag("return", "return", 40, width == phone)
			if got := e.program(); got != "def __return" && got != "def _return" {
				t.Errorf("after dragging to the side: %s", got)
			}
			b.do(e.pieceOf("return") + `.querySelector(".cr-piece-line").focus()`)
			for value[int](b, `Number(`+e.pieceOf("return")+`.style.getPropertyValue("--cr-level"))`) > 0 {
				b.click(e.id + ` .cr-chosen .cr-moves .cr-btn:nth-child(1)`)
			}
			b.click(e.id + ` .cr-chosen .cr-moves .cr-btn:nth-child(2)`)
			e.check()
			e.verdict("The example works")
			e.wantSeen(true, ".cr-solved")
			fits(b, width)
			b.resize(320)
			fits(b, 320)
		})
	}
}

// TestDialogue writes a program that talks otherwise than it should, and then the
// solution.
func TestDialogue(t *testing.T) {
	for _, width := range []int{desktop, phone} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := kinds(t, width)
			e := b.nth(conversation)
			e.replace(`name = input("What is your name? ")
print("Hello, " + name)
input("And yours? ")`)
			e.check()
			e.verdict("The conversation is not yet as it should be")
			e.shows("What is your name? Ada")
			for _, want := range []struct{ where, text string }{
				{".cr-more-of-it", "After “Ada”, it says something else."}, {".cr-no .cr-test-name", "After “Ada”"},
				{".cr-want", "Hello, Ada!\nAnd yours?"}, {".cr-got", "Hello, Ada\nAnd yours?"}, {".cr-ok .cr-test-name", "At the beginning"},
			} {
				if got := e.inner(want.where); got != want.text {
					t.Errorf("%s is %q, want %q", want.where, got, want.text)
				}
			}
			if got := e.blockNote(); got != "not yet" {
				t.Errorf("the dialogue on the page says %q", got)
			}
			for _, theme := range []string{"light", "dark"} {
				b.scheme(theme)
				b.shot(fmt.Sprint("dialogue-", width, "-", theme))
			}
			e.run() // one may talk with it oneself
			e.asks()
			b.line("Eve")
			e.shows("Hello, Eve")
			b.click(e.id + ` [data-do="stop"]`)
			e.state("ended")

			b.click(e.id + " .cr-solution-show")
			b.click(e.id + " .cr-sure .cr-btn")
			b.click(e.id + " .cr-solution-head .cr-btn:nth-of-type(2)")
			e.check()
			e.verdict("The conversation goes as it should")
			e.wantSeen(true, ".cr-solved")
			b.until(`document.querySelector(".cr-count").textContent.startsWith("1 of")`)
			b.reload()
			e.verdict("The conversation goes as it should")
			fits(b, width)
		})
	}
}

// TestKindsAreAccessible looks at questions of every kind, untouched and answered.
func TestKindsAreAccessible(t *testing.T) {
	script := axe(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int{desktop, phone} {
			t.Run(fmt.Sprint(scheme, width), func(t *testing.T) {
				b := kinds(t, width)
				b.scheme(scheme)
				b.nth(oneAnswer).choose(1)
				b.press("Enter")
				b.nth(oneAnswer).verdict("Not yet")
				b.nth(severalAnswers).choose(1)
				b.press("Enter")
				b.nth(severalAnswers).verdict("Right so far, and there is more to choose")
				b.click(b.nth(prediction).id + " textarea")
				b.write("0")
				b.press("Enter", ctrl)
				b.nth(prediction).verdict("It prints something else")
				b.nth(ordered).check()
				b.nth(ordered).verdict("Not in order yet")
				b.do(q(b.nth(ordered).id+" .cr-piece-line") + ".focus()")
				b.nth(conversation).check()
				b.nth(conversation).verdict("The conversation is not yet as it should be")
				b.fullShot(fmt.Sprint("kinds-", scheme, width))
				b.audit(script)
			})
		}
	}
}

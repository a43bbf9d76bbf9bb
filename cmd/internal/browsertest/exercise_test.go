package browsertest_test

import (
	"fmt"
	"strings"
	"testing"
)

// Exercises of lessons/exercise.md.
const (
	average = 1 + iota
	greet
	table
	double
	lastOne // an editor
)

const solved = `def average(numbers):
    if not numbers:
        return 0.0
    return sum(numbers) / len(numbers)`

// exercises opens the lesson of exercises.
func exercises(t *testing.T, width int) *tab {
	t.Helper()
	b := newTab(t, serve(t, lessons+"/exercise.md"), width)
	b.open("")
	return b
}

// check clicks Check.
func (e element) check() {
	e.t.Helper()
	e.until(`!` + q(e.id+` [data-do="check"]`) + `.disabled`)
	e.click(e.id + ` [data-do="check"]`)
}

// verdict waits for what a check says in the end.
func (e element) verdict(text string) {
	e.t.Helper()
	e.until(fmt.Sprintf(`%s?.textContent === %s && !%s`, q(e.id+" .cr-verdict"), quote(text), q(e.id+" .cr-waits")))
}

// seen tells whether something of an element is there to be seen.
func (e element) seen(selector string) bool {
	e.t.Helper()
	return value[bool](e.tab, q(e.id+" "+selector)+`?.checkVisibility() ?? false`)
}

// wantSeen fails when what is seen of an element is not what is wanted.
func (e element) wantSeen(want bool, selectors ...string) {
	e.t.Helper()
	for _, s := range selectors {
		if e.seen(s) != want {
			e.t.Errorf("that %s is seen of %s is not %v", s, e.id, want)
		}
	}
}

// inner is the text of something in an element.
func (e element) inner(selector string) string {
	e.t.Helper()
	return value[string](e.tab, q(e.id+" "+selector)+`?.innerText ?? "(nothing)"`)
}

// blockNote is what the block of tests behind an exercise says.
func (e element) blockNote() string {
	e.t.Helper()
	return value[string](e.tab, fmt.Sprintf(`document.querySelector('.cr-test[data-for="%s"] .cr-test-note:not([hidden])')?.innerText ?? ""`, e.id[1:]))
}

// TestExercise fails, takes a hint, solves it, and finds it solved after a reload.
func TestExercise(t *testing.T) {
	for _, width := range []int{desktop, phone} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := exercises(t, width)
			e := b.nth(average)
			if value[bool](b, `[...document.querySelectorAll(".cr-hint, .cr-solution")].some((d) => d.checkVisibility())`) {
				t.Error("hints or solutions are there to be seen already")
			}
			e.check()
			e.verdict("Two of three examples work")
			failing(e)
			b.shot(fmt.Sprint("exercise-failing-", width))

			b.click(e.id + " .cr-hint-next")
			e.wantSeen(true, ".cr-hint-box", ".cr-hint-next")
			if got := e.inner(".cr-hint-next"); got != "Hint (2 of 2)" {
				t.Errorf("the next hint is called %q", got)
			}
			b.reload()
			e.verdict("Two of three examples work")
			e.wantSeen(true, ".cr-hint-box", ".cr-tests", ".cr-hint-next")
			if got := e.inner(".cr-attempt"); got != "Attempt 1" {
				t.Errorf("after a reload it is %q", got)
			}

			e.replace(solved)
			if got := e.inner(".cr-since"); got != "Changed since the last check" {
				t.Errorf("the verdict on another program says %q", got)
			}
			e.press("Enter", shift)
			solvedNow(e)
			b.nth(greet).typing() // one goes on
			b.shot(fmt.Sprint("exercise-solved-", width))
			b.until(`document.querySelector(".cr-steps").getAttribute("aria-valuenow") === "1"`)

			b.reload()
			solvedNow(e)
			e.wantSeen(true, ".cr-hint-box")
		})
	}
}

// failing checks what is shown of the first answer.
func failing(e element) {
	e.t.Helper()
	for _, want := range []struct{ where, text string }{
		{".cr-no .cr-test-name", "average([21.5])"}, {".cr-no .cr-want", "21.5"}, {".cr-no .cr-got", "7.166666666666667"},
		{".cr-no .cr-res", "not yet"}, {".cr-ok .cr-res", "5.0"}, {".cr-attempt", "Attempt 1"}, {".cr-ring", "(nothing)"},
		{`[data-do="check"] span`, "Check"}, {".cr-since", ""},
	} {
		if got := e.inner(want.where); got != want.text && want.text != "(nothing)" {
			e.t.Errorf("%s is %q, want %q", want.where, got, want.text)
		}
	}
	if got := value[string](e.tab, q(e.id+" .cr-ring")+`.getAttribute("aria-label")`); got != "2 of 3" {
		e.t.Errorf("the score is read as %q", got)
	}
	if got := e.blockNote(); got != "not yet" {
		e.t.Errorf("the block of examples says %q", got)
	}
	e.until(q(e.id + " .cr-mark"))
	e.wantSeen(false, ".cr-out", ".cr-solved", ".cr-hint-box")
}

// solvedNow checks what is shown of a good answer.
func solvedNow(e element) {
	e.t.Helper()
	e.verdict("All three examples work")
	e.until(q(e.id+" .cr-solved") + `.checkVisibility()`)
	if got := value[string](e.tab, q(e.id+` [data-do="check"]`)+`.textContent.trim().replace(/ Shift Enter$/, "")`); got != "Check again" {
		e.t.Errorf("Check is called %q", got)
	}
	if got := e.blockNote(); got != "works" {
		e.t.Errorf("the block of examples says %q", got)
	}
	e.wantSeen(false, ".cr-mark", ".cr-tests")
	e.wantSeen(true, ".cr-say")
}

// TestExerciseSolution asks before it shows one, and puts it in the editor.
func TestExerciseSolution(t *testing.T) {
	b := exercises(t, desktop)
	e := b.nth(average)
	e.upgraded()
	before := value[string](b, e.code())
	b.click(e.id + " .cr-solution-show")
	e.wantSeen(false, ".cr-solution-box", ".cr-solution-show")
	b.press("Escape")
	e.wantSeen(true, ".cr-solution-show")
	e.wantSeen(false, ".cr-sure")
	b.click(e.id + " .cr-solution-show")
	b.click(e.id + " .cr-sure .cr-btn")
	e.wantSeen(true, ".cr-solution-box")
	if got := e.inner(".cr-solution-code"); !strings.Contains(got, "/ len(numbers)") {
		t.Errorf("the solution is %q", got)
	}
	b.shot("exercise-solution-1440")
	b.click(e.id + " .cr-solution-head .cr-btn:nth-of-type(2)")
	e.typing()
	b.until(e.code() + `.includes("len(numbers)")`)
	b.click(e.id + " .cr-status .cr-btn") // Undo
	b.until(e.code() + ` === ` + quote(before))
	b.click(e.id + " .cr-solution-head .cr-btn:nth-of-type(2)")
	b.press("z", ctrl)
	b.until(e.code() + ` === ` + quote(before))

	b.click(e.id + " .cr-solution-hide")
	b.reload()
	b.click(e.id + " .cr-solution-show") // nobody is asked again
	e.wantSeen(true, ".cr-solution-box")
	b.click(e.id + " .cr-solution-head .cr-btn:nth-of-type(2)")
	e.check()
	solvedNow(e)
}

// TestExerciseReset takes everything away and brings it back.
func TestExerciseReset(t *testing.T) {
	b := exercises(t, desktop)
	e := b.nth(average)
	e.replace("print('here')\n\ndef average(numbers):\n    return 5.0")
	e.check()
	e.verdict("One of three examples works")
	e.shows("here")
	b.click(e.id + " .cr-hint-next")
	b.click(e.id + ` [data-do="reset"]`)
	b.until(e.code() + `.endsWith("/ 3")`)
	e.state("idle")
	e.wantSeen(false, ".cr-feedback", ".cr-hint-box", ".cr-mark")
	if got := e.blockNote(); got != "" {
		t.Errorf("the block of examples still says %q", got)
	}
	e.says("Back to the author's code")
	b.click(e.id + " .cr-status .cr-btn")
	b.until(e.code() + `.includes("print('here')")`)
	e.verdict("One of three examples works")
	e.wantSeen(true, ".cr-hint-box")
	if got := e.inner(".cr-since"); got != "" {
		t.Errorf("the program is as it was checked, but it says %q", got)
	}
}

// TestExerciseGaps fills them, one after the other.
func TestExerciseGaps(t *testing.T) {
	b := exercises(t, desktop)
	e := b.nth(greet)
	if got := value[int](b, fmt.Sprintf(`document.querySelectorAll(%s).length`, quote(e.id+" pre .cr-gap"))); got != 2 {
		t.Errorf("%d gaps are shown in the code that only stands there", got)
	}
	e.upgraded()
	b.until(fmt.Sprintf(`document.querySelectorAll(%s).length === 2`, quote(e.id+" .cm-content .cr-gap")))
	e.check()
	e.verdict("2 gaps are still to be filled")
	e.wantSeen(true, ".cr-anyway", ".cr-todo", ".cr-mark")
	if value[bool](b, q(e.id)+`.dataset.state === "running"`) {
		t.Error("it runs all the same")
	}
	b.shot("exercise-gaps-1440")
	e.replace("def greet(name):\n    return \"Hello, \" + name\n\nprint(______(\"Ada\"))")
	if got := e.inner(".cr-left"); got != "1 left" {
		t.Errorf("there is %q", got)
	}
	e.check()
	e.verdict("One gap is still to be filled")
	b.click(e.id + " .cr-anyway")
	e.verdict("It could not be checked yet")
	e.wantSeen(false, ".cr-tests")
	e.replace("def greet(name):\n    return \"Hello, \" + name\n\nprint(greet(\"Ada\"))")
	e.wantSeen(false, ".cr-todo")
	e.check()
	e.verdict("The test works")
	e.shows("Hello, Ada\n")
}

// TestExerciseFeedback looks at blanks, at a long list, and at a program that
// is only run.
func TestExerciseFeedback(t *testing.T) {
	b := exercises(t, desktop)
	e := b.nth(table)
	e.check()
	e.verdict("The test does not work yet")
	e.shows("2 4\n")
	e.wantSeen(true, ".cr-blanks-only", `.cr-want mark [data-ws="·"]`)
	if got := e.inner(".cr-want code"); got != "0 0\n1  1\n2 4" {
		t.Errorf("what was expected would be copied as %q", got)
	}

	e.replace("for n in range(3):\n    print(n, n * n)\nprint()")
	e.run()
	b.until(fmt.Sprintf(`%s.textContent.endsWith("\n\n")`, q(e.id+" .cr-log")))
	e.says("Finished")
	e.verdict("The test does not work yet") // nothing new has been said
	if got := e.inner(".cr-attempt"); got != "Attempt 1" {
		t.Errorf("a run without a check is counted: %q", got)
	}

	d := b.nth(double)
	d.check()
	d.verdict("Ten of twelve examples work")
	rows := fmt.Sprintf(`document.querySelectorAll(%s).length`, quote(d.id+" .cr-tests > li"))
	if got := value[int](b, rows); got != 9 {
		t.Errorf("%d tests are shown at first", got)
	}
	if got := d.inner(".cr-no .cr-test-name"); got != "double(10)" {
		t.Errorf("the first that does not work is %q", got)
	}
	b.click(d.id + " .cr-all-tests")
	b.until(rows + ` === 12`)
	if !value[bool](b, q(d.id+" .cr-tests")+`.contains(document.activeElement)`) {
		t.Error("the focus is lost with the button")
	}
	b.fullShot("exercise-lists-1440")
}

// TestExerciseTrouble stops a check, and checks what fails by itself.
func TestExerciseTrouble(t *testing.T) {
	b := exercises(t, desktop)
	e := b.nth(average)
	e.replace("while True:\n    pass")
	e.check()
	e.says("Checking, ")
	b.click(e.id + ` [data-do="stop"]`)
	e.state("ended")
	e.wantSeen(false, ".cr-feedback")
	e.replace("def average(numbers):\n    return 0\n\naverage(1 / 0)")
	b.press("Enter", ctrl)
	e.verdict("It could not be checked yet")
	e.shows("ZeroDivisionError")
	e.wantSeen(true, ".cr-trouble", ".cr-sign-error", ".cr-mark")
	e.wantSeen(false, ".cr-tests")
	e.typing() // one stays
	b.until(`document.querySelector(".cr-ui [aria-live]").textContent.includes("It could not be checked yet.")`)
}

// TestExerciseByKeys solves one without a mouse.
func TestExerciseByKeys(t *testing.T) {
	b := exercises(t, desktop)
	e := b.nth(average)
	b.until(`!` + q(e.id+` [data-do="check"]`) + `.disabled`)
	to := func(selector string) {
		t.Helper()
		for range 60 {
			if value[bool](b, `document.activeElement.matches(`+quote(e.id+" "+selector)+`)`) {
				return
			}
			b.press("Tab")
		}
		t.Fatalf("Tab never reaches %s", selector)
	}
	to(`[data-do="check"]`)
	b.press("Enter")
	e.verdict("Two of three examples work")
	if !value[bool](b, `document.activeElement.dataset.do === "check"`) {
		t.Error("the focus has moved")
	}
	to(".cm-content")
	b.press("Escape")
	to(".cr-hint-next")
	b.press("Enter")
	b.press("Enter")
	b.until(fmt.Sprintf(`document.activeElement === [...document.querySelectorAll(%s)][1]`, quote(e.id+" .cr-hint-box summary")))
	to(".cr-solution-show")
	b.press("Space")
	if got := value[string](b, `document.activeElement.textContent`); got != "Show it" {
		t.Errorf("the focus is on %q", got)
	}
	b.press("Enter")
	e.wantSeen(true, ".cr-solution-box")
	b.press("Tab", shift) // hide
	b.press("Tab", shift) // put it in the editor
	b.press("Enter")
	e.typing()
	b.press("Enter", ctrl)
	solvedNow(e)
	e.typing()
}

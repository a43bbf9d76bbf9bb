package browsertest_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

const stepLesson = "# Step by step\n\n" +
	"```python editor name=sort linenumber" + `
def bubble(items):
    for i in range(len(items) - 1):
        if items[i] > items[i + 1]:
            items[i], items[i + 1] = items[i + 1], items[i]
    return items

numbers = [3, 1, 2]
alias = numbers
print("sorting")
bubble(numbers)
` + "```\n\n```python editor name=ask" + `
name = input("Name? ")
print("Hello,", name)
int(name)
` + "```\n\n```python editor name=endless" + `
class Node:
    def __init__(self, value, next=None):
        self.value, self.next = value, next

n, chain = 0, None
while True:
    n += 1
    a = b = c = d = str(n) * 14
    chain = Node(a, chain if n % 7 else None)
    if n == 1400:
        print("still going")
` + "```\n\n```python editor name=add\ndef add(a, b):\n    return a + b\n\nadd(2, 3)\n```\n\n```python doctest name=add\n>>> add(1, 1)\n2\n```\n"

// stepped waits until a step is shown of which that is said.
func (e element) stepped(says string) {
	e.t.Helper()
	e.sees(".cr-step-says", says)
}

// TestStep goes through recorded runs as a student does.
func TestStep(t *testing.T) {
	script := axe(t)
	file := filepath.Join(t.TempDir(), "steps.md")
	if err := os.WriteFile(file, []byte(stepLesson), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newTab(t, serve(t, file), desktop)
	b.open("")
	marked := func(e element, line string) {
		t.Helper()
		b.until(q(e.id+" .cr-mark") + `?.textContent.includes(` + quote(line) + `)`)
	}

	e := b.named("sort.py")
	e.click(e.id + ` [data-do="step"]`)
	e.stepped("Line 1 is next")
	marked(e, "def bubble")
	b.until(`document.activeElement === ` + q(e.id+" .cr-step-slider"))
	for range 3 {
		b.press("ArrowRight")
	}
	e.stepped("Line 9 is next")
	marked(e, `print("sorting")`)
	b.until(q(e.id + ` tr.cr-step-new`)) // alias
	if arrows := value[int](b, `document.querySelectorAll(`+quote(e.id+` .cr-step-arrow`)+`).length`); arrows != 2 {
		t.Errorf("%d arrows lead to the list, not 2", arrows)
	}
	b.press("ArrowRight")
	e.sees(".cr-step-output", "sorting")
	b.click(e.id + " .cr-step-on")
	e.stepped("bubble is called")
	e.sees(".cr-step-top-frame caption", "bubble")
	for range 4 {
		b.click(e.id + " .cr-step-on")
	}
	b.until(`document.querySelectorAll(` + quote(e.id+` .cr-step-items li.cr-step-changed`) + `).length === 2`)
	b.shot("step-desktop")
	b.press("End")
	e.stepped("The program has ended")
	b.until(q(e.id+" .cr-step-on") + `.ariaDisabled === "true"`)
	b.click(e.id + " .cr-step-back")
	e.stepped("bubble returns list")
	b.shot("step-return")
	b.scheme("dark")
	b.shot("step-dark")
	b.scheme("light")
	b.audit(script)
	b.click(e.id + " .cr-step-start")
	b.press("Escape")
	b.until(`!` + q(e.id+" .cr-stepper") + `.checkVisibility() && document.activeElement === ` + q(e.id+` [data-do="step"]`))
	e.shows("sorting")

	// Input is asked for as usual, and an exception is explained as usual.
	e = b.named("ask.py")
	e.click(e.id + ` [data-do="step"]`)
	e.asks()
	b.write("Ada")
	b.press("Enter")
	e.stepped("Line 1 is next")
	b.press("ArrowRight")
	e.sees(".cr-step-output", "Name? Ada")
	e.sees(".cr-step-frame", "'Ada'")
	b.press("End")
	e.stepped("ValueError: invalid literal")
	marked(e, "int(name)")
	e.sees(".cr-trouble .cr-why", "")
	b.shot("step-exception")
	b.press("Home")
	marked(e, "name = input")
	b.press("Escape")
	marked(e, "int(name)")
	e.shows("Hello, Ada")
	b.reload() // what was recorded is still there
	e.stepped("Line 1 is next")

	// A program that never ends is stopped, and what it did last is there.
	e = b.named("endless.py")
	e.click(e.id + ` [data-do="step"]`)
	e.shows("still going")
	e.click(e.id + ` [data-do="stop"]`)
	e.stepped("KeyboardInterrupt")
	e.sees(".cr-step-note", "steps are no longer kept")
	e.sees(".cr-step-output", "still going")
	if names := value[[]int](b, `[...document.querySelectorAll(`+quote(e.id+" .cr-step-thing th > *")+`)].map((name) => name.offsetHeight)`); len(names) == 0 || slices.Max(names) > 30 {
		t.Errorf("the names of attributes are %v px high", names)
	}
	b.until(`document.activeElement === ` + q(e.id+" .cr-step-slider"))
	b.do(q(e.id+" .cr-stepper") + `.scrollIntoView({ block: "end", behavior: "instant" })`)
	b.shot("step-endless")

	// An exercise is recorded without being checked. What is edited is not marked.
	e = b.nth(4)
	e.click(e.id + ` [data-do="step"]`)
	e.stepped("Line 1 is next")
	e.replace("print(1)\n")
	e.sees(".cr-step-note", "another now")
	if value[bool](b, q(e.id+" .cr-feedback")+`.checkVisibility()`) {
		t.Error("the exercise was checked")
	}
	for _, width := range []int{phone, 320} {
		b.resize(width)
		e = b.named("sort.py")
		e.item("Step") // there is no room for its button
		b.until(`document.activeElement === ` + q(e.id+" .cr-step-slider") + ` && document.activeElement.value === "1"`)
		b.do(`document.activeElement.value = 9; document.activeElement.dispatchEvent(new Event("input"))`)
		e.sees(".cr-step-top-frame caption", "bubble")
		b.do(q(e.id+" .cr-stepper") + `.scrollIntoView({ block: "start", behavior: "instant" })`)
		if over := value[int](b, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("at %d px the page is %d px too wide", width, over)
		}
		fingers(e)
		b.shot("step-" + map[bool]string{true: "phone", false: "320"}[width == phone])
	}
}

package browsertest_test

import "fmt"

// element is one live element of the page in a tab.
type element struct {
	*tab
	id string
}

// nth is the element with that number.
func (b *tab) nth(n int) element { return element{b, fmt.Sprintf("#cr-%04d", n)} }

// named is the editor with that name.
func (b *tab) named(name string) element {
	b.t.Helper()
	id := value[string](b, fmt.Sprintf(`[...document.querySelectorAll(".cr-cell")].find((c) => c.querySelector(".cr-name")?.textContent === %s)?.id ?? ""`, quote(name)))
	if id == "" {
		b.t.Fatalf("there is no editor %s", name)
	}
	return element{b, "#" + id}
}

// run clicks Run, and waits until the page shows that a run begins: what it
// shows of the run before must not pass for this one's.
func (e element) run() {
	e.t.Helper()
	e.do(fmt.Sprintf(`const cell = %s; cell.begins = false;
		new MutationObserver((_, o) => { cell.begins = true; o.disconnect() }).observe(cell, { attributeFilter: ["data-state"] })`, q(e.id)))
	e.clickRun()
	e.until(q(e.id) + `.begins`)
}

// clickRun clicks Run, whatever comes of it.
func (e element) clickRun() { e.t.Helper(); e.click(e.id + ` [data-do="run"]`) }

// logText is what an element has shown, folded or not, without what stands
// around it.
const logText = `[...(%s?.querySelectorAll(".cr-log, .cr-trace") ?? [])].map((e) => e.textContent).join("")`

// shows waits until the output contains the text.
func (e element) shows(text string) {
	e.t.Helper()
	e.until(fmt.Sprintf(logText+`.includes(%s)`, q(e.id), quote(text)))
}

// text returns the output, when what has arrived is painted.
func (e element) text() string {
	e.t.Helper()
	e.do(`await new Promise((r) => { setTimeout(r, 400); requestAnimationFrame(() => requestAnimationFrame(r)) })`)
	return value[string](e.tab, fmt.Sprintf(logText, q(e.id)))
}

// state waits until the element is in that state.
func (e element) state(name string) {
	e.t.Helper()
	e.until(fmt.Sprintf(`%s.dataset.state === %s`, q(e.id), quote(name)))
}

// says waits until the line about the run contains the text.
func (e element) says(text string) {
	e.t.Helper()
	e.until(fmt.Sprintf(`(() => { const s = %s; return s && !s.hidden && s.textContent.includes(%s) })()`, q(e.id+" .cr-status"), quote(text)))
}

// typeAt puts the cursor on the line of an interpreter.
func (e element) typeAt() { e.t.Helper(); e.click(e.id + " .cr-line") }

// asks waits until the program waits for input and the box is there, and
// clicks in it.
func (e element) asks() {
	e.t.Helper()
	e.click(e.id + " .cr-answer")
}

// code is the JavaScript for the text of an editor that is up and not long.
func (e element) code() string {
	return fmt.Sprintf(`[...document.querySelectorAll(%s)].map((l) => l.textContent).join("\n")`, quote(e.id+" .cm-line"))
}

// typeIn clicks in the code when the editor is up.
func (e element) typeIn() {
	e.t.Helper()
	e.do(q(e.id) + `.scrollIntoView({ block: "center", behavior: "instant" })`)
	e.click(e.id + " .cm-content")
	e.typing()
}

// typing waits until the cursor is in the code.
func (e element) typing() {
	e.t.Helper()
	e.until(`document.activeElement === ` + q(e.id+" .cm-content"))
}

// replace puts a program in the place of the editor's.
func (e element) replace(source string) {
	e.t.Helper()
	e.typeIn()
	e.press("a", ctrl)
	e.write(source)
	e.until(e.code() + ` === ` + quote(source))
}

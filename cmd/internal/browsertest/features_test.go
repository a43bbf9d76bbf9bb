package browsertest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// features says for each kind, and for options that a student notices, what a
// student does with the page of its name, and what comes of that. Kinds that have
// a test of their own beside this one are not here.
var features = map[string]func(b *tab){
	"editor": func(b *tab) {
		e := b.nth(1)
		e.run()
		e.shows("Each gets 3\nLeft over: 2\n")
	},
	"interpreter": func(b *tab) {
		b.nth(1).typeAt()
		b.line(`colour = "red"`)
		b.nth(2).typeAt()
		b.line("colour")
		b.nth(2).shows("'red'")
	},
	"isolated": func(b *tab) {
		b.nth(1).typeAt()
		b.line("place = 'shared'")
		b.nth(2).typeAt()
		b.line("place")
		b.nth(2).sees(".cr-note", "Check its spelling.") // all below moves down
		b.nth(3).typeAt()
		b.line("6 * 7")
		b.nth(3).shows("42")
	},
	"parrot": func(b *tab) {
		b.nth(1).typeAt()
		b.line("6 * 7")
		b.line("print('said')")
		b.nth(1).shows("said")
		if text := b.nth(1).text(); strings.Contains(text, "42") {
			b.t.Errorf("a parrot shows a value: %q", text)
		}
		b.nth(2).typeAt()
		b.line("print(1 + 1)")
		b.nth(2).shows("2")
	},
	"typeinfoconsole": func(b *tab) {
		b.nth(1).typeAt()
		b.line("3 / 2")
		b.nth(1).shows("1.5")
		b.nth(1).shows("float")
	},
	"python_tutorial": func(b *tab) {
		b.nth(1).typeAt()
		b.line("len('live')")
		b.nth(1).shows("4")
		b.until(`document.querySelector("pre.cr-styled")?.textContent.includes("def greet")`)
	},
	"alternate_python_version": func(b *tab) {
		b.until(`document.querySelectorAll(".cr-with select option").length >= 2`)
		b.nth(1).run()
		b.nth(1).shows("This is Python 3.")
		b.nth(2).run()
		b.nth(2).shows("whichever you like")
	},
	"image_file": func(b *tab) {
		b.nth(1).run()
		b.nth(1).drawsOf(90)
	},
	"canvas": func(b *tab) {
		for n := range 2 {
			b.nth(n + 1).run()
			b.nth(n + 1).drawsOf(400)
		}
	},
	"area": func(b *tab) {
		b.nth(1).run()
		b.nth(1).drawsOf(240)
	},
	"hidden_code": func(b *tab) {
		b.until(`!` + q("#cr-0001") + `.innerText.includes("readings =")`)
		b.nth(1).run()
		b.nth(1).shows("On average 19.5")
		b.click("#cr-0001 .cm-editor .cr-tuck-label")
		b.until(b.nth(1).code() + `.includes("readings = [")`)
	},
	"hidden_code_external": func(b *tab) {
		b.nth(1).run()
		b.nth(1).screen("A hidden word")
	},
	"terminal": func(b *tab) {
		b.nth(1).run()
		b.nth(1).screen("Press a key.")
		b.press("k")
		b.nth(1).screen("That was 'k'")
	},
	"size": func(b *tab) {
		b.nth(1).run()
		b.nth(1).screen("8 rows")
	},
	"doctest": func(b *tab) {
		b.nth(1).check()
		b.nth(1).verdict("None of the two examples works yet")
		b.nth(1).replace("def double(n):\n    return 2 * n")
		b.nth(1).check()
		b.nth(1).verdict("Both examples work")
	},
	"unittest": func(b *tab) {
		b.nth(1).replace("def square(n):\n    return n * n")
		b.nth(1).check()
		b.nth(1).verdict("The test works")
	},
	"check": func(b *tab) {
		b.nth(1).replace("def average(numbers):\n    return 3")
		b.nth(1).check()
		b.nth(1).verdict("One of two tests works")
		b.nth(1).sees(".cr-more-of-it", "Of one number, the average is that number.")
	},
	"grader": func(b *tab) {
		b.nth(1).check()
		b.nth(1).sees(".cr-more-of-it", "A dozen is what you were asked for.")
		b.nth(1).replace("6 + 6")
		b.nth(1).check()
		b.nth(1).verdict("The test works")
	},
	"output": func(b *tab) {
		b.nth(1).check()
		b.nth(1).sees(".cr-want", "2")
		b.nth(2).replace(`print("goodbye")`)
		b.nth(2).check()
		b.nth(2).verdict("The test works")
	},
	"setup": func(b *tab) {
		b.nth(1).replace("total = sum(prices) - discount")
		b.nth(1).check()
		b.nth(1).verdict("The test works")
	},
	"solution": func(b *tab) {
		b.click("#cr-0001 .cr-solution-show")
		b.click("#cr-0001 .cr-sure .cr-btn")
		b.nth(1).sees(".cr-solution-code", "return items[-1]")
	},
	"dialogue": func(b *tab) {
		b.nth(1).replace(`print("Hello, " + input("What is your name? ") + "!")`)
		b.nth(1).check()
		b.nth(1).verdict("The conversation goes as it should")
	},
	"quiz": func(b *tab) {
		b.nth(1).choose(1)
		b.press("Enter")
		b.nth(1).answered("Not yet", 1, "not right:\nA range begins with 0.")
		b.click("#cr-0002 .cr-choice input")
		b.line("len")
		b.nth(2).verdict("That is right")
	},
	"predict": func(b *tab) {
		b.click("#cr-0001 textarea")
		b.write("0\n1\n4")
		b.press("Enter", ctrl)
		b.nth(1).verdict("Exactly as you said")
	},
	"parsons": func(b *tab) {
		b.nth(1).order([]string{"total =", "for", "total +=", "print"}, []int{0, 0, 1, 0})
		b.press("Enter", ctrl)
		b.nth(1).verdict("The lines are in order")
	},
	"shuffled": func(b *tab) {
		b.until(`document.querySelectorAll("#cr-0001 .cr-piece").length === 3`)
		b.nth(1).order([]string{"n =", "for", "print"}, []int{0, 0, 0})
		b.press("Enter", ctrl)
		b.nth(1).verdict("The lines are in order")
	},
	"py_code": func(b *tab) {
		b.until(`document.querySelectorAll("pre.cr-styled").length === 2 && !document.querySelector(".cr-cell")`)
	},
	"hidden": func(b *tab) {
		b.until(`!document.documentElement.outerHTML.includes("may stand anywhere")`)
		b.nth(1).check()
		b.nth(1).verdict("One of two tests works")
		b.nth(1).sees(".cr-more-of-it", "The largest number may stand anywhere.")
	},
	"timeout": func(b *tab) {
		b.nth(1).check()
		b.nth(1).verdict("It could not be checked yet")
		b.nth(1).says("longer than 2 seconds")
	},
	"linenumber": func(b *tab) {
		b.until(`document.querySelector("#cr-0002").textContent.includes("b = 10") && document.querySelector("#cr-0002 [data-n='11']")`)
	},
	"name": func(b *tab) {
		b.nth(1).run()
		b.nth(1).shows("The file is bakery.py")
	},
	"no_style": func(b *tab) {
		e := b.nth(1)
		e.upgraded()
		b.until(`((k) => k && getComputedStyle(k).color === getComputedStyle(k.closest(".cm-line")).color)(document.querySelector(".cm-line .cr-k"))`)
		b.until(`document.querySelector("pre.cr-styled") && !document.querySelector("pre.cr-styled .cr-b")`)
		e.run()
		e.shows("Tuesday")
	},
	"no_copy": func(b *tab) {
		b.until(b.nth(1).code() + ` === ""`)
		b.nth(1).replace(`print("typed by hand")`)
		b.nth(1).run()
		b.nth(1).shows("typed by hand")
	},
	"no_pre": func(b *tab) {
		b.until(`!document.querySelector("#cr-0001").innerText.includes("not shown")`)
	},
	"show_vlam": func(b *tab) {
		b.until(`document.querySelector("#cr-0001").textContent.includes("editor show_vlam name=words")`)
	},
	"python": func(b *tab) {
		b.nth(1).run()
		b.nth(1).shows("Python 3")
	},
	"session": func(b *tab) {
		b.nth(1).run()
		b.nth(1).state("ended")
		b.nth(2).typeAt()
		b.line("celsius(350)")
		b.nth(2).shows("177")
	},
	"show_value": func(b *tab) {
		b.nth(1).run()
		b.nth(1).shows("12")
	},
}

// drawsOf waits until a picture of that width is shown.
func (e element) drawsOf(width int) {
	e.t.Helper()
	e.until(fmt.Sprintf(`((i) => i?.complete && i.naturalWidth === %d)(%s)`, width, q(e.id+" .cr-figure img")))
}

// TestFeatures does on each page of a keyword or option what a student would.
func TestFeatures(t *testing.T) {
	s := serve(t, "testdata/features")
	shared := newTab(t, s, desktop)
	for _, name := range slices.Sorted(maps.Keys(features)) {
		t.Run(name, func(t *testing.T) {
			b := shared.in(t)
			b.open("/t/" + name + ".md")
			features[name](b)
		})
	}
}

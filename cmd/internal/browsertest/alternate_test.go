package browsertest_test

import "testing"

func TestAlternatePython(t *testing.T) {
	b := newTab(t, serve(t, "testdata/parts/alternate.md"), desktop)
	b.open("")
	e, future := b.named("which.py"), b.named("future.py")
	choice := q(e.id + " .cr-with select")
	b.until(choice + ".disabled === false")
	versions := value[[]string](b, "[..."+choice+".options].map((o) => o.value)")
	if len(versions) < 2 {
		lacks(t, "there are no two versions of Python here")
	}
	// The author's Python is not here: a sentence says so, and another does it.
	future.run()
	future.state("ended")
	future.says("3.99")
	b.until(q(future.id+" .cr-with-said") + `.textContent.startsWith("Python 3.99 is not on this computer")`)
	b.shot("alternate-1440")
	choose := func(e element, version string) {
		t.Helper()
		b.do(`const s = ` + q(e.id+" .cr-with select") + `; s.focus(); s.value = ` + quote(version) + `; s.dispatchEvent(new Event("change", { bubbles: true }))`)
	}
	choose(future, versions[0])
	future.run()
	future.shows("from the future")
	b.until(q(future.id+" .cr-with-said") + `.textContent === ""`)
	for _, v := range []string{versions[len(versions)-1], versions[0]} {
		choose(e, v)
		e.run() // even before the choice has arrived
		e.shows("This is " + v)
		e.state("ended")
	}
	last := versions[len(versions)-1]
	choose(e, last)
	e.run()
	e.shows("This is " + last)
	// The choice holds when the lesson is opened again.
	b.reload()
	b.until(choice + ".disabled === false && " + choice + ".value === " + quote(last))
	e.run()
	e.state("ended")
	e.shows("This is " + last)
	// What was chosen and is no longer there is said, and the author's runs.
	b.do(`for (const key of Object.keys(localStorage)) if (localStorage[key] === ` + quote(last) + `) localStorage[key] = "3.1.4"`)
	b.reload()
	b.until(q(e.id+" .cr-with-said") + `.textContent.startsWith("Python 3.1.4 is no longer")`)
	e.run()
	e.shows("This is 3.")
	b.resize(phone)
	fits(b, phone)
	b.scheme("dark")
	b.shot("alternate-dark-390")
	b.resize(320)
	fits(b, 320)
}

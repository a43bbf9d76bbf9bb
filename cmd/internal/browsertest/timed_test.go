package browsertest_test

import "testing"

// TestTimeLimit runs an exercise that is open for two seconds, waits until it
// closes, and looks whether a reload, a restart or another tab open it again.
func TestTimeLimit(t *testing.T) {
	s := serve(t, "testdata/features")
	b := newTab(t, s, desktop)
	b.open("/t/time.md")
	e := b.nth(1)
	left := q(e.id+" .cr-limit .cr-left") + ".textContent"
	b.until(left + ` === ""`)
	e.run()
	b.until(left + ` !== ""`) // it counts, or has done so
	b.shot("time-1440")
	closed := func(b *tab) {
		t.Helper()
		b.until(left + `.includes("It is over")`)
		b.until(q(e.id+` [data-do="check"]`) + ".disabled && " + q(e.id+` [data-do="run"]`) + ".disabled")
	}
	closed(b)
	b.reload()
	closed(b)
	// A request of one's own is refused, with a sentence.
	b.excuse("403")
	said := value[string](b, `(async () => {
		const own = await (await fetch("/page_init?tutorial=time.md", { method: "POST", headers: { Accept: "application/json" } })).json();
		const answer = await fetch("/exec?uid=" + own.elements[0].uid, { method: "POST", body: "1", headers: { "Crunchy-Page": own.token } });
		return answer.status + " " + await answer.text();
	})()`)
	if said != "403 The time for this exercise is over; what you have written is kept.\n" {
		t.Errorf("%s", said)
	}
	b.resize(phone)
	fits(b, phone)
	b.scheme("dark")
	b.shot("time-dark-390")

	// The pages of exams that are over, and of those to come.
	b.navigate(s.at("/t/exam_define.md", false))
	b.live()
	closed(b)
	b.until(`document.querySelector(".cr-exam").textContent.includes("Books may be used.")`)
	b.navigate(s.at("/t/exam_name.md", false))
	b.live()
	b.until(q(".cr-sealed .cr-limit") + `.checkVisibility()`)
	b.shot("sealed-dark-390")
	b.until(q(".cr-sealed .cr-limit") + `.textContent.includes("Opens at 2999-12-01 09:00") && !document.body.textContent.includes("[1, 2]")`)
	fits(b, phone)

	script := axe(t)
	for _, page := range []string{"exam_name", "exam_define", "external"} {
		b.navigate(s.at("/t/"+page+".md", false))
		b.live()
		b.audit(script)
	}
}

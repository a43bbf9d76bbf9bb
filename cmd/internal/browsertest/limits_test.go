package browsertest_test

import "testing"

// TestLimitsAreSaid runs into limits and reads what the page says of them, in
// its language, while the rest of the page goes on.
func TestLimitsAreSaid(t *testing.T) {
	b := newTab(t, serve(t, lessons+"/lesson.md", "--limit", "memory=1G,output=1M"), desktop)
	b.accepts("de")
	b.open("")
	e := b.named("trouble.py")
	e.replace("bytearray(4 << 30)")
	e.run()
	b.until(q(e.id) + `.innerText.includes("Crunchy gibt einem Programm 1 GB Speicher, und dieses wollte mehr.")`)
	b.shot("limit-memory-1440")
	e.replace("while True: print('x' * 1000)")
	e.run()
	e.says("Dieser Lauf hat mehr als 1 MB gezeigt und wurde angehalten.")
	b.shot("limit-output-1440")
	e.replace("print('gut')")
	e.run()
	e.says("Fertig nach")
	b.accepts("en")
	b.reload()
	e.replace("all = []\nwhile True: all.append(open('/dev/null'))")
	e.run()
	b.until(q(e.id) + `.innerText.includes("Crunchy lets a program have 1024 files open at once, and this one asked for one more.")`)
	b.resize(390)
	b.shot("limit-files-390")
}

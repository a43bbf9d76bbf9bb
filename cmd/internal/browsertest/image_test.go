package browsertest_test

import (
	"strconv"
	"testing"
)

func TestImageFile(t *testing.T) {
	b := newTab(t, serve(t, "testdata/parts/image.md"), desktop)
	b.open("")
	picture := func(e element, alt string, width int) {
		t.Helper()
		b.until(`((i) => i?.complete && i.naturalWidth === ` + strconv.Itoa(width) + ` && i.alt === ` + quote(alt) + `)(` + q(e.id+" .cr-figure img") + `)`)
	}
	flag, dots, nothing := b.named("flag.py"), b.named("dots.py"), b.named("nothing.py")
	flag.run()
	picture(flag, "flag.svg", 250)
	flag.shows("painted")
	dots.run()
	picture(dots, "dots.png", 96)
	b.do(q(flag.id) + `.scrollIntoView({ behavior: "instant" })`)
	b.shot("image-1440")
	nothing.run()
	nothing.shows("The program has not written the picture nothing.png.")
	// Another program draws it otherwise, and then not at all.
	flag.replace(`open("flag.svg", "w").write('<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>')`)
	flag.run()
	picture(flag, "flag.svg", 30)
	flag.replace(`print("no more")`)
	flag.run()
	flag.shows("The program has not written the picture flag.svg anew.")
	b.until(q(flag.id+" .cr-figure") + ` === null`)
	// What goes wrong before there is a picture is all that is said.
	nothing.replace(`1 / 0`)
	nothing.run()
	nothing.says("ZeroDivisionError")
	b.until(`!` + q(nothing.id) + `.textContent.includes("has not written")`)
	nothing.replace(`open("nothing.png", "w").write("Not at all.")`)
	nothing.run()
	nothing.shows("The file nothing.png is no picture that a browser shows.")
	// A reload shows it all again.
	b.reload()
	picture(dots, "dots.png", 96)
	nothing.shows("The file nothing.png is no picture that a browser shows.")
	b.resize(phone)
	fits(b, phone)
	b.scheme("dark")
	b.shot("image-dark-390")
}

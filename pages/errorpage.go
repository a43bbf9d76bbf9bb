package pages

import (
	"cmp"
	"strconv"
)

// Error makes a page that says in one sentence what went wrong and what to do.
func Error(status int, sentence string, o Options) *Page {
	words := o.speak("")
	title := cmp.Or(words.Text("error."+strconv.Itoa(status)), words.Text("error.other"))
	content := element("p", nil, element("a", attrs("href", o.complete().Home), words.Text("error.home")),
		element("small", attrs("class", "cr-status"), " "+strconv.Itoa(status)))
	return own("error", title, sentence, content, o)
}

// Led makes a page that asks whether one wants to go on to address, a path on this
// server, to which a link of another site has led.
func Led(address string, o Options) *Page {
	words := o.speak("")
	content := element("p", nil, element("a", attrs("class", "cr-btn cr-primary", "href", address), words.Text("led.go")))
	return own("error", words.Text("led.title"), words.Text("led.text"), content, o)
}

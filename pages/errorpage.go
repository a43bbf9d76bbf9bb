package pages

import "strconv"

// Error makes a page that says in one sentence what went wrong and what to do.
func Error(status int, sentence string, o Options) *Page {
	title, ok := map[int]string{
		400: "That address is not quite right",
		401: "Please open Crunchy by its full address",
		403: "This page is not for you",
		404: "There is no such page",
		410: "This page has ended",
		413: "That is too big",
		429: "That was a little fast",
		503: "There is no room just now",
	}[status]
	if !ok {
		title = "Something went wrong"
	}
	content := element("p", nil, element("a", attrs("href", o.complete().Home), "Go to the home page"),
		element("small", attrs("class", "cr-status"), " "+strconv.Itoa(status)))
	return own("error", title, sentence, content, o)
}

package pages

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Trust is how far a page is trusted: a level and, with "display " in front of it,
// that nothing of the page runs until its reader says so. No level lets a page bring
// scripts, handlers, frames or forms.
type Trust string

// Levels of trust.
const (
	// Trusted pages may show pictures of other sites, and their programs may run
	// scripts in the page.
	Trusted Trust = "trusted"
	// Normal is for pages that one opens to learn from: their own look, and
	// pictures from where they come from.
	Normal Trust = "normal"
	// Strict takes off a page all that only changes its look, what leads to pictures
	// elsewhere, and all drawings and recordings but pictures.
	Strict Trust = "strict"

	// Display is Normal, but nothing runs.
	Display = display + Normal

	display = "display " // before the level of a page that does not run
)

// Levels are all that a page can have, the most trusting first.
func Levels() []Trust {
	return []Trust{Trusted, Normal, Strict, display + Trusted, Display, display + Strict}
}

// ParseTrust returns the level of that name, which must be one of Levels.
func ParseTrust(name string) (t Trust, ok bool) {
	t = Trust(name)
	return t, slices.Contains(Levels(), t)
}

// Runs reports whether programs of the page may run.
func (t Trust) Runs() bool { return !strings.HasPrefix(string(t), display) }

// level is how the page is cleaned, whether or not it runs.
func (t Trust) level() Trust { return Trust(strings.TrimPrefix(string(t), display)) }

// Pictures reports whether the page may load pictures of other sites over https.
func (t Trust) Pictures() bool { return t.level() == Trusted }

// Scripts reports whether programs of the page may run scripts in it.
func (t Trust) Scripts() bool { return t == Trusted }

// word is what a page's script and style sheets know it by.
func (t Trust) word() string {
	if t.Runs() {
		return string(t)
	}
	return strings.TrimSpace(display)
}

// shield shows how far the page is trusted, and lets the page's script ask its reader
// for another level.
func (c chrome) shield(class string) *html.Node {
	t := c.o.Trust
	label := c.words.Text("trust.levels." + t.word())
	b := element("button", attrs("class", "cr-btn"+class, "data-do", "shield", "type", "button", "disabled", ""),
		raw(`<svg class="cr-icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M10 2.8l6 2.2v4.6c0 3.8-2.5 6.4-6 7.6-3.5-1.2-6-3.8-6-7.6V5z`+shields[t.word()]+`"></path></svg>`))
	return labelled(b, label, class)
}

// shields are what is drawn within the shield.
var shields = map[string]string{
	string(Trusted): "M7.2 9.8l2 2 3.6-3.8",
	string(Strict):  "M7.2 10h5.6",
	"display":       "M8.4 7.8v4M11.6 7.8v4",
}

package browsertest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// accepts makes the browser ask for pages in a language.
func (b *tab) accepts(language string) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, network.Enable, network.EnableParams{})
	b.must(err)
	_, err = chromedp.Call(b.ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": language}})
	b.must(err)
}

// germanPages have German and, where they are the interface's own, no English.
var germanPages = map[string]struct {
	path, lang string
	has, lacks []string
}{
	"home":     {"/home", "de", []string{"Lerne Python, indem du es benutzt", "Noch nichts geöffnet", "Datei, Ordner oder Adresse öffnen"}, []string{"Recent lessons", "not begun", "Read more"}},
	"lesson":   {"/t/first-steps/01-hello.md", "en", []string{"Alle starten", "Neu beginnen", "Beispiel ausführen", "Starten", "In dieser Lektion"}, []string{"Run all", "Run the example", "In this lesson"}},
	"missing":  {"/t/nothing.md", "de", []string{"Diese Seite gibt es nicht", "Unter dieser Adresse gibt es nichts.", "Zur Startseite"}, []string{"There is"}},
	"elements": {"/t/all-elements.html", "en", []string{"Alle starten", "Neu beginnen", "Inhalt", "geschafft"}, []string{"Run all", "Run the example"}},
}

func TestInterfaceInGerman(t *testing.T) {
	asked, fixed := serve(t), serve(t, "--language", "de")
	script := axe(t)
	for _, name := range []string{"home", "lesson", "missing", "elements"} { // at first nothing has been opened
		p := germanPages[name]
		t.Run(name, func(t *testing.T) {
			s := asked
			if name == "elements" { // which says that it is in English
				s = fixed
			}
			b := newTab(t, s, desktop)
			b.excuse("404")
			b.accepts("de-DE,de;q=0.9,en;q=0.8")
			b.scheme("light")
			b.quiet(p.path)
			if got := value[string](b, `document.documentElement.lang`); got != p.lang {
				t.Errorf("the page is said to be in %q", got)
			}
			for _, text := range p.has {
				b.until(`document.body.innerText.includes(` + quote(text) + `)`)
			}
			for _, text := range p.lacks {
				if value[bool](b, `document.body.innerText.includes(`+quote(text)+`)`) {
					t.Errorf("it says %q", text)
				}
			}
			if p.lang == "en" { // the parts of another language say so
				b.until(`[...document.querySelectorAll(".cr-cell, .cr-top, .cr-tools, .cr-copier, .cr-ui")].every((e) => e.closest("[lang]").lang === "de")`)
				b.until(`[...document.querySelectorAll("h1, .cr-toc ol")].every((e) => e.closest("[lang]").lang === "en")`)
			}
			b.shot("german-" + name + "-1440")
			b.audit(script)
			b.scheme("dark")
			b.quiet(p.path)
			b.audit(script)
			for _, width := range []int{700, phone, 320} {
				b.resize(width)
				b.quiet(p.path)
				fits(b, width)
				b.shot(fmt.Sprintf("german-%s-%d", name, width))
			}
		})
	}
}

// TestWhatHappensInGerman runs programs and reads what the page says of them.
func TestWhatHappensInGerman(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.accepts("de")
	b.open("")
	e := b.named("trouble.py")
	e.replace("print(1 / 0)")
	e.run()
	e.shows("ZeroDivisionError")
	b.until(q(e.id) + `.innerText.includes("Durch null kann man nicht teilen.")`)
	b.until(q(e.id) + `.innerText.includes("in Zeile 1")`)
	e.replace("print('gut')")
	e.run()
	e.says("Fertig nach")
	b.click(e.id + " .cr-head .cr-more")
	b.until(q(e.id) + `.querySelector("[role='menu']")?.innerText.includes("Frühere Fassungen") || document.querySelector("[role='menu']")?.innerText.includes("Frühere Fassungen")`)
	b.shot("german-menu-1440")
	b.press("Escape")
	e.replace("print({[]: 1})") // an explanation that German lacks is English, and whole
	e.run()
	b.until(q(e.id) + `.innerText.includes("this is a list")`)
	b.press("/")
}

// TestVerdictsInGerman has exercises checked and reads what is said of them.
func TestVerdictsInGerman(t *testing.T) {
	b := newTab(t, serve(t, "testdata/features"), desktop)
	b.accepts("de")
	e := b.nth(1)
	b.open("/t/doctest.md")
	e.check()
	e.verdict("Von zwei Beispielen funktioniert noch keines")
	e.sees(".cr-more-of-it", "Dein Ergebnis ist genau die Hälfte des erwarteten.")
	b.shot("german-verdict-1440")
	e.replace("def double(n):\n    return")
	e.check()
	e.sees(".cr-more-of-it", "Es kam nichts zurück.")
	b.reload()
	e.sees(".cr-more-of-it", "Es kam nichts zurück.")
	b.open("/t/hidden.md")
	e.check()
	e.verdict("Einer von zwei Tests funktioniert")
	e.sees(".cr-tests", "Ein verborgener Test")
	b.open("/t/parsons.md")
	e.order([]string{"total =", "for", "total +=", "print"}, []int{0, 0, 0, 0})
	b.press("Enter", ctrl)
	e.sees(".cr-more-of-it", "Zeile 3 ist nicht so eingerückt, wie sie soll.")
	b.open("/t/dialogue.md")
	e.replace(`print(input("What is your name? "))`)
	e.check()
	e.verdict("Das Gespräch ist noch nicht, wie es sein soll")
	e.sees(".cr-more-of-it", "Nach „Ada“ sagt es etwas anderes.")
	e.sees(".cr-ok .cr-test-name", "Am Anfang")
	b.open("/t/editor.md")
	e.replace("raise SystemExit(3)")
	e.run()
	e.says("mit dem Status 3 beendet")
	b.resize(320)
	fits(b, 320)
}

// TestInterfaceIsEnglishOtherwise is for a language that there is none of, and
// for one that was fixed.
func TestInterfaceIsEnglishOtherwise(t *testing.T) {
	for accept, args := range map[string][]string{"fr,it;q=0.5": nil, "de": {"--language", "en"}} {
		s := serve(t, args...)
		b := newTab(t, s, desktop)
		b.accepts(accept)
		b.quiet("/home")
		b.until(`document.documentElement.lang === "en" && document.body.innerText.includes("Learn Python by using it")`)
		b.open("/t/first-steps/01-hello.md")
		b.until(`document.body.innerText.includes("Run the example")`)
		if out := value[string](b, `[...document.querySelectorAll("body [lang]")].map((e) => e.outerHTML.slice(0, 80)).join("\n")`); strings.TrimSpace(out) != "" {
			t.Errorf("parts are said to be in another language: %s", out)
		}
	}
	s := serve(t, "--language", "de")
	b := newTab(t, s, desktop)
	b.accepts("en")
	b.quiet("/home")
	b.until(`document.documentElement.lang === "de" && document.body.innerText.includes("Lerne Python, indem du es benutzt")`)
}

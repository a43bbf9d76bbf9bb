package browsertest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// featurePages are short lessons, one for each thing that a lesson can say.
const featurePages = "testdata/features"

func TestTemplate(t *testing.T) {
	b := newTab(t, serve(t, featurePages), desktop)
	b.open("/t/template.html")
	b.until(`document.title === "A page in a frame"`)
	b.until(`document.body.innerText.includes("A course in frames") && !document.body.innerText.includes("Each page puts its own text here")`)
	framed := b.named("framed.py")
	framed.run()
	framed.shows("in the frame")
	b.audit(axe(t))
	b.shot("template-1440")
	b.resize(320)
	fits(b, 320)
}

func TestPythonImport(t *testing.T) {
	s := serve(t, featurePages)
	b := newTab(t, s, desktop)
	b.open("/t/python_import.md")
	room, hall := b.named("room.py"), b.nth(3)
	room.run()
	room.shows("12")
	session := b.nth(2)
	b.click(session.id + " .cr-line")
	b.line("from shapes import area; area(2, 21)")
	session.shows("42")
	hall.replace("print(area(2, 3))")
	hall.check()
	hall.verdict("The test works")
	// A neighbour that the page does not name cannot be imported.
	room.replace("import frame")
	room.run()
	room.says("ModuleNotFoundError")
}

func TestPreferences(t *testing.T) {
	s := serve(t, featurePages)
	b := newTab(t, s, desktop)
	b.open("/t/preferences.md")
	choice := func(name, value string) string {
		return `.cr-preferences button[data-name="` + name + `"][data-value="` + value + `"]`
	}
	choose := func(name, value string) {
		t.Helper()
		b.until(q(choice(name, value)) + `.disabled === false`)
		b.click(choice(name, value))
		b.until(q(choice(name, value)) + `.getAttribute("aria-pressed") === "true"`)
		b.until(q(".cr-preferences-said") + `.isConnected && [...document.querySelectorAll(".cr-preferences-said")].some((s) => s.textContent !== "")`)
	}
	b.audit(axe(t))
	symbol := q(`[data-do="theme"]`) + `.innerHTML`
	system := value[string](b, symbol)
	choose("theme", "dark")
	b.until(`document.documentElement.dataset.theme === "dark"`)
	b.until(symbol + ` !== ` + quote(system)) // the button shows it, too
	b.shot("preferences-dark-1440")
	b.audit(axe(t))
	choose("errors", "plain")
	choose("editor", "linenumber")
	choose("interpreter", "isolated")
	// With the keyboard, too.
	b.do(q(choice("language", "de")) + `.focus()`)
	b.press("Enter")
	b.until(q(choice("language", "de")) + `.getAttribute("aria-pressed") === "true"`)
	b.reload()
	b.until(q(choice("language", "de")) + `.getAttribute("aria-pressed") === "true" && ` + q(".cr-preferences") + `.innerText.includes("Dunkel")`)
	b.until(q("#cr-0002") + `.dataset.kind === "isolated"`)
	mine := b.named("mine.py")
	b.until(q(mine.id+" .cm-lineNumbers, "+mine.id+" .cr-lines") + ` !== null`)
	mine.replace("print(nothing)")
	mine.run()
	mine.says("NameError")
	b.until(q(mine.id+" .cr-trouble") + ` === null || !` + q(mine.id+" .cr-trouble") + `.innerText.includes("heißt")`)
	// Another browser of the same user has them as well, and a file holds them.
	other := newTab(t, s, phone)
	other.open("/t/preferences.md")
	other.until(`document.documentElement.dataset.theme === "dark" && document.documentElement.dataset.crunchyErrors === "plain"`)
	other.shot("preferences-390")
	fits(other, phone)
	other.resize(320)
	fits(other, 320)
	text, err := os.ReadFile(filepath.Join(s.work, "preferences.txt"))
	if want := "theme = dark\nerrors = plain\neditor = linenumber\ninterpreter = isolated\nlanguage = de\n"; err != nil || string(text) != want {
		t.Errorf("the file is %q %v", text, err)
	}
	// The page of all preferences is reached from the home page.
	b.must(chromedp.Do(b.ctx, chromedp.Navigate(s.at("/home", false))))
	b.click(`a[href$="/preferences"]`)
	b.until(`location.pathname === "/preferences" && document.querySelectorAll(".cr-preference").length === 6`)
	choose("theme", "")
	b.until(`document.documentElement.dataset.theme === undefined`)
	b.shot("preferences-page-1440")
}

// TestRestWithoutDocutils tells which command installs it.
func TestRestWithoutDocutils(t *testing.T) {
	bare := t.TempDir()
	if out, err := exec.Command("python3", "-m", "venv", "--without-pip", bare).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s := serve(t, featurePages, "--python", filepath.Join(bare, "bin", "python3"))
	b := newTab(t, s, desktop)
	b.must(chromedp.Do(b.ctx, chromedp.Navigate(s.at("/t/rest.rst", true))))
	b.until(q("main code") + `?.textContent.endsWith(" -m pip install docutils") && !document.body.innerText.includes("print(1")`)
	b.shot("rest-missing-1440")
	b.resize(320)
	fits(b, 320)
}

// TestRest opens a page with the docutils of the Python that runs it.
func TestRest(t *testing.T) {
	python := ""
	for _, p := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(p, "-I", "-c", "import docutils").Run() == nil {
			python = p
		}
	}
	if python == "" {
		lacks(t, "no Python here has docutils; python3 -m pip install docutils installs it")
	}
	s := serve(t, featurePages, "--python", python)
	b := newTab(t, s, desktop)
	b.open("/t/rest.rst")
	b.until(`document.querySelectorAll("h1").length === 1 && ` + q("h1") + `.textContent.includes("A page in reStructuredText")`)
	stars, twice := b.named("stars.py"), b.nth(3)
	stars.run()
	stars.shows("***")
	b.click(b.nth(2).id + " .cr-line")
	b.line("2 ** 6")
	b.nth(2).shows("64")
	twice.replace("print(2)")
	twice.check()
	twice.verdict("The test works")
	b.shot("rest-1440")
	b.audit(axe(t))
	b.resize(320)
	fits(b, 320)
}

// TestLocalFiles opens a program, and a text, of the student's own.
func TestLocalFiles(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "hours.py")
	if err := os.WriteFile(program, []byte("\"\"\"Hours of a week.\n\nSeven days.\n\"\"\"\nprint(7 * 24)\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, featurePages)
	b := newTab(t, s, desktop)
	b.must(chromedp.Do(b.ctx, chromedp.Navigate(s.at("/t/local_python_file.html", true))))
	field := `[data-crunchy-loader="local_python_file"] input`
	b.until(q(`[data-crunchy-loader="local_python_file"] button`) + `?.disabled === false`)
	b.shot("local-files-1440")
	b.excuse("404") // the file that is not there
	b.click(field)
	b.line(filepath.Join(dir, "no.py"))
	b.until(q(`[data-crunchy-loader="local_python_file"] [role="alert"]`) + `.textContent.includes("no.py")`)
	b.audit(axe(t))
	b.press("a", ctrl)
	b.line(program)
	b.until(`location.pathname.endsWith("/hours.py")`)
	b.live()
	b.until(q("h1") + `.textContent === "Hours of a week" && document.body.innerText.includes("Seven days.")`)
	hours := b.named("hours.py")
	hours.run()
	hours.shows("168")
	b.shot("program-1440")
}

package browsertest_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestExportedPages opens an export from the disk, as from a memory stick: it is
// whole and can be read, searched and worn in the dark without any server, and its
// link leads to Crunchy where that runs.
func TestExportedPages(t *testing.T) {
	// Of style sheets from a disk axe could read nothing, and would complain of that.
	script := axe(t) + `; const run = axe.run; axe.run = (context, options) => run(context, { ...options, preload: false })`
	s := serve(t)
	site := filepath.Join(t.TempDir(), "site")
	single := filepath.Join(t.TempDir(), "words.html")
	export := func(args ...string) {
		t.Helper()
		args = append([]string{"export", "--live", strings.TrimSuffix(s.at("/", false), "/")}, args...)
		if shared.python != "" {
			args = append(args, "--python", shared.python)
		}
		cmd := exec.Command(shared.binary, args...)
		cmd.Env = withoutOurs(cmd.Environ())
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	export("-o", site, "../export/testdata/course")
	export("--single", "--no-run", "-o", single, "../export/testdata/course/01-words.md")
	b := newTab(t, s, desktop)
	at := func(file string) string { return "file://" + filepath.ToSlash(file) }

	for name, file := range map[string]string{"words": filepath.Join(site, "01-words.html"), "questions": filepath.Join(site, "02-questions.html"),
		"contents": filepath.Join(site, "index.html"), "notebook": filepath.Join(site, "more", "figures.html"), "own": filepath.Join(site, "page.html"), "single": single} {
		for _, look := range []struct {
			width  int
			scheme string
			only   bool // for pictures
		}{{desktop, "light", false}, {phone, "dark", false}, {320, "light", false}, {desktop, "dark", true}, {phone, "light", true}} {
			if look.only && shared.shots == "" {
				continue
			}
			b.resize(look.width)
			b.scheme(look.scheme)
			b.navigate(at(file))
			b.until(`document.readyState === "complete" && !document.querySelector(".cr-math:not(.cr-math-set)")`)
			fits(b, look.width)
			if look.width > 320 && !look.only {
				b.audit(script)
			}
			b.fullShot(fmt.Sprintf("export-%s-%s-%d", name, look.scheme, look.width))
		}
		if elsewhere := value[[]string](b, `performance.getEntriesByType("resource").map((r) => r.name).filter((n) => !/^(file|data):/.test(n))`); len(elsewhere) > 0 {
			t.Errorf("%s loads %q", name, elsewhere)
		}
	}

	b.resize(desktop)
	b.scheme("light")
	b.navigate(at(filepath.Join(site, "01-words.html")))
	b.until(q(".cr-math-set"))
	if got := value[string](b, q("#cr-0003 .ex-out")+`.innerText`); !strings.Contains(got, "Mon <&>") || !strings.Contains(got, "ValueError: on purpose") {
		t.Errorf("the program has shown %q", got)
	}
	b.click(".ex-theme")
	b.click(".ex-theme")
	b.until(`document.documentElement.dataset.theme === "dark" && getComputedStyle(document.body).backgroundColor === "rgb(23, 24, 27)"`)
	b.press("/")
	b.until(q("dialog.cr-search[open]"))
	b.write("turtle forw")
	b.until(q(".cr-hit mark"))
	b.audit(script)
	b.shot("export-search")
	b.press("Enter")
	b.until(`location.pathname.endsWith("/02-questions.html") && location.hash === "#a-question" && document.readyState === "complete"`)
	if got := value[string](b, q(".ex-how code")+`.textContent`); got != `crunchy "`+filepath.Join(site, "02-questions.html")+`"` {
		t.Errorf("the page is opened live by %s", got)
	}

	// A reader who has been let in comes in again, but only from a page of ours.
	b.navigate(s.at("/home", true))
	b.until(`location.search === "" && document.readyState === "complete"`)
	b.navigate(at(filepath.Join(site, "01-words.html")))
	b.until(q(".ex-how code"))
	b.excuse("401")
	b.click(".ex-live a")
	b.until(`location.pathname === "/home" && ` + q(`.cr-article a.cr-primary[href="/home"]`))
	b.audit(script)
	b.shot("export-led")
	b.click(".cr-article a.cr-primary")
	b.until(`location.pathname === "/home" && ` + q(".cr-homepage"))
}

package browsertest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// analysers stand in for those that may or may not be installed: they find what is
// imported, by the lines, and nothing else.
var analysers = map[string]string{
	"pylint": `import json, sys
lines = sys.stdin.read().split("\n")
found = [{"line": n, "symbol": "unused-import", "message": "Unused " + line} for n, line in enumerate(lines, 1) if line.startswith("import ")]
print(json.dumps({"messages": found, "statistics": {"score": 10 - 1.25 * len(found)}}))
`,
	"ruff": `import json, sys
lines = sys.stdin.read().split("\n")
print(json.dumps([{"code": "F401", "message": line + " is not needed", "location": {"row": n, "column": 1}} for n, line in enumerate(lines, 1) if line.startswith("import ")]))
`,
}

// TestAnalyzer reads reports, goes where they lead, and looks at scores.
func TestAnalyzer(t *testing.T) {
	script := axe(t)
	bin := t.TempDir()
	for name, text := range analysers {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/usr/bin/env python3\n"+text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	b := newTab(t, serve(t, "testdata/features"), desktop)
	b.open("/t/analyzer.md")
	e := b.named("average.py")
	report := e.id + ` [data-do="report"]`
	heads := func(want string) {
		t.Helper()
		b.until(fmt.Sprintf(`[...document.querySelectorAll(%s)].filter((h) => h.checkVisibility()).map((h) => h.textContent).join(" | ") === %s`, quote(".cr-analysis-head"), quote(want)))
	}
	e.upgraded()
	b.click(report)
	heads("pylint: 7.5 of 10. 2 remarks | ruff: 2 remarks")
	b.shot("analyzer-1440")
	b.click(e.id + " .cr-analysis-list li:nth-child(2) .cr-btn")
	b.until(q(e.id+" .cr-view .cr-mark") + `.textContent === "import random"`)
	e.typing()
	b.audit(script)
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		for _, width := range []int{phone, 320} {
			b.resize(width)
			b.do(q(e.id) + `.scrollIntoView({ block: "start", behavior: "instant" })`)
			b.shot(fmt.Sprintf("analyzer-%s-%d", scheme, width))
			fits(b, width)
			fingers(e)
		}
	}
	b.audit(script)
	e.replace("print(1)\n")
	e.sees(".cr-analysis-note", "another now")
	e.item("Report") // there is no room for its button
	heads("pylint: 10 of 10. pylint has no remarks. | ruff has no remarks.")
	e.replace("print((\n")
	b.resize(desktop)
	b.click(report)
	b.until(q(e.id+" .cr-analysis-head") + `.textContent.startsWith("Python does not understand line ")`)
	b.click(e.id + ` .cr-analysis > .cr-btn`)
	b.until(q(e.id+" .cr-analysis") + `.hidden && document.activeElement === ` + q(report))

	b.open("/t/analyzer_report.md")
	b.click(`[data-do="report"]`)
	heads("pylint: 8.8 of 10. 1 remark | ruff: 1 remark")
	e = b.nth(2)
	e.replace("import os\nimport sys\n\ndef twice(n):\n    return 2 * n")
	e.check()
	e.verdict("The example works")
	heads("pylint: 8.8 of 10. 1 remark | ruff: 1 remark | pylint: 7.5 of 10. 2 remarks")
	b.click(e.id + ` [data-do="report"]`)
	heads("pylint: 8.8 of 10. 1 remark | ruff: 1 remark | pylint: 7.5 of 10. 2 remarks | ruff: 2 remarks")

	b.open("/t/analyzer_score.md")
	e = b.named("greeting.py")
	e.run()
	e.shows("Hello, Ada")
	heads("pylint: 8.8 of 10. 1 remark")
	b.shot("score-1440")
	e.replace("print('better')\n")
	e.run()
	e.shows("better")
	heads("pylint: 10 of 10. pylint has no remarks.")
	if err := os.Remove(filepath.Join(bin, "pylint")); err != nil {
		t.Fatal(err)
	}
	e.run()
	heads("ruff has no remarks.")
}

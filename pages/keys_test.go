package pages_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"crunchy/ioelement"
	"crunchy/pages"
)

// keysOf renders a lesson and returns "key file" of each element.
func keysOf(t *testing.T, lesson string) []string {
	t.Helper()
	p, out := render(t, "week.md", "", []byte(lesson), options())
	again(t, "week.md", p, out, options())
	var all []string
	for _, e := range p.Elements {
		all = append(all, strings.TrimSpace(e.Key+" "+e.WorkFile))
	}
	return all
}

func fence(title, code string) string { return "```python " + title + "\n" + code + "\n```\n\n" }

func TestKeysOfElements(t *testing.T) {
	got := keysOf(t, "# Week\n\n"+
		fence("editor name=average", "a = 1")+
		fence("editor", "b = 1")+
		fence("interpreter", ">>> 1")+
		"## Keeping many values!\n\n"+
		fence("editor name=average", "a = 1")+
		fence("editor", "c = 1")+
		fence("editor name=other.py", "a = 1")+
		fence("editor", "c = 1")+
		"## Keeping many values!\n\n"+
		fence("editor", "c = 1")+
		"## Random\n\n"+
		fence("editor", "c = 1")+
		fence(`editor name="Größe & mehr"`, "c = 1")+
		fence("editor name=../../evil", "c = 1")+
		fence("editor name=statistics", "c = 1"))
	want := []string{
		"average average.py",
		"week.1.HASH week.py",
		"week.2.HASH",
		"average-2 average-2.py",
		"keeping-many-values.1.HASH keeping-many-values.py",
		"other other.py",
		"keeping-many-values.2.HASH keeping-many-values-2.py",
		"keeping-many-values-1.1.HASH keeping-many-values-1.py",
		"random.1.HASH random-1.py",
		"größe--mehr größe--mehr.py",
		"evil evil.py",
		"statistics statistics-1.py",
	}
	if len(got) != len(want) {
		t.Fatalf("%d elements, want %d: %q", len(got), len(want), got)
	}
	for i, w := range want {
		key, file, _ := strings.Cut(got[i], " ")
		if j := strings.LastIndex(key, "."); j > 0 {
			key = key[:j] + ".HASH"
		}
		if g := strings.TrimSpace(key + " " + file); g != w {
			t.Errorf("element %d: %q, want %q", i+1, g, w)
		}
	}
}

func TestInsertingABlockElsewhereMovesNobodysKey(t *testing.T) {
	lesson := func(first, second string) []string {
		return keysOf(t, "# Week\n\n"+fence("editor", "a = 1")+first+"## Lists\n\n"+second+fence("editor", "b = 1")+fence("editor name=sum", "c = 1"))
	}
	before := lesson("", "")
	after := lesson(fence("interpreter", ">>> 2")+fence("editor", "z = 1"), "")
	if got := append(after[:1:1], after[3:]...); fmt.Sprint(got) != fmt.Sprint(before) {
		t.Errorf("before %q, then %q", before, after)
	}
	if after := lesson("", fence("editor name=extra", "z = 1")); fmt.Sprint(append(after[:1:1], after[2:]...)) != fmt.Sprint(before) {
		t.Errorf("a block with a name moves others: before %q, then %q", before, after)
	}
	if after := lesson("", fence("editor", "z = 1")); after[3] != before[2] || after[2] == before[1] {
		t.Errorf("before %q, then %q", before, after)
	}
}

func TestKeysOfManyElementsOfOneName(t *testing.T) {
	var b strings.Builder
	for range 3000 {
		b.WriteString(`<pre data-crunchy="editor name=x">1</pre>`)
	}
	begin := time.Now()
	p, _ := render(t, "a.html", "", []byte(b.String()), pages.Options{})
	seen := map[string]bool{}
	for _, e := range p.Elements {
		if seen[e.Key] || seen[e.WorkFile] || e.Mode != ioelement.Program {
			t.Fatalf("twice: %s %s", e.Key, e.WorkFile)
		}
		seen[e.Key], seen[e.WorkFile] = true, true
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

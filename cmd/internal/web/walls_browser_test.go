package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/web"
	"crunchy/pages"
)

// TestSanitiserAlone shows all payloads as pages of ours, without any policy: nothing of
// theirs runs, and nothing is left that could.
func TestSanitiserAlone(t *testing.T) {
	dir := t.TempDir()
	r := newRig(t, func(c *web.Config) { c.Start = dir })
	few := []string{"load", "error", "mouseover", "mouseenter", "focus", "toggle", "animationstart", "begin"}
	var names []string
	page := func(name, text string) {
		write(t, filepath.Join(dir, name), text)
		names = append(names, name)
	}
	whole := func(p payload) bool { return p.whole }
	for _, batch := range r.batches(func(p payload) bool { return p.file != "md" || p.whole }, whole) {
		p := r.all[batch[0]]
		if p.whole && p.file != "" {
			page(fmt.Sprintf("one%04d.%s", batch[0], p.file), p.text)
			continue
		}
		var b strings.Builder
		for _, i := range batch {
			fmt.Fprintf(&b, "<div>%s</div>\n", r.all[i].text)
		}
		page(fmt.Sprintf("%s%04d.html", map[bool]string{true: "one", false: "many"}[len(batch) == 1], batch[0]), b.String())
	}
	for _, batch := range r.batches(func(p payload) bool { return p.file == "md" && !p.whole }, whole) {
		var b strings.Builder
		for _, i := range batch {
			b.WriteString(r.all[i].text + "\n\n")
		}
		page(fmt.Sprintf("many%04d.md", batch[0]), b.String())
	}
	for i, name := range []string{`<img src=x onerror=hit(%d)>`, `"onmouseover="hit(%d)`, `' onfocus=hit(%d) autofocus x='`, "javascript:hit(%d)", "`<svg onload=hit(%d)>"} {
		name = fmt.Sprintf(name, i) + ".md"
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	names = append(names, "") // the list of them all
	begin := time.Now()
	for _, name := range names {
		r.still.Store(strings.HasPrefix(name, "one")) // our script is slow to start, and knows nothing of what is on the page
		for _, b := range r.visit(r.front.URL+"/t/"+name, few, true) {
			t.Errorf("%s could run or load something: %s", name, b)
		}
		for _, i := range r.ran() {
			t.Errorf("%s: it ran: %s", name, r.text(i))
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for what := range r.fetched {
		if n, dest, _ := strings.Cut(what, " "); dest != "image" {
			i, _ := strconv.Atoi(n)
			t.Errorf("a %s was fetched from elsewhere by %s", dest, r.text(i))
		}
	}
	t.Logf("%d payloads on %d pages in %v: none ran", len(r.all), len(names), time.Since(begin).Round(time.Millisecond))
}

// TestPolicyAlone shows all payloads as they are, with the very policy that pages get:
// nothing runs. Without that policy too most of them do.
func TestPolicyAlone(t *testing.T) {
	r := newRig(t)
	everything := strings.Fields(events)
	raws := r.batches(func(p payload) bool { return p.file == "" || p.file == "html" || p.file == "md" }, func(p payload) bool { return p.alone })

	begin := time.Now()
	for _, batch := range raws {
		if len(batch) > 1 {
			r.visit(r.front.URL+raw(batch), everything, false)
		}
	}
	without := r.ran()
	t.Logf("with neither wall %d of them run", len(without))
	if len(without) < 300 {
		t.Errorf("only %d payloads run where nothing hinders them: %v", len(without), without)
	}

	weakest := ""
	for tutorial, level := range map[string]pages.Trust{"lesson.md": pages.Normal, "~lessons/lesson.md": pages.Trusted} {
		r.told(tutorial, level)
		resp, _ := r.do("GET", "/t/"+tutorial, "", r.browser(""))
		policy := resp.Header.Get("Content-Security-Policy")
		if nonceOf.FindStringSubmatch(policy) == nil {
			t.Fatal(policy)
		}
		if weaker := strings.Replace(policy, " https:", "", 1); weakest != "" && nonceOf.ReplaceAllString(weaker, "") != nonceOf.ReplaceAllString(strings.Replace(weakest, " https:", "", 1), "") {
			t.Errorf("policies differ in more than pictures:\n%s\n%s", weakest, policy)
		}
		if weakest == "" || strings.Contains(policy, "https:") {
			weakest = policy
		}
	}
	r.mu.Lock()
	r.policy = weakest
	clear(r.fetched)
	r.mu.Unlock()
	n := 0
	for _, batch := range raws {
		r.visit(r.front.URL+raw(batch), everything, false)
		n += len(batch)
		for _, i := range r.ran() {
			t.Errorf("it ran: %s", r.text(i))
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for what := range r.fetched {
		// No policy keeps a page from leading its reader away.
		if number, dest, _ := strings.Cut(what, " "); dest != "document" && dest != "image" {
			i, _ := strconv.Atoi(number)
			t.Errorf("a %s was fetched from elsewhere by %s", dest, r.text(i))
		}
	}
	t.Logf("%d payloads on %d pages in %v: none ran", n, len(raws), time.Since(begin).Round(time.Millisecond))
}

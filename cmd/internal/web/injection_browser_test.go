package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"crunchy/cmd/internal/web"
	"crunchy/pages"
	"crunchy/static"
)

// rig shows payloads to a real browser, and hears of each that runs.
type rig struct {
	*site
	t        *testing.T
	all      []payload
	listener *httptest.Server // elsewhere
	front    *httptest.Server // the site without its policy, and raw payloads
	ctx      context.Context

	mu      sync.Mutex
	hits    map[int]bool
	fetched map[string]bool // number and destination of what was asked of the listener
	marks   chan string
	visits  int
	still   atomic.Bool // pages get no script of ours either
	policy  string      // that raw payloads are served with
}

// newRig starts all of it. change says more of the site.
func newRig(t *testing.T, change ...func(*web.Config)) *rig {
	t.Helper()
	r := &rig{t: t, hits: map[int]bool{}, fetched: map[string]bool{}, marks: make(chan string, 100)}
	r.listener = httptest.NewServer(http.HandlerFunc(r.listen))
	t.Cleanup(r.listener.Close)
	r.all = payloads(r.listener.URL)
	r.site = newSite(t, append(change, func(c *web.Config) { c.Static = static.FS() })...)
	r.front = httptest.NewServer(http.HandlerFunc(r.bare))
	t.Cleanup(func() { r.front.CloseClientConnections(); r.front.Close() })
	r.ctx, _ = r.browseFor(10 * time.Minute)
	console := chromedp.Console(r.ctx)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			r.heard(m.Text)
		}
	}()
	r.must(chromedp.Do(r.ctx))
	// Before any script of the page, and whatever the page's policy.
	params := page.AddScriptToEvaluateOnNewDocumentParams{Source: `globalThis.hit = (n) => console.log("hit " + n);
		for (const name of ["alert", "confirm", "prompt", "print"]) globalThis[name] = () => hit(-1);`}
	_, err := chromedp.Call(r.ctx, page.AddScriptToEvaluateOnNewDocument, params)
	r.must(err)
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) heard(text string) {
	what, n, _ := strings.Cut(text, " ")
	switch what {
	case "hit":
		number, _ := strconv.Atoi(n)
		r.mu.Lock()
		r.hits[number] = true
		r.mu.Unlock()
	case "mark":
		r.marks <- n
	}
}

var numbered = regexp.MustCompile(`^/(\d+)`)

// listen is the server elsewhere: whatever is asked of it tells of itself when it runs
// within a page.
func (r *rig) listen(w http.ResponseWriter, req *http.Request) {
	m := numbered.FindStringSubmatch(req.URL.Path)
	if m == nil {
		http.NotFound(w, req)
		return
	}
	r.mu.Lock()
	r.fetched[m[1]+" "+req.Header.Get("Sec-Fetch-Dest")] = true
	r.mu.Unlock()
	w.Header().Set("Access-Control-Allow-Origin", "*")
	kind, text := "text/html", "<script>parent !== window && parent.postMessage(0, '*'); parent !== window && hit("+m[1]+")</script>"
	switch filepath.Ext(req.URL.Path) {
	case ".js":
		kind, text = "text/javascript", "hit("+m[1]+")"
	case ".css":
		kind, text = "text/css", "p { color: red }"
	case ".svg":
		kind, text = "image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg" id="x" onload="hit(`+m[1]+`)"><script>hit(`+m[1]+`)</script></svg>`
	}
	w.Header().Set("Content-Type", kind)
	fmt.Fprint(w, text)
}

// bare serves raw payloads with r.policy, and the site without any policy.
func (r *rig) bare(w http.ResponseWriter, req *http.Request) {
	raw, ok := strings.CutPrefix(req.URL.Path, "/raw/")
	switch {
	case r.still.Load() && strings.HasSuffix(req.URL.Path, ".js"):
		w.Header().Set("Content-Type", "text/javascript")
		return
	case !ok:
		r.server.ServeHTTP(&unguarded{w}, req)
		return
	}
	r.mu.Lock()
	nonce, policy := "", r.policy
	r.mu.Unlock()
	if policy != "" {
		w.Header().Set("Content-Security-Policy", policy)
		nonce = nonceOf.FindStringSubmatch(policy)[1]
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	var b strings.Builder
	for n := range strings.SplitSeq(raw, ",") {
		i, _ := strconv.Atoi(n)
		p := r.all[i]
		if p.file == "html" {
			fmt.Fprint(w, p.text) // all of a file
			return
		}
		b.WriteString("<div>" + p.text + "</div>\n")
	}
	// A script with a nonce is there as in every page of ours, for what would like to
	// grow into it.
	fmt.Fprintf(w, "<!DOCTYPE html><title>Raw</title>%s<p>x</p><script nonce=\"%s\" src=\"/own.js\"></script>\n", b.String(), nonce)
}

var nonceOf = regexp.MustCompile(`'nonce-([^']+)'`)

// unguarded takes the policy off what is answered.
type unguarded struct{ http.ResponseWriter }

func (u *unguarded) Unwrap() http.ResponseWriter { return u.ResponseWriter }

func (u *unguarded) WriteHeader(status int) {
	for _, name := range []string{"Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"} {
		u.Header().Del(name)
	}
	u.ResponseWriter.WriteHeader(status)
}

func (u *unguarded) Write(b []byte) (int, error) {
	u.Header().Del("Content-Security-Policy")
	return u.ResponseWriter.Write(b)
}

// provoke does to a page what a reader may do to it, and more: every event of every
// element, every link that runs something, every form. It returns what of the page could
// run or load something at all.
const provoke = `(async (events, ours) => {
	const wait = (ms) => new Promise((r) => setTimeout(r, ms)), bad = [];
	const runs = (v) => { try { return /^(javascript|vbscript|data|blob|filesystem):/.test(new URL(v, document.baseURI).href) } catch { return false } };
	const all = [...document.querySelectorAll("*")];
	for (const e of all) {
		const tell = (why) => bad.push(why + ": " + e.outerHTML.slice(0, 160));
		const own = e.closest("[data-do], .cr-ui, .cr-open");
		if (/^(iframe|frame|frameset|object|embed|applet|base|portal|fencedframe|noscript|template|animate|set|foreignobject|annotation-xml)$/i.test(e.localName) ||
			e.localName === "script" && !(e.nonce && new URL(e.src).origin === location.origin) || e.localName === "form" && !own || e.localName === "meta" && e.httpEquiv) tell("element");
		for (const a of e.attributes) {
			if (/^on|^(srcdoc|formaction|action|ping)$/i.test(a.name)) tell(a.name);
			if (/^(href|xlink:href|src|data|poster|background|cite|manifest|to|from)$/i.test(a.name) && runs(a.value) && !/^data:(,|image\/(png|gif|jpe?g|webp);)/i.test(a.value.trim()) &&
				!(e.localName === "img" && a.name === "src" && a.value.startsWith("data:image/svg+xml;"))) tell(a.name); // within <img> nothing runs
		}
		if (e.shadowRoot) tell("shadow");
		if (ours && own) continue;
		for (const type of events) e.dispatchEvent(new Event(type));
		const to = e.href?.baseVal ?? e.getAttribute("xlink:href") ?? e.href;
		if (typeof to === "string" && runs(to) && !(e.localName === "link" || e.localName === "base")) {
			e.removeAttribute("target");
			e.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
		}
		if (e.localName === "form" && runs(e.getAttribute("action") ?? "")) e.requestSubmit();
		if (e.formAction && runs(e.getAttribute("formaction") ?? "")) e.click();
	}
	await wait(40);
	return bad;
})`

// visit shows a page, provokes it, and waits until all that happened has been heard. It
// returns what could run or load something; of a page that led elsewhere nothing.
func (r *rig) visit(address string, kinds []string, ours bool) []string {
	r.t.Helper()
	_ = chromedp.Do(r.ctx, chromedp.Navigate(address)) // it may lead to what is none, or nowhere
	names, err := json.Marshal(kinds)
	r.must(err)
	script := provoke + "(" + string(names) + ", " + strconv.FormatBool(ours) + ")"
	bad, err := chromedp.Run(r.ctx, chromedp.Evaluate[[]string](script, chromedp.EvalAwaitPromise))
	if err != nil && ours {
		r.t.Errorf("%s: %v", address, err)
	}
	r.visits++
	r.must(r.mark())
	return bad
}

// mark waits until the browser has told all that it had to tell.
func (r *rig) mark() error {
	mark := strconv.Itoa(r.visits)
	for r.ctx.Err() == nil {
		// a page that is just being left answers with an error
		if _, err := chromedp.Run(r.ctx, chromedp.Evaluate[bool](`(console.log("mark `+mark+`"), true)`)); err != nil {
			time.Sleep(5 * time.Millisecond)
			continue
		}
		for {
			select {
			case m := <-r.marks:
				if m == mark {
					return nil
				}
			case <-time.After(10 * time.Second):
				return fmt.Errorf("the browser tells nothing any more")
			}
		}
	}
	return r.ctx.Err()
}

// ran are the payloads that ran since it was asked last, as they are.
func (r *rig) ran() (numbers []int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	numbers = slices.Sorted(maps.Keys(r.hits))
	clear(r.hits)
	return numbers
}

// batches are payloads that may stand on one page, and those that stand alone.
func (r *rig) batches(fits, alone func(payload) bool) (together [][]int) {
	const size = 60
	var batch []int
	for i, p := range r.all {
		switch {
		case !fits(p):
		case alone(p):
			together = append(together, []int{i})
		default:
			if batch = append(batch, i); len(batch) == size {
				together, batch = append(together, batch), nil
			}
		}
	}
	if len(batch) > 0 {
		together = append(together, batch)
	}
	return together
}

func (r *rig) text(i int) string {
	if i < 0 {
		return "a dialog"
	}
	return fmt.Sprintf("%s: %.300q", r.all[i].kind, r.all[i].text)
}

func raw(batch []int) string {
	return "/raw/" + strings.Trim(strings.ReplaceAll(fmt.Sprint(batch), " ", ","), "[]")
}

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

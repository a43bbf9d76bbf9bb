package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
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

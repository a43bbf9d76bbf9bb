package browsertest_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// pageID is the page's id, as the tab keeps it.
const pageID = `sessionStorage.getItem("crunchy lesson.md page")`

func TestReloadResumes(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.open("")
	id := value[string](b, pageID)
	if !regexp.MustCompile(`^\d+$`).MatchString(id) {
		t.Fatalf("the page's id is %q", id)
	}
	e := b.nth(1)
	e.typeAt()
	b.line("colour = input('Colour? ')")
	e.asks()
	b.line("blue")
	e.state("idle")
	b.line("colour")
	e.shows("'blue'")
	typed := e.text()
	ticks := b.named("ticks.py")
	ticks.run()
	ticks.shows("tick 3\n")
	asking := b.named("ask.py")
	asking.run()
	asking.shows("Who? ")
	b.until(q(asking.id + " .cr-answer"))
	hello := b.named("hello.py")
	hello.replace("print('mine')")

	b.reload()
	if again := value[string](b, pageID); again != id {
		t.Errorf("the page was %s and is now %s", id, again)
	}
	e.shows("'blue'")
	if got := e.text(); got != typed {
		t.Errorf("after the reload it shows %q, before %q", got, typed)
	}
	e.typeAt()
	b.line("colour.upper()")
	e.shows("'BLUE'")
	asking.asks()
	b.line("Ada")
	asking.shows("Good day, Ada\n")
	if got := value[string](b, hello.code()); got != "print('mine')" {
		t.Errorf("the editor has %q", got)
	}
	ticks.says("Running")
	ticks.shows("done\n")
	ticks.state("ended")
	if got := ticks.text(); got != allTicks() {
		t.Errorf("the program that went on shows %q", got)
	}
	b.shot("reloaded-1440")
}

// allTicks is what ticks.py prints.
func allTicks() string {
	var b strings.Builder
	for n := range 40 {
		fmt.Fprintln(&b, "tick", n+1)
	}
	return b.String() + "done\n"
}

func TestPageRecoversFromAServerThatIsStartedAgain(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.excuse("ERR_CONNECTION_REFUSED", "404", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE", "ERR_INCOMPLETE_CHUNKED", "ERR_SOCKET")
	b.open("")
	id := value[string](b, pageID)
	e := b.nth(1)
	e.typeAt()
	b.line("colour = 'blue'")
	e.shows("colour = 'blue'")
	hello := b.named("hello.py")
	hello.replace("print('mine')")
	loop := b.named("loop.py")
	loop.run()
	loop.shows("going round\n")
	b.do(`window.stillTheSame = true`)
	s.stop()
	b.until(`document.querySelector(".cr-link:not([hidden])")?.textContent.includes("Reconnecting")`)
	b.shot("server-away-1440")
	s.start("--port", s.address.Port())
	b.until(`document.querySelector(".cr-toast")?.textContent.includes("afresh")`)
	b.live()
	b.shot("server-back-1440")
	if !value[bool](b, `window.stillTheSame === true`) {
		t.Error("the page was loaded again")
	}
	if again := value[string](b, pageID); again == id {
		t.Error("the page of a server that ended goes on under its id")
	}
	loop.state("idle")
	if got := value[string](b, hello.code()); got != "print('mine')" {
		t.Errorf("the editor has %q", got)
	}
	hello.run()
	hello.shows("mine\n")
	e.typeAt()
	b.line("6 * 7")
	e.shows("42")
}

func TestTenTabsAtOnce(t *testing.T) {
	tenTabs(t, serve(t, lessons+"/lesson.md"))
}

// Polls are held on a connection each, and a browser has six.
func TestTenTabsWithoutWebSockets(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	s.behindProxy().refuseSockets = true
	tenTabs(t, s)
}

// tenTabs has programs run in the interpreters of ten tabs at the same time. Editors
// are shared by the tabs, interpreters are each tab's own.
func tenTabs(t *testing.T, s *server) {
	t.Helper()
	tabs := []*tab{newTab(t, s, desktop)}
	for range 9 {
		tabs = append(tabs, tabs[0].another())
	}
	for _, b := range tabs {
		b.excuse("WebSocket connection to")
		b.open("")
	}
	for n, b := range tabs { // each waits for its answer
		b.nth(1).typeAt()
		b.line(fmt.Sprintf("print('tab %d'); print(input('Go? '))", n))
	}
	for n, b := range tabs {
		b.nth(1).shows(fmt.Sprintf("tab %d\nGo? ", n))
	}
	for n, b := range tabs {
		b.nth(1).asks()
		b.line(fmt.Sprint("went ", n))
		b.nth(1).shows(fmt.Sprintf("tab %d\nGo? went %d\nwent %d\n", n, n, n))
	}
}

func TestDuplicatedTabGetsAPageOfItsOwn(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.open("")
	e := b.nth(1)
	e.typeAt()
	b.line("whose = 'first'")
	e.state("idle")
	id := value[string](b, pageID)

	opened := chromedp.WaitNewTarget(b.ctx, func(*target.Info) bool { return true })
	b.do(`window.open(location.href)`)
	ctx, close := chromedp.NewContext(b.ctx, chromedp.WithTargetID(<-opened))
	twin := watch(t, ctx, close, s, desktop)
	twin.live()
	b.live()
	if got := value[string](twin, pageID); got == id {
		t.Error("both tabs have the same page")
	}
	if got := value[string](b, pageID); got != id {
		t.Errorf("the first tab lost its page: %s, then %s", id, got)
	}
	e2 := twin.nth(1)
	e2.typeAt()
	twin.line("whose")
	e2.shows("NameError")
	e.typeAt()
	b.line("whose")
	e.shows("'first'")
}

// greets runs the program that asks who is there.
func (b *tab) greets() {
	b.t.Helper()
	e := b.named("ask.py")
	e.run()
	e.shows("Who? ")
	e.asks()
	b.line("Ada")
	e.shows("Good day, Ada\n")
}

func TestWithoutWebSockets(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	p := s.behindProxy()
	p.refuseSockets = true
	b := newTab(t, s, desktop)
	b.excuse("WebSocket connection to")
	b.open("")
	b.greets()
	one := b.nth(1)
	one.typeAt()
	b.line("6 * 7")
	one.shows("42")
	b.until(`performance.getEntriesByType("resource").filter((r) => r.name.includes("/comet?")).length > 3`)
	tried := p.sockets.Load()
	if tried == 0 {
		t.Error("no socket was tried")
	}
	b.reload() // what the tab has learned it still knows
	one.typeAt()
	b.line("'after' + 'wards'")
	one.shows("'afterwards'")
	if again := p.sockets.Load(); again != tried {
		t.Errorf("after the reload %d sockets are tried again", again-tried)
	}
}

// Some networks let nothing through that they do not know, and do not say so.
func TestWhereWebSocketsAreNeverAnswered(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	p := s.behindProxy()
	p.slow = "/socket"
	b := newTab(t, s, desktop)
	b.excuse("WebSocket connection to", "WebSocket is closed")
	b.open("")
	b.greets()
	b.until(`sessionStorage.getItem("crunchy  sockets") === "no"`)
	if value[bool](b, `document.querySelector(".cr-link:not([hidden])") !== null`) {
		t.Error("the page says that it is cut off")
	}
}

func TestLostConnectionLosesNothing(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	p := s.behindProxy()
	b := newTab(t, s, desktop)
	b.excuse("WebSocket connection to", "ERR_")
	b.open("")
	e := b.named("ticks.py")
	e.run()
	e.shows("tick 2\n")
	for range 5 {
		time.Sleep(250 * time.Millisecond)
		p.cut()
	}
	p.away.Store(true)
	p.cut()
	b.until(`document.querySelector(".cr-link:not([hidden])")`)
	one := b.nth(1)
	one.typeAt()
	b.line("6 * 7") // typed while nobody is there
	time.Sleep(500 * time.Millisecond)
	p.away.Store(false)
	e.shows("done\n")
	if got := e.text(); got != allTicks() {
		t.Errorf("it shows %q", got)
	}
	one.shows("42")
	if got := one.text(); got != ">>> 6 * 7\n42\n" {
		t.Errorf("what was typed meanwhile: %q", got)
	}
	b.live()
}

// A minute without a network is what a walk to another room takes.
func TestAMinuteWithoutConnection(t *testing.T) {
	t.Parallel()
	s := serve(t, lessons+"/lesson.md")
	p := s.behindProxy()
	b := newTab(t, s, desktop)
	b.excuse("WebSocket connection to", "ERR_")
	b.open("")
	e := b.named("hello.py")
	e.replace("import time\nfor n in range(700):\n    print('line', n)\n    time.sleep(0.1)\nprint('over')")
	e.run()
	e.shows("line 3\n")
	p.away.Store(true)
	p.cut()
	b.until(`document.querySelector(".cr-link:not([hidden])")`)
	time.Sleep(time.Minute)
	p.away.Store(false)
	b.live()
	e.within(2*patience, fmt.Sprintf(logText+`.includes("over")`, q(e.id)))
	var want strings.Builder
	for n := range 700 {
		fmt.Fprintln(&want, "line", n)
	}
	if got := e.text(); got != want.String()+"over\n" {
		t.Errorf("it shows %d bytes that end in %q, want %d", len(got), got[max(0, len(got)-60):], want.Len()+5)
	}
}

func TestRunAllAndRestart(t *testing.T) {
	s := serve(t, lessons+"/small.md")
	b := newTab(t, s, desktop)
	b.open("")
	b.click(`[data-do="run-all"]`)
	b.named("one.py").shows("one\n")
	b.named("two.py").shows("two\n")
	b.nth(1).shows("42")
	b.nth(1).state("idle")
	b.named("two.py").state("ended")
	b.click(`[data-do="restart"]`)
	for _, e := range []element{b.nth(1), b.named("one.py"), b.named("two.py")} {
		b.until(fmt.Sprintf(logText, q(e.id)) + ` === ""`)
	}
}

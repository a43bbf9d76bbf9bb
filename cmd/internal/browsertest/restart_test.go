package browsertest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// kill ends the program without a warning.
func (s *server) kill() {
	s.t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	<-s.ended
}

// What a lesson showed is still there when everything in between was lost: the
// server, the tab, and what the tab kept.
func TestKilledServerAndClosedTab(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.excuse("ERR_", "404", "WebSocket")
	b.open("")
	e := b.named("hello.py")
	e.run()
	e.shows("Hello from the editor\n")
	e.state("ended")
	trouble := b.named("trouble.py")
	trouble.run()
	trouble.shows("ZeroDivisionError")
	one := b.nth(1)
	one.typeAt()
	b.line("6 * 7")
	one.shows("42")
	hello, typed := e.text(), one.text()
	time.Sleep(3 * time.Second) // it is kept every two
	_, err := chromedp.Call(b.ctx, page.Close, cdp.Empty{})
	b.must(err)
	s.kill()
	s.start("--port", s.address.Port())

	b = newTab(t, s, desktop)
	b.open("")
	e, one = b.named("hello.py"), b.nth(1)
	one.shows("42")
	for _, what := range []struct{ got, want string }{{e.text(), hello}, {one.text(), typed}} {
		rest, ok := strings.CutPrefix(what.got, what.want)
		if !ok || !strings.Contains(rest, "from before") {
			t.Errorf("it shows %q, before %q", what.got, what.want)
		}
	}
	b.shot("recalled-1440")
	e.run()
	e.state("ended")
	if got := e.text(); got != hello {
		t.Errorf("run again it shows %q", got)
	}
	one.typeAt()
	b.line("7 * 7")
	one.shows("49")
	if got := one.text(); !strings.Contains(got, "42") {
		t.Errorf("what was typed before is gone: %q", got)
	}
	b.reload()
	if got := b.named("hello.py").text(); got != hello {
		t.Errorf("after a reload it shows %q", got)
	}
}

// Python that is only shown, and what was tried at a prompt, can be taken to an
// editor; it stays there over a reload and a new start of the server.
func TestOpenInEditor(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.excuse("ERR_", "404", "WebSocket")
	b.open("")
	before := value[int](b, `document.querySelectorAll(".cr-cell").length`)
	one := b.nth(1)
	one.typeAt()
	b.line("n = 6 * 7")
	b.line("print(n)")
	one.shows("42")
	one.item("Open in editor")
	b.until(q(".cr-added .cm-content"))
	mine := b.named("mine-1.py")
	b.until(mine.code() + ` === "n = 6 * 7\nprint(n)\n"`)
	mine.run()
	mine.shows("42\n")
	mine.state("ended")
	mine.replace("print('changed')")
	b.until(q(mine.id) + `.dataset.work === "saved"`)
	b.shot("added-1440")
	if got := value[int](b, `document.querySelectorAll(".cr-cell").length`); got != before+1 {
		t.Errorf("%d elements, then %d", before, got)
	}

	b.reload()
	b.until(q(".cr-added .cm-content"))
	mine = b.named("mine-1.py")
	b.until(mine.code() + ` === "print('changed')"`)
	mine.shows("42\n")
	mine.run()
	mine.shows("changed\n")
	s.kill()
	s.start("--port", s.address.Port())
	b.live()
	b.reload()
	b.until(q(".cr-added .cm-content"))
	mine = b.named("mine-1.py")
	b.until(mine.code() + ` === "print('changed')"`)
	mine.run()
	mine.shows("changed\n")
}

// A tab that stays open while the server is killed and started again shows what
// it showed, now and when it is loaded again.
func TestOpenTabKeepsItsOutputsOverARestart(t *testing.T) {
	s := serve(t, lessons+"/lesson.md")
	b := newTab(t, s, desktop)
	b.excuse("ERR_", "404", "WebSocket")
	b.open("")
	e, one := b.named("hello.py"), b.nth(1)
	e.replace("print('mine')")
	e.run()
	e.shows("mine\n")
	e.state("ended")
	one.typeAt()
	b.line("6 * 7")
	one.shows("42")
	const count = `document.querySelector(".cr-count").textContent.startsWith("2 of")`
	b.until(count)
	time.Sleep(3 * time.Second) // it is kept every two
	s.kill()
	b.until(`document.querySelector(".cr-link:not([hidden])")`)
	s.start("--port", s.address.Port())
	b.until(`document.querySelector(".cr-toast")?.textContent.includes("afresh")`)
	b.live()
	b.until(count)
	b.reload()
	one.shows("6 * 7\n42\n")
	e.shows("mine\n")
	e.shows("from before")
	b.until(count)
	b.until(e.code() + ` === "print('mine')"`)
	b.shot("reloaded-after-restart-1440")
	b.reload() // nor is it lost the next time
	e.shows("mine\n")
	e.run()
	e.state("ended")
	if got := e.text(); got != "mine\n" {
		t.Errorf("run again it shows %q", got)
	}
}

package browsertest_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

func TestProgramsEndSomeTimeAfterTheirTab(t *testing.T) {
	s := serve(t, "--grace", "4s", lessons+"/lesson.md")
	beside := newTab(t, s, desktop)
	beside.open("")
	diary := filepath.Join(t.TempDir(), "diary")
	t.Run("tab", func(t *testing.T) {
		b := beside.in(t).another()
		b.open("")
		e := b.named("hello.py")
		e.replace("import time\nwhile True:\n    open(" + quote(diary) + ", 'a').write('x')\n    print('wrote')\n    time.sleep(0.05)")
		e.run()
		e.shows("wrote\n")
		b.reload() // nobody has left
		time.Sleep(4500 * time.Millisecond)
		e.state("running")
		_, err := chromedp.Call(b.ctx, page.Close, cdp.Empty{})
		b.must(err)
	})
	size := func() int {
		b, err := os.ReadFile(diary)
		if err != nil {
			t.Fatal(err)
		}
		return len(bytes.TrimSpace(b))
	}
	for deadline := time.Now().Add(patience); ; {
		before := size()
		time.Sleep(500 * time.Millisecond)
		if size() == before {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the program of a tab that was closed goes on")
		}
	}
	e := beside.named("hello.py") // its text is what the other tab wrote
	e.replace("print('still here')")
	e.run()
	e.shows("still here\n")
}

func TestLinksAndBack(t *testing.T) {
	s := serve(t, lessons)
	b := newTab(t, s, desktop)
	b.open("/t/lesson.md")
	id := value[string](b, pageID)
	e := b.nth(1)
	e.typeAt()
	b.line("here = 1")
	e.state("idle")
	b.click(`.cr-pager a[href="small.md"]`)
	b.until(`location.pathname === "/t/small.md"`)
	b.live()
	one := b.nth(1)
	one.typeAt()
	b.line("here")
	one.shows("NameError")
	b.must(chromedp.Do(b.ctx, chromedp.NavigateBack()))
	b.until(`location.pathname === "/t/lesson.md"`)
	b.live()
	if got := value[string](b, pageID); got != id {
		t.Errorf("the page was %s and is now %s", id, got)
	}
	e.shows("here = 1")
	e.typeAt()
	b.line("here + 1")
	e.shows("\n2\n")
}

package check

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"crunchy/ioelement"
	"crunchy/pages"
)

// aWhile is how long a program goes on that the reader is meant to stop.
const aWhile = 2 * time.Second

// program runs a program to its end. at is its place on the page: behind it may
// be shown what it raises.
func (t *trial) program(ctx context.Context, e ioelement.Element, b pages.CodeBlock, at int, c *Case) error {
	o := order{uid: t.talk.page + e.Number, source: e.Source, program: true, limit: t.Timeout}
	wanted, wants := t.shownAfter(at)
	stopped := wants && typeOf(wanted) == "KeyboardInterrupt"
	if stopped {
		o.limit = min(o.limit, aWhile)
	}
	out, err := t.try(ctx, e, o)
	if err != nil {
		return err
	}
	raised, is := out.raised()
	lacked := t.absent(raised)
	f := Finding{Line: inBlock(e, b, out), Kind: Raises, Got: out.printed(raised)}
	switch {
	case out.asked:
		if is || out.late || out.Reason != "finished" {
			t.hungry(e, b.Line, "not tried: it asks for input.", c)
		}
	case stopped && out.late:
	case is && !wants && lacked != "":
		c.skip(b.Line, lacked)
	case is && !wants && t.misses(e, raised):
		c.skip(b.Line, "not tried: it needs what was to be typed before.")
	case is && !wants && !out.late:
		f.Message = fmt.Sprintf("This program raises %s.", withArticle(typeOf(raised)))
		c.add(f)
	case is && !out.late:
		if typeOf(raised) != typeOf(wanted) {
			f.Message, f.Expected, f.Got = "This program raises something else than the page shows behind it.", wanted, raised
			c.add(f)
		}
	case wants && out.Reason == "finished":
		f.Line, f.Expected = b.Line, wanted
		f.Message = fmt.Sprintf("This program does not raise the %s that the page shows behind it.", typeOf(wanted))
		c.add(f)
	case out.picture != "":
		c.add(Finding{Line: b.Line, Kind: Output, Message: out.picture})
	default:
		t.ended(out, b.Line, c)
	}
	return nil
}

// shownAfter is the exception that the next block of the page shows, if that is
// the report of one.
func (t *trial) shownAfter(at int) (string, bool) {
	if at+1 >= len(t.page.Blocks) {
		return "", false
	}
	next := t.page.Blocks[at+1]
	if next.Number != "" || next.For != "" {
		return "", false
	}
	text := strings.TrimLeft(next.Text, "\n")
	if begins := strings.TrimSpace(text); !strings.HasPrefix(begins, "Traceback") && !strings.HasPrefix(begins, `File "`) {
		return "", false
	}
	_, wanted, ok := wantedException(text)
	return wanted, ok
}

// inBlock is the line of the source where a program raised its exception; that of
// the block if it was not there.
func inBlock(e ioelement.Element, b pages.CodeBlock, out *outcome) int {
	line := 0
	for _, f := range out.Exception.Frames {
		if f.File == e.File {
			line = f.Line
		}
	}
	if line == 0 && len(out.Exception.Frames) == 0 {
		line = out.Exception.Line
	}
	return lineOf(b, line)
}

// lineOf is the line in the source of a line of a block's code, which begins
// without the empty lines that the block may begin with.
func lineOf(b pages.CodeBlock, line int) int {
	if line <= 0 || b.TextLine == 0 || ioelement.IsSession(b.Text) {
		return b.Line
	}
	for text := b.Text; ; {
		first, rest, found := strings.Cut(text, "\n")
		if !found || strings.TrimSpace(first) != "" {
			break
		}
		text, line = rest, line+1
	}
	return b.TextLine + line - 1
}

var errorLine = regexp.MustCompile(`(?m)^ *File "([^"\n]*)", line (\d+)`)

// compile looks whether a program for a terminal is Python: only a reader can
// press its keys.
func (t *trial) compile(ctx context.Context, e ioelement.Element, b pages.CodeBlock, c *Case) error {
	source, _ := json.Marshal(e.Source) // a string has a JSON form, and that is one of Python, too
	file, _ := json.Marshal(e.File)
	out, err := t.talk.run(ctx, order{
		uid: t.talk.page + e.Number, program: true, limit: t.Timeout,
		source: fmt.Sprintf("compile(%s, %s, 'exec')\n", source, file),
	})
	if err != nil {
		return err
	}
	raised, is := out.raised()
	if !is {
		t.ended(out, b.Line, c)
		return nil
	}
	line := 0
	for _, m := range errorLine.FindAllStringSubmatch(out.stderr.String(), -1) {
		if m[1] == e.File {
			line, _ = strconv.Atoi(m[2])
		}
	}
	c.add(Finding{Line: lineOf(b, line), Kind: Raises, Message: fmt.Sprintf("This program raises %s.", withArticle(typeOf(raised))), Got: raised})
	return nil
}

// withArticle puts "a" or "an" before the name of a type.
func withArticle(name string) string {
	if name != "" && strings.ContainsRune("AEIOU", rune(name[0])) && !strings.HasPrefix(name, "Unicode") && !strings.HasPrefix(name, "User") {
		return "an " + name
	}
	return "a " + name
}

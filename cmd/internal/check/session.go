package check

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"crunchy/ioelement"
	"crunchy/pages"
)

// echoed is the prompt of sessions in which values are shown as an interpreter of
// a kind shows them.
var echoed = map[ioelement.Echo]string{ioelement.EchoNone: "_u__)", ioelement.EchoType: "<t>>>"}

// session types the examples of an author one after the other.
func (t *trial) session(ctx context.Context, e ioelement.Element, b pages.CodeBlock, c *Case) error {
	examples := ioelement.Examples(b.Text)
	if len(examples) == 0 && strings.TrimSpace(e.Source) != "" {
		examples = []ioelement.Example{{Source: e.Source, Line: 1}}
	}
	compared := slices.ContainsFunc(examples, func(x ioelement.Example) bool { return x.Want != "" })
	if p := echoed[e.Echo]; p != "" && !strings.HasPrefix(strings.TrimSpace(b.Text), p) {
		compared = false // it would be shown otherwise
	}
	bad := t.spoiledIn(e.Session)
	var untried untried
	for _, x := range examples {
		if x.Options["SKIP"] {
			continue
		}
		line := b.TextLine + x.Line - 1
		if bad.needs(x.Source) {
			untried.add(line)
			continue
		}
		out, err := t.try(ctx, e, order{
			uid: t.talk.page + e.Number, source: x.Source, limit: t.Timeout,
			typed: func(printed string) string { return typedOn(x.Want, printed) },
		})
		if err != nil {
			return err
		}
		if out.asked {
			t.hungry(e, line, "not tried from here: it asks for input.", c)
			return nil
		}
		if out.late || out.Reason == "signal" || out.Reason == "limit" || out.Reason == "lost" {
			t.ended(out, line, c)
			continue
		}
		raised, is := out.raised()
		if is && t.misses(e, raised) {
			c.skip(line, "not tried from here: it needs what was to be typed before.")
			return nil
		}
		if lacked := t.absent(raised); lacked != "" && !bad.knows(raised) && !expected(x) {
			c.skip(line, lacked)
			bad.tried(x.Source, raised)
			bad.spoil(x.Source)
			continue
		}
		f, ok := example(x, out, compared, t.lesson.html())
		raised = unexpected(f, ok, out)
		known := bad.knows(raised)
		bad.tried(x.Source, raised)
		switch {
		case known:
			untried.add(line)
		case !ok:
			f.Line = line
			if t.Update && f.Kind != Ends && compared {
				t.edits = append(t.edits, newEdit(line, x, out))
			}
			c.add(f)
		}
	}
	untried.tell(c)
	return nil
}

// expected reports whether the page shows that an example raises something.
func expected(x ioelement.Example) bool {
	_, _, raises := wantedException(x.Want)
	return raises
}

// unexpected is what an example raised that the page says nothing of, or "".
func unexpected(f Finding, ok bool, out *outcome) string {
	if raised, is := out.raised(); !ok && is && f.Kind == Raises {
		return raised
	}
	return ""
}

// typedOn is what a page shows as typed behind what has been printed; "" if that
// cannot be seen.
func typedOn(want, printed string) string {
	rest, ok := strings.CutPrefix(want, printed)
	if !ok || printed == "" {
		return ""
	}
	typed, _, found := strings.Cut(rest, "\n")
	if !found {
		return ""
	}
	return strings.TrimSpace(typed)
}

// example says whether an example does what the page says; loosely where the page
// cannot say that blanks do not count, or that three points stand for anything, as
// Sphinx takes the options of doctest off.
func example(x ioelement.Example, out *outcome, compared, loosely bool) (f Finding, ok bool) {
	raised, is := out.raised()
	if loosely {
		x = loose(x, out.both.String())
	}
	// For doctest an output ends at an empty line: what follows may be a remark.
	short, _, _ := strings.Cut(x.Want, "\n\n")
	before, wanted, wants := wantedException(x.Want)
	_, shorter, _ := wantedException(short)
	f = Finding{Kind: Raises, Expected: x.Want, Got: out.both.String()}
	switch {
	case is && !wants:
		f.Message, f.Got = fmt.Sprintf("This raises %s, which the page does not say.", withArticle(typeOf(raised))), out.printed(raised)
	case !is && wants:
		f.Message = fmt.Sprintf("This does not raise the %s that the page shows.", typeOf(wanted))
	case is:
		fits := slices.ContainsFunc([]string{wanted, shorter}, func(want string) bool {
			return sameException(want, raised, x.Options) || sameException(want, out.plain(), x.Options) ||
				loosely && sameException(want, modules.ReplaceAllString(out.plain(), ""), x.Options)
		})
		if fits && (before == "" || same(before, out.stdout.String(), x.Options)) {
			return f, true
		}
		f.Kind, f.Message, f.Expected, f.Got = Output, "This raises something else than the page says.", wanted, raised
	case !compared,
		same(x.Want, out.stdout.String(), x.Options),
		same(x.Want, out.both.String(), x.Options),
		sameValue(x.Want, out.stdout.String(), loosely),
		sameValue(short, out.stdout.String(), loosely) && x.Want != "",
		same(short, out.stdout.String(), x.Options) && x.Want != "":
		return f, true
	case x.Want == "":
		f.Kind, f.Message = Output, "This prints something, and the page shows nothing."
	default:
		f.Kind, f.Message = Output, "This prints something else than the page shows."
	}
	return f, false
}

package check

import (
	"context"
	"fmt"

	"crunchy/ioelement"
	"crunchy/pages"
)

// predict runs a program of which the student says beforehand what it prints: it
// must print something, and come to its end.
func (t *trial) predict(ctx context.Context, e ioelement.Element, b pages.CodeBlock, c *Case) error {
	out, err := t.try(ctx, e, order{uid: t.talk.page + e.Number, source: e.Source, program: true, limit: t.Timeout})
	if err != nil {
		return err
	}
	raised, is := out.raised()
	switch {
	case out.asked:
		t.hungry(e, b.Line, "not tried: it asks for input.", c)
	case is && !out.late:
		c.add(Finding{Line: inBlock(e, b, out), Kind: Raises, Got: out.printed(raised),
			Message: fmt.Sprintf("This program raises %s, which nobody can predict.", withArticle(typeOf(raised)))})
	case out.Reason == "finished" && out.stdout.Len() == 0:
		c.add(Finding{Line: b.Line, Kind: Output, Message: "This program prints nothing, so there is nothing to predict."})
	default:
		t.ended(out, b.Line, c)
	}
	return nil
}

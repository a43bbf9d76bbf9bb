package check

import (
	"context"
	"fmt"
	"strings"

	"crunchy/ioelement"
	"crunchy/pages"
)

// exercise tries its solution, which must pass, and its starter, which must not.
func (t *trial) exercise(ctx context.Context, e ioelement.Element, b pages.CodeBlock, c *Case) error {
	o := order{uid: t.talk.page + e.Number, source: e.Exercise.Solution, program: true, check: true, limit: t.Timeout}
	if o.source != "" {
		solution := t.partOf(e, "solution")
		if solution.Line == 0 { // the block has it in itself
			solution = b
		}
		out, err := t.talk.run(ctx, o)
		switch {
		case err != nil:
			return err
		case out.asked && !passed(out):
			c.skip(solution.Line, "not tried: it asks for input.")
			return nil
		case !passed(out):
			c.add(unsolved(out, solution))
		case e.Kind == "parsons":
			if raised, is := out.raised(); is { // nothing else has looked
				c.add(Finding{Line: solution.Line, Kind: Raises, Got: out.printed(raised),
					Message: fmt.Sprintf("In its right order this program raises %s.", withArticle(typeOf(raised)))})
			}
		}
	}
	o.source = e.Source
	out, err := t.talk.run(ctx, o)
	if err != nil {
		return err
	}
	if passed(out) {
		message := "The tests pass already, before the student has done anything."
		if strings.TrimSpace(e.Source) == "" {
			message = "An empty program passes these tests."
		}
		c.add(Finding{Line: b.Line, Kind: Starter, Message: message})
	}
	return nil
}

// partOf is the first block of that kind that belongs to an exercise.
func (t *trial) partOf(e ioelement.Element, keyword string) pages.CodeBlock {
	for _, b := range t.page.Blocks {
		if b.For == e.Number && b.Title.Keyword == keyword {
			return b
		}
	}
	return pages.CodeBlock{}
}

func passed(out *outcome) bool {
	return out.verdict != nil && out.verdict.Failed == 0 && out.verdict.Passed > 0
}

// unsolved tells the first test that a solution does not pass.
func unsolved(out *outcome, solution pages.CodeBlock) Finding {
	f := Finding{Line: solution.Line, Kind: Solution, Message: "The solution does not pass its tests."}
	if out.late {
		f.Message = "The solution was not checked in time, and was stopped."
		return f
	}
	if out.verdict == nil {
		f.Got = out.both.String()
		return f
	}
	for _, test := range out.verdict.Tests {
		if test.Outcome == "passed" || test.Outcome == "skipped" {
			continue
		}
		f.Message = fmt.Sprintf("The solution does not pass its tests: %s", sentence(test.Name))
		f.Expected, f.Got = test.Expected, test.Got
		if test.Expected == "" && test.Got == "" {
			f.Got = test.Message
		}
		break
	}
	return f
}

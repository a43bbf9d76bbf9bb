package check

import (
	"maps"
	"regexp"
	"strings"

	"crunchy/ioelement"
)

// Pages of HTML were often made by Sphinx, which takes the options of doctest off.
// So what these may have said is allowed there: three points for anything, and an
// exception without its module. A remark that stands in an output, beside it or in
// the place of one, is for the reader.

var (
	remark  = regexp.MustCompile(`(?m)(?:^|[ \t]{2,})#[ \t].*$`)
	empty   = regexp.MustCompile(`(?m)^[ \t]*\n`)
	modules = regexp.MustCompile(`^(?:\w+\.)+`) // before the name of an exception
)

// loose is an example as such a page means it, of which that was printed.
func loose(x ioelement.Example, printed string) ioelement.Example {
	options := maps.Clone(x.Options)
	if options == nil {
		options = map[string]bool{}
	}
	options["ELLIPSIS"] = true
	x.Options = options
	if remark.MatchString(x.Want) && !remark.MatchString(printed) {
		x.Want = strings.TrimLeft(empty.ReplaceAllString(remark.ReplaceAllString(x.Want, ""), ""), "\n")
	}
	return x
}

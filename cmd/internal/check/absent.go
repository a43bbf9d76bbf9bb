package check

import (
	"fmt"
	"regexp"
)

// What is raised because something is not there that no page can bring: then there
// is nothing for an author to mend.

var (
	// offline is where a name of the network leads nowhere, for a page may be
	// checked where there is none.
	offline = regexp.MustCompile(`Name or service not known|Temporary failure in name resolution|No address associated with hostname|` +
		`nodename nor servname provided|getaddrinfo failed|Network is unreachable`)
	refused = regexp.MustCompile(`^ConnectionRefusedError\b`)

	// sphinx is in the pages that it makes, with any theme.
	sphinx = regexp.MustCompile(`_static/(?:doctools|sphinx_highlight|documentation_options)\b|sphinx-doc\.org`)
)

// absent says what an example lacked that raised this, or "" if it lacked nothing of
// the kind. Sphinx can prepare names out of sight (testsetup), and takes that off a
// page: what nothing on the page gives has come from there.
func (t *trial) absent(raised string) string {
	switch {
	case offline.MatchString(raised):
		return "not tried: it needs the network."
	case refused.MatchString(raised):
		return "not tried: it needs a server that does not answer here."
	}
	if m := missing.FindStringSubmatch(raised); m != nil && t.sphinx {
		return fmt.Sprintf("not tried: nothing that runs on this page of Sphinx's gives the name %q, which may be prepared out of sight.", m[1])
	}
	return ""
}

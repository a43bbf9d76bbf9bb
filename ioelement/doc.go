// Package ioelement knows the interactive parts of a page: what an author may
// write in the title of a block, which kinds of element there are, and the HTML
// each of them becomes.
//
// A title is one line of words ([ParseTitle]); its first word names a [Kind].
// The kinds that a page may use are a [Set], a plain value: there is no
// registry. To add a kind, write one file with a function that returns it, and
// name that function in [Default].
//
// Some kinds are parts of an [Exercise]: code, tests, a setup, a solution. They
// say so by their Role, and [Set.Tie] ties those of a page by their names, before
// any of them is made.
//
// The package also reads sessions, the text that is seen when Python is used
// interactively: [Examples] takes one apart and [Highlight] colours one.
package ioelement

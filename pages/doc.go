// Package pages turns what an author wrote into what a student reads: a
// Markdown or HTML file, or a notebook, goes in, a [Page] comes out. It holds
// no state, starts nothing and fetches nothing.
//
// All of them become one tree, so that there is one sanitiser and one rewriter.
// What was written for another tool is put into our own words first. The
// sanitiser rebuilds the tree from lists of what is allowed: no scripts, no
// handlers, no frames, no forms; style sheets are filtered. Then each block of
// code that is live becomes an element of package ioelement.
//
// The same source and options give the same bytes, and a page that is rendered
// again stays as it is.
package pages

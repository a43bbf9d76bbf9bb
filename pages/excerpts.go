package pages

import "crunchy/ioelement"

// mostExcerpts is how many sources a page may show that are found elsewhere.
const mostExcerpts = 100

// find looks for what a block shows that stands elsewhere, if it is such a block.
func (r *rewriter) find(b *ioelement.Block) {
	k, _ := r.set.Lookup(b.Title.Keyword)
	what := b.Title.Argument()
	if !k.Finds || r.excerpt == nil || what == "" {
		return
	}
	r.looked++
	if r.looked > mostExcerpts {
		b.Excerpt = &ioelement.Excerpt{Problem: "many"}
		return
	}
	python := b.Title.Value("python")
	if python == "" {
		python = b.Defaults.Python
	}
	found := r.excerpt(what, python)
	b.Excerpt = &found
}

package pages

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"

	"golang.org/x/net/html"

	"crunchy/ioelement"
)

// edition finds the version of a page while it is made.
type edition struct{ hash.Hash }

// newEdition begins with what the author wrote, cleaned, as it stands before the
// interface writes into it: the version is the same in every language and look. It
// returns nil without a salt.
func newEdition(doc *html.Node, title string, o Options) *edition {
	if o.Salt == "" {
		return nil
	}
	e := &edition{hmac.New(sha256.New, []byte(o.Salt))}
	if err := html.Render(e, doc); err != nil { // a hash takes everything, so it is the tree
		e.add(textOf(doc))
	}
	e.add(title)
	e.add(o.Defaults.Rules.String()) // blocks in which nothing runs may change by them
	return e
}

func (e *edition) add(v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only plain values are added
	}
	_, _ = e.Write(append(b, 0))
}

// finder notes also what the page shows that stands elsewhere.
func (e *edition) finder(find func(what, python string) ioelement.Excerpt) func(what, python string) ioelement.Excerpt {
	if e == nil || find == nil {
		return find
	}
	return func(what, python string) ioelement.Excerpt {
		x := find(what, python)
		e.add(x)
		return x
	}
}

// version is what it comes to with the elements, hidden tests and all; "" without
// a salt. Nobody who does not know the salt can try out what is hidden.
func (e *edition) version(elements []ioelement.Element) string {
	if e == nil {
		return ""
	}
	for _, x := range elements {
		e.add(x)
	}
	return hex.EncodeToString(e.Sum(nil)[:12])
}

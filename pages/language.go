package pages

import (
	"cmp"

	"golang.org/x/net/html"

	"crunchy/ioelement/texts"
)

// speak chooses the language of the interface: the fixed one, that of the page,
// the reader's, or English.
func (o Options) speak(page string) texts.Catalogue {
	if !o.FixedLanguage {
		if words, ok := texts.In(page); ok {
			return words
		}
	}
	words, _ := texts.In(o.Language)
	return words
}

// ui says of a part of the interface that it is in another language than the
// page around it.
func (c chrome) ui(n *html.Node) *html.Node {
	if c.foreign() {
		setAttr(n, "lang", c.words.Language())
	}
	return n
}

// own says of a part within one of the interface that it is in the page's
// language.
func (c chrome) own(n *html.Node) *html.Node {
	if c.foreign() {
		setAttr(n, "lang", c.pageLang())
	}
	return n
}

func (c chrome) pageLang() string { return cmp.Or(c.page.Lang, texts.English) }

// foreign reports whether the interface is in another language than the page.
func (c chrome) foreign() bool { return foreign(c.words, c.page.Lang) }

func foreign(words texts.Catalogue, lang string) bool {
	return texts.Primary(cmp.Or(lang, texts.English)) != words.Language()
}

// in says of a part of one of our own pages that it is in the language of a
// lesson, which it names.
func in(words texts.Catalogue, lang string, n *html.Node) *html.Node {
	if foreign(words, lang) {
		setAttr(n, "lang", cmp.Or(lang, texts.English))
	}
	return n
}

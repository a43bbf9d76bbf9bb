package web

import (
	"crypto/rand"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"sync"

	"crunchy/ioelement"
	"crunchy/ioelement/texts"
)

// openPage is one page in somebody's browser.
type openPage struct {
	id       string
	token    string
	owner    string
	tutorial string
	version  string          // of the tutorial's page, see pages.Page; "" without a tutorial
	words    texts.Catalogue // of its interface
	elements []ioelement.Element
	// suffixes are the last digits of the uids of a page that was refreshed, by the
	// elements' numbers: what is kept has still those that it had. Nil before.
	suffixes map[string]string
	used     int         // highest of them ever given
	changing *sync.Mutex // held while the page is refreshed
	added    int         // of the elements, how many the student has added
	watched  bool        // it ends when nobody listens, as if it had been closed
	scripts  bool        // its programs may run scripts in it
	talk     *pace       // of what it publishes
	dir      string
	modules  string // folder of the lesson's own modules, "" for none
	// moduleFiles are what is in it, by their names.
	moduleFiles map[string][]byte
}

// numberLength is how many digits of a uid are the element's number.
const numberLength = 4

// mostElements is how many elements a page may have had.
const mostElements = 9999

// uid is the page's id followed by the element's number, or by the one that it had
// when the page was opened.
func (p *openPage) uid(number string) string {
	if suffix, ok := p.suffixes[number]; ok {
		return p.id + suffix
	}
	return p.id + number
}

// unused takes digits for one more uid, "" when there are none left. Nobody else
// knows of the page yet.
func (p *openPage) unused() string {
	if p.used >= mostElements {
		return ""
	}
	p.used++
	return fmt.Sprintf("%0*d", numberLength, p.used)
}

// element returns the element with that uid, or nil.
func (p *openPage) element(uid string) *ioelement.Element {
	for i := range p.elements {
		if p.uid(p.elements[i].Number) == uid {
			return &p.elements[i]
		}
	}
	return nil
}

// pageOf returns the id of the page in a uid, or "" for what is too short.
func pageOf(uid string) string {
	if len(uid) <= numberLength {
		return ""
	}
	return uid[:len(uid)-numberLength]
}

// openPages knows which pages are open and whose they are.
type openPages struct {
	mu     sync.RWMutex
	pages  map[string]*openPage
	tokens map[string]*openPage
}

func newOpenPages() *openPages {
	return &openPages{pages: map[string]*openPage{}, tokens: map[string]*openPage{}}
}

func (o *openPages) get(id string) *openPage {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.pages[id]
}

func (o *openPages) byToken(token string) *openPage {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.tokens[token]
}

// add puts in a page unless there are max already.
func (o *openPages) add(p *openPage, max int) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.pages) >= max {
		return false
	}
	o.pages[p.id], o.tokens[p.token] = p, p
	return true
}

// renew gives the page a new token, so that whoever held it before no longer does.
func (o *openPages) renew(p *openPage) *openPage {
	o.mu.Lock()
	defer o.mu.Unlock()
	q := *p
	q.token = random(16)
	delete(o.tokens, p.token)
	o.pages[q.id], o.tokens[q.token] = &q, &q
	return &q
}

// watch has a page end as soon as nobody has listened to it for a while, and
// returns it as it is then.
func (o *openPages) watch(p *openPage) *openPage {
	o.mu.Lock()
	defer o.mu.Unlock()
	q := *p
	q.watched = true
	o.pages[q.id], o.tokens[q.token] = &q, &q
	return &q
}

// extend gives a page one more element, whose number it chooses, unless it has
// most already. It returns the page as it is then.
func (o *openPages) extend(id string, most int, make func(*openPage) ioelement.Element) (*openPage, ioelement.Element, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	p := o.pages[id]
	if p == nil || p.added >= most {
		return nil, ioelement.Element{}, false
	}
	q := *p
	q.added++
	e := make(&q)
	e.Number = fmt.Sprintf("%0*d", numberLength, len(q.elements)+1)
	suffix := q.unused()
	if suffix == "" {
		return nil, ioelement.Element{}, false
	}
	if suffix != e.Number {
		q.suffixes = maps.Clone(q.suffixes)
		q.suffixes[e.Number] = suffix
	}
	q.elements = append(slices.Clip(q.elements), e)
	o.pages[q.id], o.tokens[q.token] = &q, &q
	return &q, e, true
}

func (o *openPages) remove(id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if p := o.pages[id]; p != nil {
		delete(o.pages, id)
		delete(o.tokens, p.token)
	}
}

func (o *openPages) ids() []string {
	o.mu.RLock()
	defer o.mu.RUnlock()
	ids := make([]string, 0, len(o.pages))
	for id := range o.pages {
		ids = append(ids, id)
	}
	return ids
}

// newPageID returns up to 39 random decimal digits, the first not a zero.
func newPageID() string {
	low := new(big.Int).Exp(big.NewInt(10), big.NewInt(37), nil)
	span := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 128), low)
	n, err := rand.Int(rand.Reader, span)
	if err != nil {
		panic(err) // crypto/rand does not fail
	}
	return n.Add(n, low).String()
}

package web

import (
	"crypto/rand"
	"fmt"
	"math/big"
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
	title    string // of the tutorial, in lang
	lang     string
	seat     int             // no other page since the server began has it
	version  string          // of the tutorial's page, see pages.Page; "" without a tutorial
	words    texts.Catalogue // of its interface
	elements []ioelement.Element
	// suffixes are the last digits of uids, by the elements' numbers, where they may
	// be others than those: what a refresh has kept has still the uid that it had.
	suffixes map[string]string
	used     int         // highest of them ever given
	changing *sync.Mutex // held while its elements change or somebody takes it over; see hold
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

// uid is the page's id followed by the element's number, or by its suffix.
func (p *openPage) uid(number string) string {
	if suffix, ok := p.suffixes[number]; ok {
		return p.id + suffix
	}
	return p.id + number
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
	seats  int // that were given out
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
	o.seats++
	p.seat = o.seats
	o.pages[p.id], o.tokens[p.token] = p, p
	return true
}

// hold returns a page with its changing held, as it is then, or nil when it is not
// open. Whoever gets one unlocks it.
func (o *openPages) hold(id string) *openPage {
	p := o.get(id)
	if p == nil {
		return nil
	}
	p.changing.Lock()
	now := o.get(id)
	if now == nil {
		p.changing.Unlock()
	}
	return now
}

// update puts a page as change makes it of what it is now in its place, and returns
// it; nil when it is not open.
func (o *openPages) update(id string, change func(*openPage)) *openPage {
	o.mu.Lock()
	defer o.mu.Unlock()
	p := o.pages[id]
	if p == nil {
		return nil
	}
	q := *p
	change(&q)
	delete(o.tokens, p.token)
	o.pages[id], o.tokens[q.token] = &q, &q
	return &q
}

// renew gives the page a new token, so that whoever held it before no longer does.
func (o *openPages) renew(id string) *openPage {
	return o.update(id, func(p *openPage) { p.token = random(16) })
}

// watch has a page end as soon as nobody has listened to it for a while.
func (o *openPages) watch(id string) *openPage {
	return o.update(id, func(p *openPage) { p.watched = true })
}

// take gives out digits for n more uids of a page. They are never given out again,
// whatever becomes of them: the engine takes nothing more for the uid of what was
// removed.
func (o *openPages) take(id string, n int) ([]string, error) {
	var all []string
	p := o.update(id, func(p *openPage) {
		if n > mostElements-p.used {
			return
		}
		for range n {
			p.used++
			all = append(all, fmt.Sprintf("%0*d", numberLength, p.used))
		}
	})
	switch {
	case p == nil:
		return nil, errUnknownPage.with(nil)
	case len(all) < n:
		return nil, errNoRoom.tells("manyElements", "n", mostElements)
	}
	return all, nil
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

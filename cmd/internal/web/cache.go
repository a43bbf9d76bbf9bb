package web

import (
	"crypto/sha256"
	"fmt"
	"sync"

	"crunchy/pages"
)

// pageCache keeps rendered pages by their content and options, because the same
// few lessons are opened again and again. Its zero map must be set.
type pageCache struct {
	mu    sync.Mutex
	pages map[string]*pages.Page
}

// cachedPages is how many are kept; then the cache starts afresh.
const cachedPages = 256

// render returns the page, and whether it was rendered just now.
func (c *pageCache) render(src pages.Source, o pages.Options) (p *pages.Page, fresh bool, err error) {
	link := func(l *pages.Link) pages.Link {
		if l == nil {
			return pages.Link{}
		}
		return *l
	}
	key := fmt.Sprintf("%x %q %q %q %q %q %q %q %q %q %q %d %q %q %q %t %q %q", sha256.Sum256(src.Data), src.Name, src.ContentType,
		o.Tutorial, o.Trust, o.Host, o.Course, link(o.Prev), link(o.Next), o.Root, o.Assets, o.Lesson, o.Search, o.Home, o.Language, o.FixedLanguage, o.User, o.Version)
	c.mu.Lock()
	p = c.pages[key]
	c.mu.Unlock()
	if p != nil && p.Current(o.Now) {
		return p, false, nil
	}
	p, err = pages.Render(src, o)
	if err != nil {
		return nil, false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.pages) >= cachedPages {
		clear(c.pages)
	}
	c.pages[key] = p
	return p, true, nil
}

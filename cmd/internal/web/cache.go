package web

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"sync"

	"crunchy/pages"
)

// pageCache keeps rendered pages by their content and options, because the same
// few lessons are opened again and again. Its zero map must be set.
type pageCache struct {
	mu    sync.Mutex
	pages map[string]cachedPage
}

// cachedPage is a page, with the stamps of the files that it was made of beside
// its own.
type cachedPage struct {
	*pages.Page
	stamps map[string]stamp
}

// fresh reports whether these files are as they were.
func (c cachedPage) fresh(files fs.FS) bool {
	for name, before := range c.stamps {
		if stampOf(files, name) != before {
			return false
		}
	}
	return c.Page != nil
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
	key := fmt.Sprintf("%x %q %v %t %t %q %q %q %q %q %q %q %q %q %q %d %q %q %q %t %q %q %q %q %q %t %t %t %q %v", sha256.Sum256(src.Data), o.Rules.String(), o.RuleErrors, o.Files != nil, o.Rest != nil, src.Name, src.ContentType,
		o.Tutorial, o.Trust, o.Host, o.Course, link(o.Prev), link(o.Next), o.Root, o.Assets, o.Lesson, o.Search, o.Home, o.Language, o.FixedLanguage, o.User, o.Version, o.Place, o.Theme, o.Salt, o.Author, o.Margin, o.Key, o.Lang, o.Defaults)
	c.mu.Lock()
	cached := c.pages[key]
	c.mu.Unlock()
	if cached.fresh(o.Files) && cached.Current(o.Now) {
		return cached.Page, false, nil
	}
	p, err = pages.Render(src, o)
	if err != nil || p.Passing {
		return p, err == nil, err
	}
	cached = cachedPage{p, map[string]stamp{}}
	for _, name := range p.Uses {
		cached.stamps[name] = stampOf(o.Files, name)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.pages) >= cachedPages {
		clear(c.pages)
	}
	c.pages[key] = cached
	return p, true, nil
}

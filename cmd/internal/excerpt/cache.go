package excerpt

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"crunchy/cmd/internal/engine"
	"crunchy/ioelement"
)

// Cache keeps what was found for a while: a page is often asked for several times
// in a row. The zero Cache is ready; a nil one keeps nothing.
type Cache struct {
	mu    sync.Mutex
	found map[key]kept
}

type key struct {
	python, name string
	given        bool
	sum          [sha256.Size]byte
}

type kept struct {
	excerpt ioelement.Excerpt
	until   time.Time
}

// How long something is kept, and how much; then all is forgotten.
const (
	keepFor  = 30 * time.Second
	keepMost = 500
)

func (c *Cache) get(ctx context.Context, e engine.Engine, q engine.Lookup) ioelement.Excerpt {
	if c == nil {
		found, _ := ask(ctx, e, q)
		return found
	}
	k := key{q.Python, q.Name, q.Given != nil, sha256.Sum256(q.Given)}
	c.mu.Lock()
	have := c.found[k]
	c.mu.Unlock()
	if time.Now().Before(have.until) {
		return have.excerpt
	}
	found, ok := ask(ctx, e, q)
	if !ok {
		return found
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.found == nil || len(c.found) >= keepMost {
		c.found = map[key]kept{}
	}
	c.found[k] = kept{found, time.Now().Add(keepFor)}
	return found
}

// ask asks the engine; ok is false when it could not be asked.
func ask(ctx context.Context, e engine.Engine, q engine.Lookup) (found ioelement.Excerpt, ok bool) {
	x, err := e.Excerpt(ctx, q)
	if err != nil {
		return ioelement.Excerpt{Problem: "failed"}, false
	}
	return ioelement.Excerpt{Text: x.Text, Line: x.Line, Problem: x.Problem}, true
}

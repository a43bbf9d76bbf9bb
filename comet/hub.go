package comet

import "sync"

// Hub holds the sessions of all open pages. Its methods may be called by any
// number of goroutines.
type Hub struct {
	limits Limits

	mu       sync.RWMutex
	sessions map[string]*Session
}

// NewHub returns an empty hub whose sessions have the given limits.
func NewHub(l Limits) *Hub {
	return &Hub{limits: l.withDefaults(), sessions: map[string]*Session{}}
}

// Open returns a new session for the page, or false when it is open already.
func (h *Hub) Open(page string) (*Session, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.sessions[page] != nil {
		return nil, false
	}
	s := NewSession(h.limits)
	h.sessions[page] = s
	return s, true
}

// Lookup returns the session of a page, or ErrUnknown.
func (h *Hub) Lookup(page string) (*Session, error) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if s := h.sessions[page]; s != nil {
		return s, nil
	}
	return nil, ErrUnknown
}

// Close closes and forgets the session of a page, if there is one.
func (h *Hub) Close(page string) {
	h.mu.Lock()
	s := h.sessions[page]
	delete(h.sessions, page)
	h.mu.Unlock()
	if s != nil {
		s.Close()
	}
}

package web_test

import (
	"context"
	"strings"
	"testing"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/web"
)

// crowded is an engine whose owner has as many elements as he may have.
type crowded struct{ *fake }

func (crowded) Open(context.Context, engine.Page) error { return engine.ErrCrowded }

func TestTooManyElementsAreRefused(t *testing.T) {
	s := newSite(t, func(c *web.Config) { c.Engine = crowded{c.Engine.(*fake)} })
	resp, body := s.do("POST", "/page_init?tutorial=lesson.md", "", bearer)
	if resp.StatusCode != 429 || resp.Header.Get("Retry-After") == "" || !strings.Contains(body, "close a page and try again") {
		t.Errorf("%d %v %s", resp.StatusCode, resp.Header, body)
	}
}

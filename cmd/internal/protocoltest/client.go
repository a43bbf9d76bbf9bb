// Package protocoltest is a client of Crunchy that was written from the wire
// contract alone and shares no code with the server, and the tests that try
// each promise of that contract on the real program.
package protocoltest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Client speaks to one server as a program does: plain HTTP with a bearer token.
type Client struct {
	URL   string // http://127.0.0.1:8001
	Token string
	HTTP  *http.Client // nil is http.DefaultClient
}

// Answer is a response that arrived whole.
type Answer struct {
	Status int
	Header http.Header
	Body   string
}

// Do sends a request and returns the answer, whatever its status; an error means
// that none arrived, or only a part of one. Edits change the request before it goes.
func (c *Client) Do(ctx context.Context, method, target, body string, edits ...func(*http.Request)) (Answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.URL+target, strings.NewReader(body))
	if err != nil {
		return Answer{}, err
	}
	if c.Token != "" {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	for _, edit := range edits {
		edit(req)
	}
	resp, err := c.http().Do(req)
	if err != nil {
		return Answer{}, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return Answer{resp.StatusCode, resp.Header, string(b)}, err
}

func (c *Client) http() *http.Client {
	if c.HTTP != nil {
		return c.HTTP
	}
	return http.DefaultClient
}

// Header is an edit for Do that sets a header.
func Header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// JSON asks for the answer, or the error, as JSON.
func JSON(r *http.Request) { r.Header.Set("Accept", "application/json") }

// StatusError is an answer that is not a success.
type StatusError struct{ Answer }

func (e *StatusError) Error() string { return fmt.Sprintf("%d %s", e.Status, e.Body) }

// Page is a page that the client has opened.
type Page struct {
	Client *Client `json:"-"`

	ID         string    `json:"page"`
	Token      string    `json:"token"`
	Seq        uint64    `json:"seq"` // the cursor to start with
	Elements   []Element `json:"elements"`
	Transcript []Frame   `json:"transcript"`

	Progress map[string]string `json:"progress"` // "ran" or "solved", by number
}

// Element is one live block of a page.
type Element struct {
	Number  string         `json:"number"`
	UID     string         `json:"uid"`
	Kind    string         `json:"kind"`
	Options map[string]any `json:"options"`
	Source  string         `json:"source"`
	Posted  uint64         `json:"posted"`

	Key  string `json:"key"`
	File string `json:"file"`
	Work *Work  `json:"work"` // nil as long as the text is the author's
}

// Work is a student's text of an element.
type Work struct {
	Text    string `json:"text"`
	Version string `json:"version"`
	Starter string `json:"starter"`
}

// Open opens a page of the tutorial; query holds what page_init takes besides.
func (c *Client) Open(ctx context.Context, tutorial string, query url.Values, edits ...func(*http.Request)) (*Page, error) {
	if query == nil {
		query = url.Values{}
	}
	query.Set("tutorial", tutorial)
	a, err := c.Do(ctx, http.MethodPost, "/page_init?"+query.Encode(), "", append(edits, JSON)...)
	if err != nil {
		return nil, err
	}
	if a.Status != http.StatusOK {
		return nil, &StatusError{a}
	}
	p := &Page{Client: c}
	return p, json.Unmarshal([]byte(a.Body), p)
}

// UID returns the address of the page's nth element, from 1.
func (p *Page) UID(n int) string { return fmt.Sprintf("%s%04d", p.ID, n) }

// Act posts to an element: route is "post", "exec", "interrupt" …, query, if
// any, begins with "&".
func (p *Page) Act(ctx context.Context, n int, route, query, body string, edits ...func(*http.Request)) (Answer, error) {
	return p.Client.Do(ctx, http.MethodPost, "/"+route+"?uid="+p.UID(n)+query, body, edits...)
}

package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"crunchy/cmd/internal/protocoltest"
)

// visit opens the lesson.
func (r *ruin) visit() *visitor {
	r.t.Helper()
	v, err := r.enter()
	if err != nil {
		r.t.Fatal(err)
	}
	return v
}

// enter opens the lesson.
func (r *ruin) enter() (*visitor, error) {
	p, err := r.Open(context.Background(), "lesson.md", nil)
	if err != nil {
		return nil, err
	}
	return visiting(p), nil
}

// visiting looks at a page from where it stands.
func visiting(p *protocoltest.Page) *visitor {
	return &visitor{Page: p, heard: map[voice]string{}, stream: &protocoltest.Poller{
		Page: p, Types: "PROMPT,INPUT,RESULT,STATUS", Batch: true, Wait: 5, After: p.Seq}}
}

// visitor is a client in front of an open page.
type visitor struct {
	*protocoltest.Page
	stream protocoltest.Stream
	heard  map[voice]string
}

// voice is an element and a type of its frames.
type voice struct {
	n    int
	kind string
}

// do acts on an element and wants a success.
func (v *visitor) do(n int, route, body string) error {
	a, err := v.Act(context.Background(), n, route, "", body)
	if err == nil && a.Status != http.StatusOK {
		err = fmt.Errorf("/%s: %d %s", route, a.Status, a.Body)
	}
	return err
}

// until reads frames until what came of that type from the element, since the
// last forget, has the words.
func (v *visitor) until(n int, kind, words string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience())
	defer cancel()
	for {
		if heard, any := v.heard[voice{n, kind}]; any && strings.Contains(heard, words) {
			return nil
		}
		if err := v.listen(ctx); err != nil {
			return fmt.Errorf("waiting for %s %q of element %d: %w; there is %.2000q", kind, words, n, err, fmt.Sprint(v.heard))
		}
	}
}

// listen takes what comes next.
func (v *visitor) listen(ctx context.Context) error {
	frames, err := v.stream.Next(ctx)
	for _, f := range frames {
		n, _ := strconv.Atoi(strings.TrimPrefix(f.UID, v.ID))
		v.heard[voice{n, f.Type}] += f.Data
	}
	return err
}

// forget forgets what came.
func (v *visitor) forget() { clear(v.heard) }

// leave closes the page.
func (v *visitor) leave() error {
	_, err := v.Client.Do(context.Background(), "POST", "/close?page="+v.ID, "")
	return err
}

package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/net/html"
)

// paper is a page of 260 KB with an element every few paragraphs; n makes it another.
func paper(n int) string {
	piece := "<pre title=\"editor\">print(1)</pre>\n" + strings.Repeat("<h2>A heading</h2><p>Some <em>words</em> and a <a href=\"x.html\">link</a>, and more words that say nothing of any use to anybody.</p>\n", 10)
	return fmt.Sprintf("<!DOCTYPE html><title>%d</title>\n", n) + strings.Repeat(piece, 260<<10/len(piece))
}

// get fetches a file of the lessons, in which words must be, if they are any.
func (b *bench) get(name, words string) error {
	a, err := b.server.Do(b.ctx, http.MethodGet, "/t/"+name, "")
	if err == nil && (a.Status != http.StatusOK || len(a.Body) < 200<<10 || !strings.Contains(a.Body, words)) {
		err = fmt.Errorf("%s: %d, %d bytes", name, a.Status, len(a.Body))
	}
	return err
}

// newPage shows a page that nobody has seen; the floor is to fetch a file of the same
// size, to parse it and to write it out again.
func (b *bench) newPage() (figure, error) {
	n := 0
	return inTurns(b.times(50), "the file, parsed and rendered", clock(func() error {
		n++
		name := fmt.Sprintf("new-%d.html", n)
		if err := os.WriteFile(filepath.Join(b.lessons(), name), []byte(paper(n)), 0o644); err != nil {
			return err
		}
		return b.get(name, fmt.Sprintf("<title>%d", n))
	}), clock(func() error {
		if err := b.get("same.txt", ""); err != nil {
			return err
		}
		tree, err := html.Parse(strings.NewReader(paper(0)))
		if err != nil {
			return err
		}
		return html.Render(&strings.Builder{}, tree)
	}), nil)
}

// samePage shows one that was shown before.
func (b *bench) samePage() (figure, error) {
	return inTurns(b.times(200), "the file as it is", clock(func() error { return b.get("same.html", "<title>0") }),
		clock(func() error { return b.get("same.txt", "<title>0") }), nil)
}

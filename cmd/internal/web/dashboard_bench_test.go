package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// showing is an engine with the logs of pages, and nothing that runs.
type showing struct {
	fake
	hub *comet.Hub
}

func (e *showing) Look(ctx context.Context, page string, after uint64, types comet.Types) (comet.Batch, error) {
	s, err := e.hub.Lookup(page)
	if err != nil {
		return comet.Batch{}, err
	}
	return s.Look(ctx, after, types)
}

// BenchmarkWatching is a second of a class of thirty in which each page prints a line,
// watched as the teacher's page does it: with four polls of all over one connection.
// Its time is what that costs both ends of the wire together; B/s is what goes over it,
// both ways, with the heads.
func BenchmarkWatching(b *testing.B) {
	const class, polls = 30, 4
	e := &showing{fake{pages: map[string]engine.Page{}}, comet.NewHub(comet.Limits{})}
	s, err := web.New(b.Context(), web.Config{
		Engine: e, Log: slog.New(slog.DiscardHandler), Token: token, Port: "8001", BaseURL: "http://127.0.0.1:8001", Work: b.TempDir(),
		Static: fstest.MapFS{"crunchy.js": {Data: []byte("//")}}, Lessons: fstest.MapFS{"index.md": {Data: []byte("# Home\n")}},
	})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	srv := httptest.NewServer(s)
	defer srv.Close()
	call := func(target, body string) string {
		req, err := http.NewRequestWithContext(b.Context(), "POST", srv.URL+target, strings.NewReader(body))
		if err != nil {
			b.Fatal(err)
		}
		bearer(req)
		req.Header.Set("Content-Type", "application/x-ocsigen-comet")
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		defer resp.Body.Close()
		answer, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != 200 {
			b.Fatalf("%s: %d %s %v", target, resp.StatusCode, answer, err)
		}
		return string(answer)
	}
	names := []string{"pages"}
	var sessions []*comet.Session
	for range class {
		id := call("/page_init", "")
		session, _ := e.hub.Open(id)
		sessions = append(sessions, session)
		names = append(names, comet.Escape("page:"+id))
	}
	registration := url.Values{"registration": {strings.Join(names, "\n")}, "client": {"board"}, "types": {"STATUS"}}
	call("/comet", registration.Encode()+"&from="+url.QueryEscape("pages:0")) // takes its place
	form := registration.Encode()
	sent, lines, n, counts := 0, 0, 0, [class]uint64{}
	for b.Loop() {
		for poll := range polls {
			for i := poll; i < class; i += polls {
				n++
				if err := sessions[i].Append(b.Context(), "10001", comet.Stdout, fmt.Appendf(nil, "line %d of a program\n", n)); err != nil {
					b.Fatal(err)
				}
				counts[i]++
				if err := sessions[i].Ack(counts[i]); err != nil { // its own browser has it
					b.Fatal(err)
				}
			}
			answer := call("/comet", form)
			const heads = 400 // of a request and its answer
			sent += len(form) + len(answer) + heads
			lines += strings.Count(answer, "STDOUT")
		}
	}
	if lines != b.N*class {
		b.Errorf("%d lines have come, of %d", lines, b.N*class)
	}
	b.ReportMetric(float64(sent)/float64(b.N), "B/s")
}

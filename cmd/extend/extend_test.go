package extend_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"crunchy/cmd/extend"
	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/web"
	"crunchy/comet"
)

// idle is an engine of which nothing is wanted.
type idle struct{ engine.Engine }

func (idle) Watch(func(page, uid string, kind comet.Kind, data []byte)) {}

// server is a Crunchy with an extension.
type server struct {
	http *httptest.Server
	stop func()
}

// start starts one, and panics when it cannot.
func start(e extend.Extension) *server {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	s, err := web.New(context.Background(), web.Config{
		Engine: idle{}, Log: slog.New(slog.DiscardHandler), Token: "secret", BaseURL: "http://127.0.0.1", Work: dir,
		Static: fstest.MapFS{"crunchy.js": {}}, Lessons: fstest.MapFS{"index.md": {Data: []byte("# Home\n")}},
		Extensions: []extend.Extension{e},
	})
	if err != nil {
		panic(err)
	}
	h := httptest.NewServer(s)
	return &server{h, func() {
		h.CloseClientConnections()
		h.Close()
		s.Close()
		os.RemoveAll(dir)
	}}
}

func (s *server) send(method, target, body, token string) *http.Response {
	req, err := http.NewRequest(method, s.http.URL+target, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		panic(err)
	}
	return resp
}

func told(resp *http.Response) string {
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", resp.StatusCode, b))
}

// ask sends a request with the token, and strange without.
func (s *server) ask(method, target, body string) string {
	return told(s.send(method, target, body, "secret"))
}

func (s *server) strange(method, target, body string) string {
	return told(s.send(method, target, body, ""))
}

// follow follows a channel; heard waits for its next message.
func (s *server) follow(channel string) (heard func() string) {
	lines := bufio.NewScanner(s.send("GET", "/events?channel="+channel, "", "secret").Body)
	return func() string {
		for lines.Scan() {
			if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return strings.TrimSpace(text)
			}
		}
		return "the end"
	}
}

// every has each type that an argument can have.
type every struct {
	Text  string   `arg:"text"`
	Yes   bool     `arg:"yes"`
	N     int      `arg:"n"`
	X     float64  `arg:"x"`
	Maybe *string  `arg:"maybe"`
	All   []string `arg:"all"`
}

func echo(_ *http.Request, a every) (any, error) {
	maybe := "-"
	if a.Maybe != nil {
		maybe = *a.Maybe
	}
	return fmt.Sprintf("%s %v %d %v %s %q", a.Text, a.Yes, a.N, a.X, maybe, a.All), nil
}

func call(h http.Handler, query string) string {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, &http.Request{Method: "POST", URL: &url.URL{Path: "/", RawQuery: query}})
	return told(w.Result())
}

func TestTypedArguments(t *testing.T) {
	h := extend.Func(echo)
	const good = "text=a+b&yes=true&n=-3&x=1.5"
	for query, want := range map[string]string{
		good:                                       `200 "a b true -3 1.5 - []"`,
		good + "&maybe=&all=1&all=2&more=":         `200 "a b true -3 1.5  [\"1\" \"2\"]"`,
		"yes=1&n=1&x=1":                            "400 This request needs text=, once.",
		good + "&n=4":                              "400 This request needs n=, once.",
		good + "&maybe=1&maybe=2":                  "400 This request needs maybe=, once.",
		"text=&yes=perhaps&n=1&x=1":                "400 yes= takes true or false.",
		"text=&yes=1&n=1.5&x=1":                    "400 n= takes a whole number.",
		"text=&yes=1&n=9999999999999999999999&x=1": "400 n= takes a whole number.",
		"text=&yes=1&n=1&x=one":                    "400 x= takes a number.",
		"text=%zz":                                 "400 The query of this request cannot be read.",
	} {
		if got := call(h, query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

func TestWhatAHandlerReturns(t *testing.T) {
	for name, c := range map[string]struct {
		answer any
		err    error
		want   string
	}{
		"nothing":      {want: "200"},
		"an object":    {answer: map[string]int{"a": 1}, want: `200 {"a":1}`},
		"a refusal":    {err: fmt.Errorf("why: %w", &extend.Error{Status: 409, Msg: "It is taken."}), want: "409 It is taken."},
		"a failure":    {err: errors.New("a secret"), want: "500 Something went wrong inside this extension."},
		"no JSON":      {answer: func() {}, want: "500 Something went wrong inside this extension."},
		"a large body": {err: &http.MaxBytesError{Limit: 1}, want: "413 This is more than Crunchy takes in one piece."},
	} {
		h := extend.Func(func(*http.Request, struct{}) (any, error) { return c.answer, c.err })
		if got := call(h, ""); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestArgumentsThatCannotBe(t *testing.T) {
	for name, make := range map[string]func(){
		"no struct": func() { extend.Func(func(*http.Request, int) (any, error) { return nil, nil }) },
		"no tag":    func() { extend.Func(func(*http.Request, struct{ A string }) (any, error) { return nil, nil }) },
		"no way in": func() {
			extend.Func(func(*http.Request, struct {
				a string `arg:"a"`
			}) (any, error) {
				return nil, nil
			})
		},
		"no such type": func() {
			extend.Func(func(*http.Request, struct {
				A chan int `arg:"a"`
			}) (any, error) {
				return nil, nil
			})
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is taken", name)
				}
			}()
			make()
		}()
	}
}

func FuzzArguments(f *testing.F) {
	for _, query := range []string{"", "text=a&yes=1&n=2&x=3&maybe=4&all=5&all=6", "%", "a;b", "n=1&n=2"} {
		f.Add(query)
	}
	h := extend.Func(echo)
	f.Fuzz(func(t *testing.T, query string) {
		if got := call(h, query); !strings.HasPrefix(got, `200 "`) && !strings.HasPrefix(got, "400 ") {
			t.Errorf("%q: %s", query, got)
		}
	})
}

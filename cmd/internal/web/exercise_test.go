package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/web"
)

const exercise = "# Doubling\n\n" +
	"```python setup name=dbl\nfactor = 2\n```\n\n" +
	"```python editor name=dbl timeout=5\ndef dbl(a):\n    return ______\n```\n\n" +
	"```pycon doctest name=dbl\n>>> dbl(2)\n4\n```\n\n" +
	"```python check name=dbl hidden\nassert dbl(21) == 42, 'xyzzy'\n```\n\n" +
	"```python setup name=dbl hidden\nxyzzy = 1\n```\n\n" +
	"```python solution name=dbl\ndef dbl(a):\n    return factor * a  # plugh\n```\n\n" +
	"```python solution name=dbl hidden\nxyzzy = 2\n```\n\n" +
	"```python check name=lost hidden\nxyzzy = 3\n```\n\n" +
	"```python editor\nprint(1)\n```\n"

func exerciseSite(t *testing.T) *site {
	return newSite(t, func(c *web.Config) {
		c.Lessons = fstest.MapFS{"index.md": {Data: []byte("# Home\n")}, "dbl.md": {Data: []byte(exercise)}}
	})
}

func TestEngineIsToldOfAnExercise(t *testing.T) {
	s := exerciseSite(t)
	elements := s.engine.pages[s.open("dbl.md", bearer).Page].Elements
	if len(elements) != 2 || elements[1].Exercise != nil {
		t.Fatalf("%+v", elements)
	}
	want := &engine.Exercise{
		Setup: "factor = 2\nxyzzy = 1",
		Tests: []engine.Test{
			{Kind: "doctest", Source: ">>> dbl(2)\n4"},
			{Kind: "check", Source: "assert dbl(21) == 42, 'xyzzy'", Hidden: true},
		},
		Author:  []string{"def dbl(a):\n    return ______", "def dbl(a):\n    return factor * a  # plugh"},
		Timeout: 5 * time.Second,
	}
	if got := elements[0].Exercise; !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}

// What is hidden reaches no browser, whatever it asks for.
func TestHiddenPartsStayOnTheServer(t *testing.T) {
	s := exerciseSite(t)
	for _, target := range []string{"/t/dbl.md", "/home"} {
		if resp, body := s.do("GET", target, "", bearer); resp.StatusCode != 200 || strings.Contains(body, "xyzzy") {
			t.Errorf("GET %s: %d %s", target, resp.StatusCode, body)
		}
	}
	for word, hits := range map[string]int{"xyzzy": 0, "plugh": 0, "factor": 1} {
		if f := s.look("dbl.md", word); len(f.Hits) != hits {
			t.Errorf("%s is found: %+v", word, f)
		}
	}
	resp, body := s.do("POST", "/page_init?tutorial=dbl.md", "", func(r *http.Request) {
		bearer(r)
		r.Header.Set("Accept", "application/json")
	})
	if resp.StatusCode != 200 || strings.Contains(body, "xyzzy") || strings.Contains(body, "plugh") || strings.Contains(body, "assert") {
		t.Errorf("page_init: %d %s", resp.StatusCode, body)
	}
	var answer struct {
		Elements []struct {
			Kind, Source string
			Options      map[string]any
		}
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || len(answer.Elements) != 2 {
		t.Fatalf("%v: %s", err, body)
	}
	if e := answer.Elements[0]; e.Kind != "doctest" || e.Source != "def dbl(a):\n    return ______" || e.Options["name"] != "dbl" {
		t.Errorf("%+v", e)
	}
}

func TestExerciseIsSolvedByItsResult(t *testing.T) {
	s := exerciseSite(t)
	p := s.open("dbl.md", bearer)
	progress := func() string {
		var answer struct{ Progress map[string]string }
		_, body := s.do("POST", "/page_init?tutorial=dbl.md", "", func(r *http.Request) {
			bearer(r)
			r.Header.Set("Accept", "application/json")
		})
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatal(err)
		}
		return answer.Progress["0001"]
	}
	for _, result := range []string{
		`{"run":1,"passed":1,"failed":1}`, `{"run":1,"passed":0,"failed":0}`, `{"run":1,"failed":2}`, `nonsense`, ``,
	} {
		s.engine.result(p.Page, p.Elements[0].UID, []byte(result))
		if got := progress(); got != "" {
			t.Errorf("%s: %q", result, got)
		}
	}
	all := []byte(`{"run":1,"kind":"doctest","passed":2,"failed":0,"tests":[]}`)
	s.engine.result("12345", "123450001", all) // a page that has gone
	s.engine.result(p.Page, p.Elements[0].UID, all)
	if got := progress(); got != "solved" {
		t.Errorf("%q", got)
	}
	s.do("POST", "/exec?uid="+url.QueryEscape(p.Elements[0].UID), "1/0", bearer)
	s.engine.result(p.Page, p.Elements[0].UID, []byte(`{"passed":0,"failed":2}`))
	if got := progress(); got != "solved" {
		t.Errorf("what was solved is %q", got)
	}
}

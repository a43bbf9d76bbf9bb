//go:build unix

package protocoltest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"crunchy/cmd/internal/protocoltest"
)

// secret stands in a hidden test, where no answer may ever hold it.
const secret = "ninety_nine_hidden_things"

// judgement is what a RESULT holds.
type judgement struct {
	Run     int
	Kind    string
	Passed  int
	Failed  int
	Message string
	Tests   []struct {
		Name, Outcome, Expected, Got, Message string
		Line                                  int
	}
}

// checks runs a program of an exercise and returns what is said of it.
func (v *view) checks(n int, query, source string) (judgement, []frame) {
	v.t.Helper()
	v.do(n, "exec", query, source)
	frames := v.until("STOP", is("STOP", v.UID(n)))
	var r judgement
	if f := frames[max(len(frames)-2, 0)]; f.Type == "RESULT" {
		if err := json.Unmarshal([]byte(f.Data), &r); err != nil {
			v.t.Fatalf("%v in %s", err, f.Data)
		}
	}
	if strings.Contains(show(frames, true), secret) {
		v.t.Error("a hidden test is told")
	}
	return r, frames
}

func TestExercise(t *testing.T) {
	t.Parallel()
	s := common(t)
	v := open(t, s, "exercise.md")
	if kind := v.Elements[0].Kind; kind != "doctest" || len(v.Elements) != 2 || v.Elements[1].Kind != "check" {
		t.Fatalf("the elements are %+v", v.Elements)
	}
	if !strings.HasPrefix(v.Elements[0].Source, "def double(x):") {
		t.Errorf("the starter is %q", v.Elements[0].Source)
	}
	for _, address := range []string{"/t/exercise.md", "/page_init?tutorial=exercise.md", "/search?q=" + secret} {
		if a, err := v.Client.Do(t.Context(), "GET", address, ""); err != nil || strings.Contains(a.Body, secret+"(") {
			t.Errorf("%s tells a hidden test (%v)", address, err)
		}
	}

	r, frames := v.checks(1, "", "print('doubling')\ndef double(x):\n    return x * 3 if x == 5 else x * factor\n")
	if r.Run == 0 || r.Kind != "doctest" || r.Passed != 2 || r.Failed != 1 || len(r.Tests) != 3 {
		t.Errorf("it says %+v", r)
	}
	if f := r.Tests[1]; f.Outcome != "failed" || f.Name != "double(5)" || f.Expected != "10\n" || f.Got != "15\n" || f.Line != 2 {
		t.Errorf("the test that fails is %+v", f)
	}
	if count := strings.Count(show(frames, true), "RESULT"); count != 1 {
		t.Errorf("there are %d results", count)
	}
	if r, _ := v.checks(1, "", "def double(x):\n    return x * factor\n"); r.Failed != 0 || r.Passed != 3 || r.Message != "All three tests work." {
		t.Errorf("it says %+v", r)
	}
	if r, _ := v.checks(1, "&check=0", "print(factor)\n"); r.Run != 0 {
		t.Errorf("who only runs it is told %+v", r)
	}
	if r, _ := v.checks(2, "", "print('Hello')\n"); r.Kind != "check" || r.Passed != 1 || r.Failed != 0 {
		t.Errorf("of what is printed it says %+v", r)
	}
	if r, _ := v.checks(2, "", "import os\nprint('Hello')\nos._exit(3)\n"); r.Failed == 0 {
		t.Errorf("of a sudden end it says %+v", r)
	}

	again, err := s.Open(t.Context(), "exercise.md", nil)
	if err != nil || again.Progress["0001"] != "solved" {
		t.Errorf("another page's progress is %v (%v)", again.Progress, err)
	}
}

// TestResultAsText checks that a client that knows no RESULT reads its sentence.
func TestResultAsText(t *testing.T) {
	t.Parallel()
	v := openWith(t, common(t), "exercise.md", nil, func(p *protocoltest.Page) protocoltest.Stream {
		return &protocoltest.Poller{Page: p, Wait: 5}
	})
	v.exec(1, "def double(x):\n    return 4\n")
	frames := v.until("STOP", is("STOP", v.UID(1)))
	if got := text(frames, "STDOUT"); got != "One of three tests works.\n" {
		t.Errorf("it reads %q", got)
	}
}

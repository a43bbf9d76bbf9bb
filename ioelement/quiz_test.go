package ioelement_test

import (
	"reflect"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"crunchy/ioelement"
)

func TestParseQuiz(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     ioelement.Quiz
		notice   string
	}{
		{"one", "Q\n- [x] a | yes\n- [ ] b |  no", ioelement.Quiz{Question: "Q", Answers: []ioelement.Answer{{"a", true, "yes"}, {"b", false, "no"}}}, ""},
		{"several", "Q\n- [x] a\n- [ ] b\n- [x] c", ioelement.Quiz{Question: "Q", Many: true, Answers: []ioelement.Answer{{"a", true, ""}, {"b", false, ""}, {"c", true, ""}}}, ""},
		{"written", "  Q\n  q\n\n  = a | b\n  = c d", ioelement.Quiz{Question: "Q\nq", Free: true, Answers: []ioelement.Answer{{"a", true, "b"}, {"c d", true, ""}}}, ""},
		{"a bar in code", "Q\n- [x] `a | b` \\| c | d | e\n- [ ] ` | x", ioelement.Quiz{Question: "Q", Answers: []ioelement.Answer{{"`a | b` | c", true, "d | e"}, {"`", false, "x"}}}, ""},
		{"more lines", "Q\n- [x] a\n  b | c\n  d\n- [ ] e", ioelement.Quiz{Question: "Q", Answers: []ioelement.Answer{{"a b", true, "c d"}, {"e", false, ""}}}, ""},
		{"no answer", "Q\n-[x] a", ioelement.Quiz{Question: "Q\n-[x] a"}, "there is no answer in this quiz"},
		{"nothing is right", "Q\n- [ ] a\n- [ ] b", ioelement.Quiz{Question: "Q", Answers: []ioelement.Answer{{"a", false, ""}, {"b", false, ""}}}, "no answer of this quiz is right"},
		{"all is right", "Q\n- [x] a", ioelement.Quiz{Question: "Q", Answers: []ioelement.Answer{{"a", true, ""}}}, "every answer of this quiz is right"},
		{"no question", "= a", ioelement.Quiz{Free: true, Answers: []ioelement.Answer{{"a", true, ""}}}, "this quiz has no question"},
		{"both", "Q\n- [x] a\n- [ ] b\n= c", ioelement.Quiz{Question: "Q", Answers: []ioelement.Answer{{"a", true, ""}, {"b", false, ""}}}, "and not both"},
		{"an empty one", "Q\n- [x] a\n- [ ] \n- [ ] | b\n- [ ] c", ioelement.Quiz{Question: "Q", Answers: []ioelement.Answer{{"a", true, ""}, {"c", false, ""}}}, "an answer of this quiz is empty"},
		{"a text behind", "Q\n- [x] a\n- [ ] b\nand", ioelement.Quiz{Question: "Q\nand", Answers: []ioelement.Answer{{"a", true, ""}, {"b", false, ""}}}, "something stands behind the answers"},
		{"one twice", "Q\n- [x] a\n- [ ] a", ioelement.Quiz{Question: "Q", Answers: []ioelement.Answer{{"a", true, ""}, {"a", false, ""}}}, "stands twice"},
		{"a rendered one", "Q\n\n- (?) a\n- (?) b", ioelement.Quiz{Question: "Q", Answers: []ioelement.Answer{{"a", false, ""}, {"b", false, ""}}}, ""},
		{"a rendered one of several", "Q\n\n- [?] a\n- [?] b", ioelement.Quiz{Question: "Q", Many: true, Answers: []ioelement.Answer{{"a", false, ""}, {"b", false, ""}}}, ""},
		{"a rendered one to be written", "Q\n\n=", ioelement.Quiz{Question: "Q", Free: true, Answers: []ioelement.Answer{{}}}, ""},
	} {
		got, notices := ioelement.ParseQuiz(tt.in)
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", tt.name, got, tt.want)
		}
		if all := strings.Join(notices, "; "); !strings.Contains(all, tt.notice) || tt.notice == "" && all != "" {
			t.Errorf("%s: notices %q, want %q", tt.name, all, tt.notice)
		}
	}
}

func TestChoose(t *testing.T) {
	one, _ := ioelement.ParseQuiz("Q\n- [x] a | yes\n- [ ] b | no\n- [ ] c")
	many, _ := ioelement.ParseQuiz("Q\n- [x] a\n- [ ] b\n- [x] c | two")
	free, _ := ioelement.ParseQuiz("Q\n= a")
	for _, tt := range []struct {
		quiz    ioelement.Quiz
		choices []int
		want    ioelement.Judged
		refused bool
	}{
		{one, []int{1}, ioelement.Judged{Failed: 2, Answers: []ioelement.JudgedAnswer{{1, "b", false, true, "no"}}}, false},
		{one, []int{0}, ioelement.Judged{Passed: 1, Answers: []ioelement.JudgedAnswer{{0, "a", true, true, "yes"}, {1, "b", false, false, "no"}, {2, "c", false, false, ""}}}, false},
		{many, []int{2, 2}, ioelement.Judged{Passed: 1, Failed: 1, Answers: []ioelement.JudgedAnswer{{2, "c", true, true, "two"}}}, false},
		{many, []int{0, 1, 2}, ioelement.Judged{Passed: 2, Failed: 1, Answers: []ioelement.JudgedAnswer{{0, "a", true, true, ""}, {1, "b", false, true, ""}, {2, "c", true, true, "two"}}}, false},
		{many, []int{2, 0}, ioelement.Judged{Passed: 2, Answers: []ioelement.JudgedAnswer{{0, "a", true, true, ""}, {1, "b", false, false, ""}, {2, "c", true, true, "two"}}}, false},
		{one, nil, ioelement.Judged{}, true},
		{one, []int{0, 1}, ioelement.Judged{}, true},
		{one, []int{3}, ioelement.Judged{}, true},
		{many, []int{-1}, ioelement.Judged{}, true},
		{free, []int{0}, ioelement.Judged{}, true},
	} {
		got, err := tt.quiz.Choose(tt.choices)
		if !reflect.DeepEqual(got, tt.want) || (err != nil) != tt.refused {
			t.Errorf("%v: %+v %v, want %+v", tt.choices, got, err, tt.want)
		}
	}
}

func TestWrite(t *testing.T) {
	q, _ := ioelement.ParseQuiz("Q\n= True\n= `x  | y` | with a bar")
	for in, want := range map[string]string{
		"True": "right", "  True ": "right", "x | y": "right with a bar", "x |  y": "right with a bar", "true": "near", "Truth": "wrong", "": "refused", " \t": "refused",
		strings.Repeat("x", ioelement.LongestAnswer+1): "refused", "`x | y`": "wrong",
	} {
		j, err := q.Write(in)
		got := "wrong"
		switch {
		case err != nil:
			got = "refused"
		case j.Right():
			got = strings.TrimSpace("right " + j.Answers[0].Feedback)
		case j.Near:
			got = "near"
		}
		if got != want {
			t.Errorf("%.20q: %s, want %s", in, got, want)
		}
	}
	choice, _ := ioelement.ParseQuiz("Q\n- [x] a\n- [ ] b")
	if _, err := choice.Write("a"); err == nil {
		t.Error("a choice can be written")
	}
}

// What is right is neither in the element's source nor in its HTML, and who
// reads that again finds the same question.
func FuzzQuiz(f *testing.F) {
	for _, s := range []string{"Q\n- [x] a | yes\n- [ ] b", "Q `c`\n\n    code\n\n* [X] `a|b` \\| c\n  d\n+ [ ] e|f", "= a\n= b", "=\n- (?) x\n- [?] y", "- [x]\n\n- [x] |\n", "\r\n\x00- [x] \xff`", "* [X]\f\n* [X] 0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ReplaceAll(text, "\r", "")
		b := block("quiz", text)
		made := ioelement.Default().Make(b)
		if made.Element == nil {
			return
		}
		e := made.Element
		if again := block("quiz", e.Source); true {
			second := ioelement.Default().Make(again)
			if second.Element == nil || second.Element.Source != e.Source {
				t.Fatalf("%q, then %+v", e.Source, second.Element)
			}
			if got, want := rendered(t, second), rendered(t, made); got != want {
				t.Fatalf("read again\n%s\nat first\n%s", got, want)
			}
		}
	})
}

func rendered(t *testing.T, made ioelement.Made) string {
	t.Helper()
	var b strings.Builder
	for _, n := range made.Nodes {
		if err := html.Render(&b, n); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

package web

import (
	"context"
	"encoding/json"
	"fmt"

	"crunchy/comet"
	"crunchy/ioelement"
)

// given is how a student answers a quiz: {"choices":[0,2]} or {"text":"len"}.
type given struct {
	Choices []int  `json:"choices,omitempty"`
	Text    string `json:"text,omitempty"`
}

// quizResult is the RESULT of an answer. Its tests are the answers that are
// spoken of, with their places; so a page that is read later is told no more.
type quizResult struct {
	Kind    string     `json:"kind"`
	Passed  int        `json:"passed"`
	Failed  int        `json:"failed"`
	Message string     `json:"message"`
	Near    bool       `json:"near,omitempty"` // only capital and small letters differ
	Answer  given      `json:"answer"`
	Tests   []quizTest `json:"tests"`
}

type quizTest struct {
	Name    string `json:"name"`
	Outcome string `json:"outcome"`
	Message string `json:"message"`
	Test    int    `json:"test"`  // the place of the answer, -1 for what is none
	Given   bool   `json:"given"` // the student chose it
}

// doAnswer judges an answer to a quiz: POST /answer?uid=UID. What comes of it is
// in the page's log, as of any exercise, and in the answer to the request.
func (s *Server) doAnswer(ctx context.Context, o order) (any, error) {
	q := s.quizOf(o)
	if q == nil {
		return nil, errNoQuiz.with(nil)
	}
	var g given
	if err := json.Unmarshal(o.body, &g); err != nil {
		return nil, errMalformed.say(`The body must be {"choices":[0]} or {"text":"…"}.`)
	}
	judge := func() (ioelement.Judged, error) { return q.Choose(g.Choices) }
	if q.Free {
		judge = func() (ioelement.Judged, error) { return q.Write(g.Text) }
	}
	judged, err := judge()
	if err != nil {
		return nil, errMalformed.say("This cannot be judged: %v.", err)
	}
	data, err := json.Marshal(resultOf(judged, g))
	if err != nil {
		return nil, err
	}
	s.notes(o.page, o.uid, comet.Result, data)
	if err := s.engine.Publish(ctx, o.page, o.uid, comet.Result, data); err != nil {
		return nil, err
	}
	return json.RawMessage(data), nil
}

// quizOf is the quiz of an element of an open page, or nil.
func (s *Server) quizOf(o order) *ioelement.Quiz {
	if e := s.elementOf(o); e != nil {
		return e.Quiz
	}
	return nil
}

func resultOf(j ioelement.Judged, g given) quizResult {
	r := quizResult{Kind: "quiz", Passed: j.Passed, Failed: j.Failed, Near: j.Near, Answer: g, Tests: []quizTest{}}
	switch {
	case j.Right():
		r.Message = "That is right."
	case j.Near:
		r.Message = "Nearly: capital and small letters matter here."
	case j.Passed > 0:
		r.Message = fmt.Sprintf("Not yet: %d of it is right.", j.Passed)
	default:
		r.Message = "Not yet."
	}
	for _, a := range j.Answers {
		t := quizTest{Name: a.Text, Outcome: "failed", Message: a.Feedback, Test: a.Index, Given: a.Given}
		switch {
		case !a.Given:
			t.Outcome = "skipped"
		case a.Right:
			t.Outcome = "passed"
		}
		r.Tests = append(r.Tests, t)
	}
	return r
}

// forCode refuses what is meant for a program to an element in which nothing runs.
func (s *Server) forCode(act action) action {
	return func(ctx context.Context, o order) (any, error) {
		if s.quizOf(o) != nil {
			return nil, errNoCode.with(nil)
		}
		return act(ctx, o)
	}
}

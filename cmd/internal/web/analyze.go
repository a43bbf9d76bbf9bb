package web

import (
	"context"
	"encoding/json"
	"unicode/utf8"

	"crunchy/cmd/internal/engine"
)

// analysis is what analysers say of a program.
type analysis struct {
	Reports []report `json:"reports"` // one for each analyser that there is
	// Problem is why there is none: "missing" (there is no analyser), "syntax" with the
	// Line (it is not Python), "failed".
	Problem string `json:"problem,omitempty"`
	Line    int    `json:"line,omitempty"`
}

type report struct {
	By      string   `json:"by"`
	Score   *float64 `json:"score,omitempty"` // of 10 at most, where the analyser gives one
	Remarks []remark `json:"remarks"`
}

type remark struct {
	Line int    `json:"line"`
	Code string `json:"code"`
	Text string `json:"text"`
}

// doAnalyze has the source that is the body judged by those of pylint, ruff and pyflakes
// that the element's Python has, or the server's PATH: POST /analyze?uid=UID. Nothing is
// run of it, and nothing is shown in the element. 409 while the element is busy.
func (s *Server) doAnalyze(ctx context.Context, o order) (any, error) {
	if !utf8.Valid(o.body) {
		return nil, errMalformed.say("The body must be source code in UTF-8.")
	}
	data, err := s.engine.Ask(ctx, o.page, o.uid, engine.Question{Kind: "analyze", Code: string(o.body)})
	if err != nil {
		return nil, err
	}
	a := analysis{Reports: []report{}}
	return a, json.Unmarshal(data, &a)
}

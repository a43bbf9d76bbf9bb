//go:build unix

package protocoltest_test

import (
	"strings"
	"testing"

	"crunchy/cmd/internal/protocoltest"
)

// TestStartsInAMinute holds that what runs goes on when no more may be started,
// and that whoever has to wait is told for how long.
func TestStartsInAMinute(t *testing.T) {
	s := start(t, setup{lessons: lessons, args: []string{"--starts", "1"}})
	v, w := open(t, s, "lesson.md"), open(t, s, "lesson.md")
	v.exec(alone1, "n = 1")
	v.prompt(alone1)
	w.refused(429, program, "exec", "print(1)")
	w.refused(429, program, "post", "")
	w.refused(429, alone1, "exec", "1")
	v.refused(429, alone1, "reset", "")
	a, err := w.Act(t.Context(), program, "exec", "", "print(1)", protocoltest.JSON)
	if err != nil || a.Header.Get("Retry-After") == "" || !strings.HasPrefix(a.Body, `{"error":{"code":2429,"name":"too_fast","msg":"`) {
		t.Errorf("%v %v", a, err)
	}
	for range 5 {
		v.exec(alone1, "n += 1")
		v.prompt(alone1)
	}
	v.exec(alone1, "name = input('? ')")
	v.asks(alone1)
	v.post(alone1, "Ada\n")
	v.prompt(alone1)
	v.exec(alone1, "while True: pass")
	v.running(alone1)
	v.do(alone1, "interrupt", "", "")
	v.prompt(alone1)
	v.exec(alone1, "print(n, name)\nraise SystemExit")
	v.says(alone1, "6 Ada\n")
	v.stop(alone1)
	v.refused(429, alone1, "exec", "1")
}

//go:build unix

package protocoltest_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"crunchy/cmd/internal/protocoltest"
)

// fields compares the JSON of a frame with what must be in it; unknown keys are
// to be ignored.
func fields(t *testing.T, f frame, want string) {
	t.Helper()
	var w map[string]any
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatal(err)
	}
	got := object(f)
	for name, value := range w {
		if fmt.Sprint(got[name]) != fmt.Sprint(value) {
			t.Errorf("%s %s: %s is %v, want %v", f.Type, f.Data, name, got[name], value)
		}
	}
}

func TestPromptInputAndStatus(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.post(alone1, "")
	first := v.prompt(alone1)
	fields(t, first[len(first)-1], `{"prompt":"--> "}`)
	v.post(alone1, "def f():\n")
	more := v.prompt(alone1)
	fields(t, more[len(more)-1], `{"prompt":"... "}`)
	v.post(alone1, "    return input('Name? ')\n\n")
	v.prompt(alone1)
	v.prompt(alone1)
	run := object(frame{Data: v.do(alone1, "exec", "", "f()\n")})["run"]
	if n, ok := run.(float64); !ok || n < 1 {
		t.Errorf("/exec answers run %v", run)
	}
	frames := v.asks(alone1)
	v.post(alone1, "Ada\n")
	frames = append(frames, v.prompt(alone1)...)
	var states, inputs []string
	for _, f := range frames {
		m := object(f)
		switch f.Type {
		case "STATUS":
			if m["run"] != run {
				t.Errorf("%s: want run %v", f.Data, run)
			}
			states = append(states, fmt.Sprint(m["state"]))
		case "INPUT":
			inputs = append(inputs, fmt.Sprint(m["waiting"], m["secret"]))
			if m["waiting"] == true {
				fields(t, f, `{"prompt":"Name? ","secret":false}`)
			}
		}
	}
	if got := strings.Join(states, " "); got != "running idle" {
		t.Errorf("the states are %s", got)
	}
	if len(inputs) != 2 || inputs[0] != "true false" || !strings.HasPrefix(inputs[1], "false") {
		t.Errorf("INPUT: %v", inputs)
	}
	if got := text(frames, "STDOUT"); got != "Name? 'Ada'\n" {
		t.Errorf("shown: %q; the prompt of input() is always STDOUT", got)
	}
	end := outcome(t, frames)
	for _, name := range []string{"ms", "cpu_ms", "peak_kib"} {
		if n, ok := end[name].(float64); !ok || n < 0 {
			t.Errorf("at the end %s is %v", name, end[name])
		}
	}
	if end["reason"] != "finished" {
		t.Errorf("the reason is %v", end["reason"])
	}
}

func TestSecretInput(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(alone1, "import getpass\ngetpass.getpass('Password: ')")
	frames := v.asks(alone1)
	fields(t, frames[len(frames)-1], `{"waiting":true,"secret":true}`)
	v.post(alone1, "opensesame\n")
	rest := v.prompt(alone1)
	frames = append(frames, rest...)
	if got := text(frames, "STDOUT") + text(frames, "STDERR"); !strings.HasPrefix(got, "Password: ") || !strings.HasSuffix(got, "'opensesame'\n") {
		t.Errorf("shown: %q", got)
	}
	for _, f := range rest {
		if f.Type == "INPUT" && strings.Contains(f.Data, "opensesame") {
			t.Errorf("a password is repeated: %s", f.Data)
		}
	}
}

// pictures is a program whose values are pictures.
const pictures = `
class Picture:
    def _repr_svg_(self): return "<svg/>"
    def __repr__(self): return "<a picture>"
class Table:
    def _repr_html_(self): return "<table></table>"
class Dot:
    def _repr_png_(self): return b"\x89PNG\r\n"
print("before")
Picture()
print("between")
Table()
Dot()
`

func TestDisplay(t *testing.T) {
	s := common(t)
	v := open(t, s, "lesson.md")
	v.exec(alone1, pictures)
	var got []string
	for _, f := range v.prompt(alone1) {
		switch f.Type {
		case "STDOUT":
			got = append(got, strings.TrimSpace(f.Data))
		case "DISPLAY":
			m := object(f)
			data, _ := m["data"].(map[string]any)
			if n, ok := m["run"].(float64); !ok || n < 1 {
				t.Errorf("the run is %v", m["run"])
			}
			if plain, ok := data["text/plain"].(string); !ok || plain == "" {
				t.Errorf("no text in %v", data)
			}
			for _, kind := range []string{"image/svg+xml", "text/html", "image/png"} {
				if value, ok := data[kind].(string); ok {
					if kind == "image/png" {
						b, _ := base64.StdEncoding.DecodeString(value)
						value = fmt.Sprintf("%q", b)
					}
					got = append(got, value)
				}
			}
		}
	}
	if want := `before | <svg/> | between | <table></table> | "\x89PNG\r\n"`; strings.Join(got, " | ") != want {
		t.Errorf("got %s\nwant %s", strings.Join(got, " | "), want)
	}

	// Who does not know DISPLAY gets the text.
	b := basic(t, s, "lesson.md")
	b.exec(alone1, pictures)
	shown := text(b.says(alone1, "--> "), "STDOUT")
	if !strings.HasPrefix(shown, "before\n<a picture>\nbetween\n") {
		t.Errorf("without DISPLAY: %q", shown)
	}
}

func TestOnlyListedTypesAreSent(t *testing.T) {
	s := common(t)
	for _, types := range []string{"", "PROMPT", "STATUS", "INPUT,STATUS", "RESULT,UNHEARDOF,DISPLAY"} {
		v := openWith(t, s, "lesson.md", nil, func(p *protocoltest.Page) protocoltest.Stream {
			return &protocoltest.Poller{Page: p, Types: types, Batch: true, Wait: 5}
		})
		v.exec(program, pictures+"input('? ')")
		v.post(program, "x\n")
		v.stop(program)
		v.exec(alone1, "1")
		last := "--> "
		for _, f := range v.until("the prompt", func(f frame) bool {
			return f.UID == v.UID(alone1) && strings.Contains(f.Data, last)
		}) {
			if f.Type == "PROMPT" && !strings.Contains(types, "PROMPT") {
				t.Errorf("types=%s: %v", types, f)
			}
		}
		for _, f := range v.seen {
			if strings.Contains(allTypes, f.Type) && !strings.Contains(types, f.Type) {
				t.Errorf("types=%s: %v", types, f)
			}
		}
	}
}

func TestBatchHoldsWhatIsReady(t *testing.T) {
	s := common(t)
	v := open(t, s, "lesson.md")
	// Watched by a second page's eyes: this one polls only when all is there.
	v.exec(program, "import sys\nfor i in range(50):\n    print(i, file=[sys.stdout, sys.stderr][i % 2])\nprint('x' * 300_000)\n")
	done := func() bool {
		a, err := v.Act(t.Context(), program, "post", "", "")
		return err == nil && a.Status == 410 // it has ended
	}
	if err := poll(patience, done); err != nil {
		t.Fatal(err)
	}
	after, answers, frames := "0", 0, 0
	for ended := false; !ended; answers++ {
		a := request(t, s, "GET", "/comet?page="+v.ID+"&after="+after, "", protocoltest.Header("Accept", protocoltest.BatchType))
		if a.Status != 200 || a.Header.Get("Content-Type") != protocoltest.BatchType || a.Header.Get("Content-Length") != fmt.Sprint(len(a.Body)) {
			t.Fatalf("%d %v", a.Status, a.Header)
		}
		batch, err := protocoltest.ParseBatch(a.Body)
		if err != nil {
			t.Fatal(err)
		}
		size := 0 // without the lines that begin the frames
		for _, f := range batch {
			size += len(f.Data)
		}
		if size > 64<<10 && len(batch) != 1 {
			t.Errorf("an answer has %d bytes in %d frames", size, len(batch))
		}
		frames += len(batch)
		ended = batch[len(batch)-1].Type == "STOP"
		after = a.Header.Get("Crunchy-Seq")
	}
	if frames < 50 || answers > 20 {
		t.Errorf("%d frames came in %d answers", frames, answers)
	}
}

func TestWhereCompleteInspectResize(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(program, "import time\ndef nap():\n    while True:\n        time.sleep(0.01)\nprint('up', flush=True)\nnap()\n")
	v.says(program, "up")
	var where struct {
		Threads []struct {
			Name   string
			Frames []struct {
				File, Function, Text string
				Line                 int
			}
		}
	}
	stuck := func() bool {
		if err := json.Unmarshal([]byte(v.do(program, "where", "", "")), &where); err != nil || len(where.Threads) != 1 || where.Threads[0].Name != "MainThread" {
			t.Fatalf("where: %v %v", where, err)
		}
		for _, f := range where.Threads[0].Frames {
			if f.Line == 4 && f.Function == "nap" && f.Text == "time.sleep(0.01)" {
				return true
			}
		}
		return false
	}
	if err := poll(patience, stuck); err != nil {
		t.Errorf("where it is stuck is not told: %+v", where)
	}
	v.do(program, "kill", "", "")
	v.stop(program)

	v.exec(alone1, "def average(numbers):\n    'The mean of numbers.'\n    return sum(numbers) / len(numbers)\nimport os\nos.get_terminal_size()\n")
	v.prompt(alone1)
	var matches struct {
		Start, End int
		Matches    []struct{ Text, Kind string }
	}
	if err := json.Unmarshal([]byte(v.do(alone1, "complete", "", `{"code":"x = 'é'; aver","cursor":13}`)), &matches); err != nil {
		t.Fatal(err)
	}
	if matches.Start != 9 || matches.End != 13 || len(matches.Matches) != 1 || matches.Matches[0].Text != "average" || matches.Matches[0].Kind != "function" {
		t.Errorf("complete: %+v", matches)
	}
	var about struct {
		Found          bool
		Signature, Doc string
	}
	if err := json.Unmarshal([]byte(v.do(alone1, "inspect", "", `{"code":"average(","cursor":3}`)), &about); err != nil {
		t.Fatal(err)
	}
	if !about.Found || !strings.Contains(about.Signature, "(numbers)") || !strings.Contains(about.Doc, "The mean") {
		t.Errorf("inspect: %+v", about)
	}
	v.do(alone1, "resize", "", `{"rows":50,"cols":132}`)
	v.exec(alone1, "tuple(os.get_terminal_size())")
	if got := text(v.prompt(alone1), "STDOUT"); got != "(132, 50)\n" {
		t.Errorf("after a resize: %q", got)
	}
}

// TestCharactersAreNeverSplit writes characters byte by byte, and bytes that are
// none.
func TestCharactersAreNeverSplit(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(program, `
import os, time
for b in "né€😀".encode():
    os.write(1, bytes([b]))
    time.sleep(0.02)
os.write(1, b"\xff|")
os.write(2, b"\xe2\x82")
`)
	frames := v.stop(program)
	if got := text(frames, "STDOUT"); got != "né€😀\uFFFD|" {
		t.Errorf("stdout shows %q", got)
	}
	if got := strings.ReplaceAll(text(frames, "STDERR"), "\uFFFD\uFFFD", "\uFFFD"); got != "\uFFFD" {
		t.Errorf("stderr shows %q", got)
	}
}

// TestLargePictures wants one as large as a frame may be alone in its answer, and
// a sentence in the place of a larger one.
func TestLargePictures(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(alone1, `
class Picture:
    def __init__(self, size): self.size = size
    def _repr_svg_(self): return "<svg>" + "x" * self.size + "</svg>"
    def __repr__(self): return "<a picture>"
print("before")
Picture(1_000_000)
Picture(17_000_000)
`)
	frames := v.prompt(alone1)
	var sizes []int
	for _, f := range frames {
		if f.Type == "DISPLAY" {
			sizes = append(sizes, len(f.Data))
		}
	}
	if len(sizes) != 1 || sizes[0] < 1_000_000 {
		t.Errorf("pictures of %d bytes came", sizes)
	}
	if got := text(frames, "STDERR"); !strings.Contains(got, "too big") {
		t.Errorf("of the one that is too large is said %q", tail(got))
	}
}

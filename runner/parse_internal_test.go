package runner

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestReadLine(t *testing.T) {
	text := "one\n\n" + strings.Repeat("x", 100) + "\n" + strings.Repeat("y", 5000) + "\nlast"
	for _, r := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
		b := bufio.NewReaderSize(r, 16)
		var got []string
		for {
			line, err := readLine(b, 200)
			if err != nil {
				break
			}
			got = append(got, strings.TrimSuffix(string(line), "\n"))
		}
		want := []string{"one", "", strings.Repeat("x", 100), "", "last"}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q", got)
		}
	}
}

// Learners' programs can write to the agent's pipe.
func FuzzEvent(f *testing.F) {
	for _, line := range []string{
		`{"ev":"done","id":3,"last":1,"ms":1.5,"exit":0}`, `{"ev":"sync","id":300}`, `{"ev":1}`, `[]`, `{"ev":"display","data":{"a":[1]}}`,
		"\n", `{"ev":"stdin","waiting":true,"prompt":"\ud800"}`, `{"ev":"done","exception":{"type":"E"}}`,
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bufio.NewReader(bytes.NewReader(data))
		for {
			line, err := readLine(r, 1000)
			if err != nil {
				return
			}
			ev, ok := parseEvent(line)
			if !ok {
				continue
			}
			if ev.Ev == "" || ev.Data != nil && !json.Valid(ev.Data) {
				t.Fatalf("%q gave %+v", line, ev)
			}
		}
	})
}

func FuzzStacks(f *testing.F) {
	f.Add("Thread 0x00007f [worker] (most recent call first):\n  File \"a.py\", line 2 in f\n  File \"a.py\", line ??? in <module>\n\n" +
		"Current thread 0x1 (most recent call first):\n  File \"<crunchy run.py>\", line 1 in go\n  File \"week.py\", line 1 in g\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, thread := range parseStacks(text, "week.py", "one\ntwo") {
			for _, frame := range thread.Frames {
				if frame.Line < 0 || ours(frame.File) {
					t.Fatalf("%+v", frame)
				}
			}
		}
	})
}

func TestStacks(t *testing.T) {
	got, err := json.Marshal(parseStacks("Thread 0x00007f (most recent call first):\n  File \"/x/a.py\", line 2 in f\n\n"+
		"Current thread 0x1 (most recent call first):\n  File \"week.py\", line 2 in g\n  File \"week.py\", line 1 in <module>\n"+
		"  File \"<crunchy run.py>\", line 1 in go\n  File \"<string>\", line 1 in x\n", "week.py", "one\n  two"))
	want := `[{"name":"Thread-1","frames":[{"file":"/x/a.py","line":2,"function":"f","text":""}]},` +
		`{"name":"MainThread","frames":[{"file":"week.py","line":1,"function":"\u003cmodule\u003e","text":"one"},{"file":"week.py","line":2,"function":"g","text":"two"}]}]`
	if err != nil || string(got) != want {
		t.Errorf("%s", got)
	}
}

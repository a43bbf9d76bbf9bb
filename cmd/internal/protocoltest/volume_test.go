//go:build unix

package protocoltest_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

func TestAlternatingStreamsKeepTheirOrder(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	begin := time.Now()
	v.exec(program2, "import sys\nfor i in range(10_000):\n    print(i, file=[sys.stdout, sys.stderr][i % 2])\n")
	v.stop(program2)
	var frames []frame
	for _, f := range v.seen {
		if isText(f) {
			frames = append(frames, f)
		}
	}
	checkAlternating(t, frames, 10_000)
	t.Logf("10,000 prints in %v", time.Since(begin).Round(time.Millisecond))
}

func TestLineOfAMillionCharacters(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	var b strings.Builder
	for b.Len() < 1_000_000 {
		fmt.Fprint(&b, b.Len(), " ")
	}
	line := b.String()[:1_000_000]
	v.exec(program, "import hashlib\nline = input()\nprint(len(line), hashlib.sha256(line.encode()).hexdigest())\nprint(line)\nprint(input())\n")
	v.post(program, line+"\n")
	v.post(program, "and another\n")
	want := fmt.Sprintf("%d %x\n%s\nand another\n", len(line), sha256.Sum256([]byte(line)), line)
	if got := text(v.stop(program), "STDOUT"); got != want {
		t.Errorf("%d characters came, beginning with %.100q", len(got), got)
	}
	// At the prompt it is source.
	v.post(alone1, "len('"+line+"')\n")
	v.says(alone1, "1000000\n")
	// In a character set of more than one byte each.
	v.exec(program, "print(input().count('é'))\n")
	v.post(program, strings.Repeat("é", 500_000)+"\n")
	v.says(program, "500000\n")
}

func TestAMillionLines(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	begin := time.Now()
	v.exec(program2, "for i in range(1_000_000):\n    print(i)\n")
	frames := v.within(time.Minute, "a million lines", is("STOP", v.UID(program2)))
	checkNumbers(t, text(frames, "STDOUT"), 0, 1_000_000)
	t.Logf("a million lines in %v, %d frames", time.Since(begin).Round(time.Millisecond), len(frames))
}

// full waits until a program of the lesson goes on no further, which it notes in
// a file.
func full(t *testing.T, s *server) {
	t.Helper()
	var last string
	since := time.Now()
	err := poll(time.Minute, func() bool {
		files, _ := filepath.Glob(filepath.Join(s.dir, "work", "*", "progress"))
		now := ""
		for _, file := range files {
			if info, err := os.Stat(file); err == nil {
				now += fmt.Sprint(info.Size())
			}
		}
		if now != last {
			last, since = now, time.Now()
		}
		return now != "" && time.Since(since) > 500*time.Millisecond
	})
	if err != nil {
		t.Fatalf("the program never waits for its reader: %v", err)
	}
}

// noting is a line of a program that notes its progress.
const noting = `note = open("progress", "w", buffering=1).write
`

func TestMoreThanTheSpoolHoldsIsNotLost(t *testing.T) {
	t.Parallel()
	s := start(t, setup{lessons: lessons})
	v := open(t, s, "lesson.md")
	// 80 MB: more than memory and spool take. It waits, and then goes on.
	v.exec(program2, noting+"pad = 'x' * 9_990\nfor i in range(8_000):\n    print(i, pad)\n    note('.')\n")
	full(t, s)
	begin := time.Now()
	n := 0
	got := text(v.within(time.Minute, "80 MB", is("STOP", v.UID(program2))), "STDOUT")
	pad := " " + strings.Repeat("x", 9_990)
	for line := range strings.Lines(got) {
		if line != fmt.Sprint(n)+pad+"\n" {
			t.Fatalf("line %d is %.80q", n, line)
		}
		n++
	}
	if n != 8_000 {
		t.Errorf("%d lines came", n)
	}
	t.Logf("%d MB were read in %v", len(got)>>20, time.Since(begin).Round(time.Millisecond))
}

var skipped = regexp.MustCompile(`[1-9][0-9]* bytes`)

// TestStopDuringAFlood wants an answer within a second, whether somebody reads
// or not.
// picture is a class whose values are shown as HTML, each a small frame.
const picture = `class Picture:
    def _repr_html_(self): return "x" * 20_000
    def __repr__(self): return "a picture"
`

func TestStopDuringAFlood(t *testing.T) {
	for name, c := range map[string]struct {
		element int
		source  string
		read    bool
		route   string
		end     string
	}{
		"interpreter, read":        {alone1, "while True:\n    print('flood')\n", true, "interrupt", "PROMPT"},
		"interpreter, nobody":      {alone1, noting + "while True:\n    print('x' * 10_000)\n    note('.')\n", false, "interrupt", "PROMPT"},
		"program, read":            {program, "while True:\n    print('flood')\n", true, "interrupt", "STOP"},
		"program, nobody":          {program, noting + "while True:\n    print('x' * 10_000)\n    note('.')\n", false, "interrupt", "STOP"},
		"killed, read":             {program, "while True:\n    print('flood')\n", true, "kill", "STOP"},
		"killed, nobody":           {program, noting + "while True:\n    print('x' * 10_000)\n    note('.')\n", false, "kill", "STOP"},
		"reset, nobody":            {program, noting + "while True:\n    print('x' * 10_000)\n    note('.')\n", false, "reset", "RESET"},
		"a child process, read":    {program, "import subprocess\nsubprocess.run(['yes', 'flood'])\n", true, "interrupt", "STOP"},
		"pictures, read":           {alone1, picture + "while True:\n    Picture()\n", true, "interrupt", "PROMPT"},
		"pictures, nobody":         {alone1, noting + picture + "while True:\n    Picture(); note('.') and None\n", false, "interrupt", "PROMPT"},
		"stderr of an interpreter": {alone1, "import sys\nwhile True:\n    print('flood', file=sys.stderr)\n", true, "interrupt", "PROMPT"},
	} {
		t.Run(name, func(t *testing.T) {
			s := common(t)
			if !c.read {
				s = start(t, setup{lessons: lessons})
			}
			v := open(t, s, "lesson.md")
			v.exec(c.element, c.source)
			if c.read {
				size := 0
				v.until("a flood", func(f frame) bool { size += len(f.Data); return size > 300_000 })
			} else {
				full(t, s)
			}
			begin := time.Now()
			answered := make(chan protocoltest.Answer, 1)
			go func() {
				a, _ := v.Act(t.Context(), c.element, c.route, "", "")
				answered <- a
			}()
			frames := v.until(c.end, is(c.end, v.UID(c.element)))
			took := time.Since(begin)
			if a := <-answered; a.Status != 200 {
				t.Errorf("/%s: %d %s", c.route, a.Status, a.Body)
			}
			t.Logf("%s after %v and %d kB", c.end, took.Round(time.Millisecond), len(text(frames, "STDOUT"))>>10)
			if took > time.Second {
				t.Errorf("Stop is answered after %v", took)
			}
			if n := len(text(frames, "STDOUT")) + len(text(frames, "DISPLAY")); !c.read && n > 1<<20 {
				t.Errorf("%d bytes stood in the way of %s", n, c.end)
			}
			if !c.read && !skipped.MatchString(text(frames, "STDERR")) {
				t.Errorf("nobody says how much was dropped: %q", tail(text(frames, "STDERR")))
			}
			v.exec(c.element, "print('again')")
			v.says(c.element, "again\n")
		})
	}
}

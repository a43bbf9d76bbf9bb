//go:build unix

package protocoltest_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strings"
	"testing"
	"time"
)

func TestPostToAnInterpreter(t *testing.T) {
	s := common(t)
	for _, c := range []struct {
		name  string
		posts []string
		want  string
	}{
		{"source at the prompt", []string{"2 + 2\n"}, `
			4 PROMPT "--> "
			4 STDOUT "4\n"
			4 PROMPT "--> "`},
		{"several lines at once", []string{"a = 1\na + 1\na + 2\n"}, `
			4 PROMPT "--> "
			4 PROMPT "--> "
			4 STDOUT "2\n"
			4 PROMPT "--> "
			4 STDOUT "3\n"
			4 PROMPT "--> "`},
		{"a line in pieces", []string{"", "prin", "t(", "1)\n"}, `
			4 PROMPT "--> "
			4 STDOUT "1\n"
			4 PROMPT "--> "`},
		{"a block ends with an empty line", []string{"for i in 'ab':\n    i\n\n'next'\n"}, `
			4 PROMPT "--> "
			4 PROMPT "... "
			4 PROMPT "... "
			4 STDOUT "'a'\n'b'\n"
			4 PROMPT "--> "
			4 STDOUT "'next'\n"
			4 PROMPT "--> "`},
		{"an empty line is nothing", []string{"\n\n1\n"}, `
			4 PROMPT "--> "
			4 PROMPT "--> "
			4 PROMPT "--> "
			4 STDOUT "1\n"
			4 PROMPT "--> "`},
		{"an error in the middle", []string{"1 +\n2\n"}, `
			4 PROMPT "--> "
			4 STDERR "  File \"<input 1>\", line 1\n    1 +\n       ^\nSyntaxError: invalid syntax\n"
			4 PROMPT "--> "
			4 STDOUT "2\n"
			4 PROMPT "--> "`},
		{"a string over two lines", []string{"'''one\ntwo'''\n"}, `
			4 PROMPT "--> "
			4 PROMPT "... "
			4 STDOUT "'one\\ntwo'\n"
			4 PROMPT "--> "`},
		{"input of a running program", []string{"input()\n", "print(1)\n", "_\n"}, `
			4 PROMPT "--> "
			4 STDOUT "'print(1)'\n"
			4 PROMPT "--> "
			4 STDOUT "'print(1)'\n"
			4 PROMPT "--> "`},
		{"lines end in CR LF", []string{"x = 5\r\nx\r\n"}, `
			4 PROMPT "--> "
			4 PROMPT "--> "
			4 STDOUT "5\n"
			4 PROMPT "--> "`},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := open(t, s, "lesson.md")
			prompts := strings.Count(c.want, "PROMPT")
			for _, text := range c.posts {
				v.post(alone1, text)
				if strings.HasPrefix(text, "input") {
					v.asks(alone1)
				}
			}
			for n := 0; n < prompts; {
				v.until("prompts", func(frame) bool { return true })
				n = strings.Count(show(v.seen, false), "PROMPT")
			}
			same(t, v.seen, c.want)
		})
	}
}

func TestLinesNobodyReadBecomeSource(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(alone1, "import os, time\nx = input('? ')\nwhile not os.path.exists('posted'): time.sleep(0.01)\nos.remove('posted')\n")
	v.asks(alone1)
	v.post(alone1, "for the program\nx\n'left ' + 'over'\n")
	v.exec(alone2, "open('posted', 'w').close()")
	v.prompt(alone1)
	v.prompt(alone1)
	v.prompt(alone1)
	var mine []frame
	for _, f := range v.seen {
		if f.UID == v.UID(alone1) {
			mine = append(mine, f)
		}
	}
	same(t, mine, `
		4 STDOUT "? "
		4 PROMPT "--> "
		4 STDOUT "'for the program'\n"
		4 PROMPT "--> "
		4 STDOUT "'left over'\n"
		4 PROMPT "--> "`)
}

func TestExecAtAnInterpreter(t *testing.T) {
	s := common(t)
	for _, c := range []struct{ name, source, want string }{
		{"each value is shown", "1\n'two'\nNone\nx = 3\nx\n", `
			4 STDOUT "1\n'two'\n3\n"
			4 PROMPT "--> "`},
		{"blocks need no empty line", "def f():\n    return 4\nf()\nif f():\n    5\nelse:\n    6\n7", `
			4 STDOUT "4\n5\n7\n"
			4 PROMPT "--> "`},
		{"the first exception ends the rest", "print(1)\n1/0\nprint(2)\n", `
			4 STDOUT "1\n"
			4 STDERR "Traceback (most recent call last):\n  File \"<input 1>\", line 2, in <module>\n    1/0\n    ~^~\nZeroDivisionError: division by zero\n"
			4 PROMPT "--> "`},
		{"nothing", "", `
			4 PROMPT "--> "`},
		{"a comment", "# nothing at all", `
			4 PROMPT "--> "`},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := open(t, s, "lesson.md")
			v.exec(alone1, c.source)
			frames := v.prompt(alone1)
			for i := range frames { // the marks under the line are of newer Pythons
				frames[i].Data = strings.ReplaceAll(frames[i].Data, "    ~^~\n", "")
			}
			same(t, frames, strings.ReplaceAll(c.want, `    ~^~\n`, ""))
		})
	}
}

func TestExecGoesBehindWhatWaits(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(alone1, "a = input('a? ')")
	v.exec(alone1, "b = input('b? ')")
	v.exec(alone1, "a + b")
	v.asks(alone1)
	v.post(alone1, "1\n")
	v.asks(alone1)
	v.post(alone1, "2\n")
	v.says(alone1, "'12'\n")
	v.prompt(alone1)
}

func TestPostToAnEditor(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	// Before the first run it starts the author's source with that input.
	v.post(program, "Ada")
	v.post(program, " Lovelace\n")
	same(t, v.stop(program), `
		6 STDOUT "Name? Hello, Ada Lovelace\n"
		6 STOP ""`)
	v.refused(410, program, "post", "x\n")
	// After /exec it is standard input of what was given to /exec …
	v.exec(program, "print(input() * 2)")
	v.post(program, "ab\n")
	same(t, v.stop(program), `
		6 RESET ""
		6 STDOUT "abab\n"
		6 STOP ""`)
	v.refused(410, program, "post", "x\n")
	// … and after /reset it starts the author's source once more.
	v.do(program, "reset", "", "")
	v.post(program, "")
	frames := v.asks(program)
	v.post(program, "Grace\n")
	same(t, append(frames, v.stop(program)...), `
		6 RESET ""
		6 STDOUT "Name? Hello, Grace\n"
		6 STOP ""`)
}

func TestEndOfFile(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(program, "import sys\nprint(sys.stdin.read().split())\ntry:\n    input()\nexcept EOFError:\n    print('no more')\n")
	v.running(program)
	v.post(program, "one\ntwo")
	v.do(program, "eof", "", "")
	v.says(program, "['one', 'two']\n")
	v.do(program, "eof", "", "")
	v.says(program, "no more\n")
	v.stop(program)
}

func TestClientSequenceIsAppliedOnce(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	v.exec(alone1, "n = 0")
	v.prompt(alone1)
	for range 3 {
		v.do(alone1, "exec", "&seq=1", "n += 1")
	}
	v.do(alone1, "exec", "&seq=2", "n += 10")
	v.do(alone1, "exec", "&seq=1", "n += 1")
	for range 3 {
		v.do(alone1, "post", "&seq=3", "n += 100\n")
	}
	v.do(alone1, "post", "&seq=7", "print('n is', n)\n")
	v.do(alone1, "post", "&seq=7", "print('n is', n)\n")
	v.says(alone1, "n is 111\n")
	v.prompt(alone1)
	// The numbers of another element are its own.
	v.do(alone2, "exec", "&seq=1", "'mine'")
	v.says(alone2, "'mine'\n")
	// The run of a repeated request is the one it had.
	first := v.do(alone1, "exec", "&seq=8", "1")
	if again := v.do(alone1, "exec", "&seq=8", "1"); again != first {
		t.Errorf("the answer is %s, and for the same again %s", first, again)
	}
}

// TestPostsThatAreCutAreRetried sends numbered lines over connections that break
// at random bytes, until each has been answered.
func TestPostsThatAreCutAreRetried(t *testing.T) {
	s := common(t)
	v := open(t, s, "lesson.md")
	v.exec(program, "for i in range(200):\n    print(input())\n")
	cuts := 0
	for i := range 200 {
		body := fmt.Sprintf("%d\n", i)
		for {
			// The last bytes of the answer do not matter: its status was seen.
			if postCut(t, s, v.UID(program), i+1, body) {
				break
			}
			cuts++
		}
	}
	checkNumbers(t, text(v.stop(program), "STDOUT"), 0, 200)
	t.Logf("%d connections were cut", cuts)
}

// postCut posts over a connection that breaks somewhere in the request, or in the
// answer, and reports whether it was answered before.
func postCut(t *testing.T, s *server, uid string, seq int, body string) bool {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	request := fmt.Sprintf("POST /post?uid=%s&seq=%d HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s",
		uid, seq, conn.RemoteAddr(), token, len(body), body)
	n := rand.IntN(len(request) * 3)
	if _, err := conn.Write([]byte(request[:min(n, len(request))])); err != nil || n < len(request) {
		return false
	}
	if n < len(request)*2 {
		return false // applied, and the client does not know
	}
	answer := make([]byte, 12)
	got, _ := conn.Read(answer)
	return string(answer[:got]) == "HTTP/1.1 200"
}

// TestDebuggerIsPostedTo steps through a program with pdb, which asks for its
// commands as a program asks for input.
func TestDebuggerIsPostedTo(t *testing.T) {
	v := open(t, common(t), "lesson.md")
	for _, n := range []int{program, alone1} {
		v.exec(n, "x = 41\nimport pdb; pdb.set_trace()\nx += 1\nprint('x is', x)")
		for _, c := range []struct{ shown, command string }{{"x += 1\n", "n\n"}, {"print('x is', x)\n", "p x\n"}, {"42\n", "c\n"}} {
			if got := text(v.asks(n), "STDOUT"); !strings.Contains(got, c.shown) || !strings.HasSuffix(got, "(Pdb) ") {
				t.Errorf("before %q it shows %q", c.command, got)
			}
			v.post(n, c.command)
		}
		v.says(n, "x is 42\n")
	}
	v.prompt(alone1)
	if end := outcome(t, v.seen); end["reason"] != "finished" {
		t.Errorf("it ends with %v", end)
	}
}

package runner_test

import (
	"testing"
	"time"

	"crunchy/runner"
)

const greeting = `What is your name? <<< Ada
Hello, Ada!
And yours? <<< ^D
Good bye.`

// dialogues are programs that are run with a dialogue, and what is said of them.
var dialogues = map[string]struct {
	dialogue, source, want string
}{
	"as it should": {greeting,
		"name = input('What is your name? ')\nprint('Hello, ' + name + '!  ')\ntry:\n    input('And yours? ')\nexcept EOFError:\n    print('Good bye.')\n",
		"3 0 The conversation goes as it should.\npassed At the beginning\npassed After “Ada”\npassed After the end of the input\n"},
	"another question": {greeting,
		"name = input('Who? ')\n",
		"0 3 The conversation is not yet as it should be.\nfailed At the beginning | What is your name? | Who? : It begins with something else.\n"},
	"another answer": {greeting,
		"name = input('What is your name? ')\nprint('Hello!')\ninput('And yours? ')",
		"1 2 The conversation is not yet as it should be.\npassed At the beginning\nfailed After “Ada” | Hello, Ada!\\nAnd yours? | Hello!\\nAnd yours? : After “Ada”, it says something else.\n"},
	"it ends too soon": {greeting,
		"name = input('What is your name? ')\nprint('Hello, ' + name + '!')\nprint('And yours?')\n",
		"1 2 The conversation is not yet as it should be.\npassed At the beginning\nfailed After “Ada” | Hello, Ada!\\nAnd yours? | Hello, Ada!\\nAnd yours? : The program ends here. It is to ask for something more.\n"},
	"it asks too often": {"A? <<< 1\nB",
		"input('A? ')\ntry:\n    input('B')\nexcept EOFError:\n    pass\n",
		"1 1 The conversation is not yet as it should be.\npassed At the beginning\nfailed After “1” | B | B : The program asks once more, when there is nothing left to be typed.\n"},
	"it raises": {greeting,
		"name = input('What is your name? ')\nprint(nmae)\n",
		"1 2 The conversation is not yet as it should be.\npassed At the beginning\nerror After “Ada” line 2 | Hello, Ada!\\nAnd yours? : It stops with a NameError.\n"},
	"it raises at the end": {"A? <<< 1\nB",
		"input('A? ')\nprint('B')\n1/0\n",
		"1 1 The conversation is not yet as it should be.\npassed At the beginning\nerror After “1” line 3 | B | B : It stops with a ZeroDivisionError.\n"},
	"Ctrl-C is caught": {"A? <<< ^C\nStopped.\nB? <<< 1\n1",
		"try:\n    input('A? ')\nexcept KeyboardInterrupt:\n    print('Stopped.')\nprint(input('B? '))\n",
		"3 0 The conversation goes as it should.\npassed At the beginning\npassed After Ctrl-C\npassed After “1”\n"},
	"Ctrl-C ends it": {"A? <<< ^C", "input('A? ')\n",
		"2 0 The conversation goes as it should.\npassed At the beginning\npassed After Ctrl-C\n"},
	"the end of the input ends it": {"<<< 1\n<<< ^D", "while True:\n    input()\n",
		"3 0 The conversation goes as it should.\npassed At the beginning\npassed After “1”\npassed After the end of the input\n"},
	"all that is read": {"<<< a\n<<<\n<<< ^D\n['a', '']", "import sys\nprint([line.strip() for line in sys.stdin])\n",
		"4 0 The conversation goes as it should.\npassed At the beginning\npassed After “a”\npassed After an empty line\npassed After the end of the input\n"},
	"a printed verdict": {"A? <<< 1\nB", "print('A? <<< 1\\nB')\n",
		"0 2 The conversation is not yet as it should be.\nfailed At the beginning | A? | A? <<< 1\\nB : It begins with something else.\n"},
	"no dialogue at all": {"Hello", "print('Hello')\n",
		"1 0 The conversation goes as it should.\npassed At the beginning\n"},
}

func TestDialogue(t *testing.T) {
	b := newBench(t, runner.Config{})
	for name := range dialogues {
		b.talks(name, "")
	}
}

// TestDialogueWithEachPython tries what depends on Python itself.
func TestDialogueWithEachPython(t *testing.T) {
	b := newBench(t, runner.Config{})
	for _, p := range versions(t) {
		for _, name := range []string{"Ctrl-C is caught", "Ctrl-C ends it", "all that is read", "it raises"} {
			b.talks(name, p.Path)
		}
	}
}

// talks runs a program with its dialogue.
func (b *bench) talks(name, python string) {
	b.Helper()
	tt, uid := dialogues[name], name+python
	r := b.add(runner.Spec{
		UID: uid, Mode: runner.Program, File: "mine.py", Dir: b.TempDir(), Python: python,
		Exercise: &runner.Exercise{Tests: []runner.Test{test("dialogue", tt.dialogue)}},
	})
	v := b.checked(r, uid, tt.source)
	if v == nil || v.Kind != "dialogue" {
		b.Fatalf("%s: %+v", name, v)
	}
	if got := v.tell(); got != tt.want {
		b.Errorf("%s %s:\n got %q\nwant %q", python, name, got, tt.want)
	}
	b.Remove(uid)
}

func TestDialogueAmongOtherTests(t *testing.T) {
	b := newBench(t, runner.Config{})
	r := b.exercise("p", runner.Exercise{Timeout: 2 * time.Second, Tests: []runner.Test{
		test("doctest", ">>> double(2)\n4"), {Kind: "dialogue", Source: "N? <<< 3\n6", Hidden: true}, test("dialogue", "never looked at"),
	}})
	const asks = "\nprint(double(int(input('N? '))))\n"
	for _, tt := range []struct{ source, want string }{
		{"def double(n):\n    return n + n" + asks, "3 0 The conversation goes as it should.\npassed A hidden test\npassed A hidden test\npassed double(2)\n"},
		{"def double(n):\n    return n + 3" + asks, "2 1 The example does not work yet.\npassed A hidden test\npassed A hidden test\nfailed double(2) line 1 | 4 | 5\n"},
		{"def double(n):\n    return n + 2" + asks, "1 1 The conversation is not yet as it should be.\npassed A hidden test\nfailed A hidden test : The conversation goes another way than it should.\n"},
		{"while True:\n    pass", "0 1 It could not be checked yet.\nerror The program : It took longer than 2 seconds and was stopped.\n"},
		{"while True:\n    try:\n        input()\n    except EOFError:\n        pass", "0 1 It could not be checked yet.\nerror The program : It took longer than 2 seconds and was stopped.\n"},
	} {
		v := b.checked(r, "p", tt.source)
		if v == nil {
			t.Fatalf("%q: no verdict", tt.source)
		}
		if got := v.tell(); got != tt.want {
			t.Errorf("%q:\n got %q\nwant %q", tt.source, got, tt.want)
		}
	}
}

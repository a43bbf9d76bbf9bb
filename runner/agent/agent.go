// Package agent is the Python side of a live element: what runs inside the
// interpreter, and the messages that it exchanges with the runner.
//
// # Processes
//
// A zygote (Linux only) is an interpreter with everything loaded. For each
// message on its socket (JSON and seven descriptors) it forks a reaper, and that
// the student's process, in which the learner's code runs. The reaper reports
// the end of the student's process and ends all its descendants; it does the
// same, but for the report, when the command pipe is hung up. Once it has been
// asked, a zygote outside of a sandbox forks one such pair ahead, which waits for
// the next message; see python/spare.py. Where there is no
// zygote, the same program started cold is a reaper itself.
//
// The seven descriptors are: terminal A (standard input and output, and the
// controlling terminal), terminal B (standard error), the command pipe's read
// end, the event pipe's write end, the acknowledgement pipe's read end, the
// write end of the pipe that stacks are written to, and the page, or /dev/null
// where there is none. A cold start expects them as 3 to 9, a zygote its
// SOCK_SEQPACKET socket as 3.
//
// The page is shared memory of 64 KiB in which sys.stdout leaves its text, with
// no system call and so many times as fast as on a terminal. What is there
// outlives the process, however that ends. It serves until somebody else might
// write to the terminals, a child process or os.write(1, …), which is noticed
// before it happens (python/watch.py): then all there is is shown, and standard
// output goes to terminal A from there on. Text begins at offset 1; a zero was
// not written yet. Whoever has looked at the page for the last time sets byte 0;
// the agent, when it has left something, clears it and sends [Bell].
//
// A process may also have a single terminal ("terminal": true in the message to
// a zygote, [SingleTerminal] after the arguments of a cold start): A is then
// its standard error too, and its program finds CPython as it is, without what
// the agent changes for a page: no EvStdin, no EvSync, no input of its own.
//
// # Messages
//
// Commands and events are JSON objects, one a line; see [Command] and [Event].
// Empty lines and lines that are no JSON are to be skipped: the learner's code
// can write to the event pipe. The order of terminals and events is kept by
// EvSync, and by the stream and the place on the page that every event names in
// Last and Page.
//
// Frames of the agent have file names that begin with [FramePrefix].
package agent

import (
	"bytes"
	"compress/zlib"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

// FramePrefix begins the file name of every Python frame that is the agent's
// and not the learner's, as in a stack written to the where descriptor.
const FramePrefix = "<crunchy "

// Preparation is the file name of what an exercise runs before the learner's program.
const Preparation = "<preparation>"

// Role is what a new interpreter is to be.
type Role string

// Roles.
const (
	// Zygote forks a process for each request on descriptor 3.
	Zygote Role = "zygote"
	// Sandbox is a zygote in the sandbox of one student, see python/sandbox.py for
	// what it has to be told first.
	Sandbox Role = "sandbox"
	// Cold is one process, whose seven descriptors are 3 to 9.
	Cold Role = "cold"
)

// SingleTerminal is an argument after those of a cold start.
const SingleTerminal = "terminal"

//go:embed python/*.py
var sources embed.FS

// template is an expression, so that it leaves no name behind in __main__,
// which is to be the learner's. What does not fit into it, for Linux allows an
// argument 128 KiB, follows in arguments that begin with a plus sign.
const template = `(lambda p:(lambda s:exec(compile(s["loader"],"<crunchy loader.py>","exec"),` +
	`{"__name__":"_crunchy.loader","sources":s,"packed":p}))` +
	`(__import__("json").loads(__import__("zlib").decompress(__import__("binascii").a2b_base64(p)))))("%s"+"".join(a[1:]for a in __import__("sys").argv if a[:1]=="+"))`

// piece is how much of the packed modules an argument holds; python/loader.py has the same.
const piece = 90000

// Args returns the arguments of a Python interpreter (any from 3.8) that make
// it the agent; more may follow. The program is in the arguments: there is no file that could
// be cleaned away or changed.
func Args(role Role) []string {
	pieces := program()
	return append([]string{"-I", "-c", fmt.Sprintf(template, pieces[0]), string(role)}, pieces[1:]...)
}

// program packs the embedded modules; all pieces but the first are arguments as they are.
func program() []string {
	modules := map[string]string{"template": template}
	// The embedded tree is fixed when the program is built: no call below can
	// fail in one build and not in another, and the tests run them.
	files := must(fs.Glob(sources, "python/*.py"))
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "python/"), ".py")
		modules[name] = string(must(sources.ReadFile(file)))
	}
	var packed bytes.Buffer
	w := must(zlib.NewWriterLevel(&packed, zlib.BestCompression))
	must(w.Write(must(json.Marshal(modules))))
	must(0, w.Close())
	text := base64.StdEncoding.EncodeToString(packed.Bytes())
	pieces := []string{text[:min(piece, len(text))]}
	for text = text[len(pieces[0]):]; text != ""; text = text[min(piece, len(text)):] {
		pieces = append(pieces, "+"+text[:min(piece, len(text))])
	}
	return pieces
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"log/slog"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
)

// TestEveryActionIsAFunction has frontends do all that can be done over HTTP.
func TestEveryActionIsAFunction(t *testing.T) {
	s := &Server{}
	actions := s.actions()
	delete(actions, "version") // an earlier version of a text; the name means another thing here
	for _, f := range functions() {
		if f.do == nil && f.path == "" {
			t.Errorf("%s does nothing", f.Name)
		}
		delete(actions, f.Name)
	}
	for name := range actions {
		t.Errorf("no frontend can call %s", name)
	}
}

// TestFailuresHaveNumbersOfTheirOwn which the lesson about frontends lists.
func TestFailuresHaveNumbersOfTheirOwn(t *testing.T) {
	lesson, err := os.ReadFile("../../../tutorials/writing-a-frontend.md")
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), "errors.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		if id, is := lit.Type.(*ast.Ident); !is || id.Name != "failure" {
			return true
		}
		code, name := 0, ""
		for _, e := range lit.Elts {
			kv := e.(*ast.KeyValueExpr)
			switch value, is := kv.Value.(*ast.BasicLit); {
			case is && kv.Key.(*ast.Ident).Name == "code":
				code, _ = strconv.Atoi(value.Value)
			case is && kv.Key.(*ast.Ident).Name == "name":
				name, _ = strconv.Unquote(value.Value)
			}
		}
		if before := seen[code]; before != "" {
			t.Errorf("%s and %s are both %d", before, name, code)
		}
		seen[code] = name
		if row := regexp.MustCompile(`(?m)^\| ` + strconv.Itoa(code) + ` \| .` + "`" + `?` + name); !row.Match(lesson) {
			t.Errorf("the lesson does not list %d %s", code, name)
		}
		return true
	})
	if len(seen) < 50 {
		t.Errorf("only %d failures are found", len(seen))
	}
}

// TestAPackedMessageEndsOnce packs what contains the end of a message so that it
// does not.
func TestAPackedMessageEndsOnce(t *testing.T) {
	for _, text := range []string{"", `"<EOF>"`, strings.Repeat("<EOF>", 1000), "<EO", "F>"} {
		packed := pack([]byte(text), gzip.NoCompression)
		if n := bytes.Count(packed, []byte(endOfMessage)); n != 1 || !bytes.HasSuffix(packed, []byte(endOfMessage)) {
			t.Errorf("%.20q has %d ends", text, n)
		}
		message, err := unpack(bytes.TrimSuffix(packed, []byte(endOfMessage)), 1<<20)
		if err != nil || strings.TrimRight(string(message), " ") != text {
			t.Errorf("%.20q becomes %.20q, %v", text, message, err)
		}
	}
}

// TestMessagesArriveInPieces splits and joins messages at every byte.
func TestMessagesArriveInPieces(t *testing.T) {
	all := []string{"one", "", "<EOF", "<", "EOF>", "<<EOF", strings.Repeat("x", 100), "a>b>c"}
	stream := strings.Join(all, endOfMessage) + endOfMessage
	readers := map[string]func() io.Reader{
		"byte by byte": func() io.Reader { return iotest.OneByteReader(strings.NewReader(stream)) },
		"at once":      func() io.Reader { return strings.NewReader(stream) },
		"data and end": func() io.Reader { return iotest.DataErrReader(strings.NewReader(stream)) },
	}
	for i := range stream {
		readers["in two, at "+strconv.Itoa(i)] = func() io.Reader {
			return io.MultiReader(strings.NewReader(stream[:i]), strings.NewReader(stream[i:]))
		}
	}
	for name, reader := range readers {
		in := bufio.NewReaderSize(reader(), 16)
		for _, want := range all {
			if got, err := readMessage(in, 100); err != nil || string(got) != want {
				t.Fatalf("%s: %q, %v, want %q", name, got, err, want)
			}
		}
		if _, err := readMessage(in, 100); !errors.Is(err, io.EOF) {
			t.Errorf("%s: after the end comes %v", name, err)
		}
	}
}

func TestMessagesHaveBounds(t *testing.T) {
	in := func(text string) *bufio.Reader { return bufio.NewReaderSize(strings.NewReader(text), 16) }
	if got, err := readMessage(in("12345678<EOF>"), 8); err != nil || len(got) != 8 {
		t.Errorf("as long as may be: %q %v", got, err)
	}
	if _, err := readMessage(in("123456789<EOF>"), 8); !errors.Is(err, errLong) {
		t.Errorf("one more: %v", err)
	}
	if _, err := readMessage(bufio.NewReader(forever{}), 1<<20); !errors.Is(err, errLong) {
		t.Errorf("without end: %v", err)
	}
	if _, err := readMessage(in("half<EO"), 8); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("half a message: %v", err)
	}
	bomb := pack(make([]byte, 64<<20), gzip.BestCompression)
	bomb = bytes.TrimSuffix(bomb, []byte(endOfMessage))
	if _, err := unpack(bomb, 1<<20); !errors.Is(err, errLong) {
		t.Errorf("a bomb of %d bytes: %v", len(bomb), err)
	}
	for _, bad := range [][]byte{nil, []byte("{}"), bomb[:len(bomb)/2], append([]byte{}, "\x1f\x8b\x08junkjunkjunk"...)} {
		if _, err := unpack(bad, 100<<20); !errors.Is(err, errNotPacked) {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}

type forever struct{}

func (forever) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = '>'
	}
	return len(b), nil
}

// FuzzMessages has what arrives be split in the same way however it arrives, and
// nothing be bigger than it may.
func FuzzMessages(f *testing.F) {
	f.Add([]byte("<EOF>"), 8)
	f.Add([]byte("one<EOF>two<EO<EOF>F>"), 3)
	f.Add(pack([]byte(`{"session":""}`), 9), 100)
	f.Fuzz(func(t *testing.T, stream []byte, most int) {
		most = max(0, most%1000)
		one, many := bufio.NewReaderSize(iotest.OneByteReader(bytes.NewReader(stream)), 16), bufio.NewReader(bytes.NewReader(stream))
		rest := stream
		for {
			a, err := readMessage(one, most)
			b, err2 := readMessage(many, most)
			if !bytes.Equal(a, b) || !errors.Is(err2, err) || len(a) > most {
				t.Fatalf("%q, %v and %q, %v", a, err, b, err2)
			}
			if err != nil {
				return
			}
			want, after, _ := bytes.Cut(rest, []byte(endOfMessage))
			if !bytes.Equal(a, want) {
				t.Fatalf("%q, want %q", a, want)
			}
			rest = after
			if message, err := unpack(a, most); err == nil && len(message) > most {
				t.Fatalf("%d bytes are unpacked", len(message))
			}
		}
	})
}

// FuzzCalls has every call that is understood be one of the table, with no argument
// that its function does not take.
func FuzzCalls(f *testing.F) {
	for _, call := range []string{`{"fname":"exec","uid":"10001","body":"1","seq":3,"check":false}`, `{"fname":"comet","page":1,"channel":["a","b"]}`, `{"fname":"resize","uid":"1","body":{"rows":1}}`, `{"fname":"none"}`, `[]`, `null`} {
		f.Add([]byte(call))
	}
	table := functions()
	f.Fuzz(func(t *testing.T, call []byte) {
		if !json.Valid(call) {
			return // nothing else is a call
		}
		_, fn, q, body, err := functionOf(table, call)
		if err != nil {
			if asFailure(err).status >= 500 || asFailure(err).msg == "" {
				t.Errorf("%s: %v", call, err)
			}
			return
		}
		takes := map[string]bool{}
		for _, a := range fn.Args {
			takes[a.Name] = true
			if a.Needed && a.Kind != bodyArgument && !q.Has(a.Name) {
				t.Errorf("%s: there is no %s", call, a.Name)
			}
		}
		for name := range q {
			if !takes[name] {
				t.Errorf("%s: %s is taken", call, name)
			}
		}
		if body != nil && !takes[bodyName] {
			t.Errorf("%s has a body", call)
		}
	})
}

// TestPanicIsOneFrontendsAlone: it is told, and neither the server nor its line ends.
func TestPanicIsOneFrontendsAlone(t *testing.T) {
	s := &Server{log: slog.New(slog.DiscardHandler), frontends: newFrontends()}
	s.frontends.table = append(s.frontends.table, function{Name: "boom",
		do: func(*Server, context.Context) (any, error) { panic("boom") }, guests: func(url.Values) bool { return true }})
	l := &line{server: s}
	ask := func(fname string) envelope {
		return l.converse(t.Context(), []byte(`{"session":"`+s.frontends.begin(guest).key+`","data":[{"fname":"`+fname+`"}]}`))
	}
	if a := ask("boom"); a.Error == nil || a.Error.Code != errInternal.code || strings.Contains(a.Error.Msg, "boom") {
		t.Errorf("%+v", a)
	}
	if a := ask("version"); a.Error != nil {
		t.Errorf("afterwards: %+v", a.Error)
	}
}

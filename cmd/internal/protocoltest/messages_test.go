//go:build unix

package protocoltest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// refusedWith wants an error to be a refusal of that number.
func refusedWith(t *testing.T, what string, code int, err error) {
	t.Helper()
	if r := new(protocoltest.Refusal); !errors.As(err, &r) || r.Code != code || r.Msg == "" {
		t.Errorf("%s: %v, want %d", what, err, code)
	}
}

// TestFrontends has clients of each kind speak with one server, over both doors.
func TestFrontends(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "password")
	if err := os.WriteFile(secret, []byte("correct horse battery\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := start(t, setup{lessons: lessons, args: []string{"--frontend-addr", "127.0.0.1:0", "--teacher-password-file", secret}})
	address := s.frontendAddress(t)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	dial := func() *protocoltest.Line {
		t.Helper()
		l, err := protocoltest.Dial(ctx, address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		return l
	}
	enter := func(m protocoltest.Messenger, who ...string) string {
		t.Helper()
		session, err := protocoltest.Enter(ctx, m, who...)
		if err != nil {
			t.Fatal(err)
		}
		return session
	}
	call := func(m protocoltest.Messenger, session, fname string, args map[string]any) string {
		t.Helper()
		data, err := protocoltest.Call(ctx, m, session, fname, args)
		if err != nil {
			t.Fatalf("%s: %v", fname, err)
		}
		return string(data)
	}
	line := dial()
	var greeting struct {
		Version      struct{ Core []int }
		GuestAllowed bool `json:"guest_allowed"`
	}
	if err := json.Unmarshal(line.Greeting.Data, &greeting); err != nil || len(greeting.Version.Core) != 3 || !greeting.GuestAllowed || line.Greeting.Session != "" || line.Greeting.Name == "" {
		t.Errorf("the greeting is %s %v", line.Greeting.Data, err)
	}
	guest, owner, teacher := enter(line), enter(line, "owner", token), enter(line, "teacher", "correct horse battery")
	for who, want := range map[[2]string]int{{"owner", "x"}: 3401, {"teacher", token}: 5400, {"nobody", "x"}: 3401} {
		_, err := protocoltest.Enter(ctx, line, who[0], who[1])
		refusedWith(t, who[0], want, err)
	}

	// Guests list, chat and do nothing else; each door has the same sessions.
	for name, m := range map[string]protocoltest.Messenger{"TCP": line, "another connection": dial(), "HTTP": s.Client} {
		if all := call(m, guest, "list_tutorials", nil); !strings.Contains(all, `"name":"lesson.md"`) {
			t.Errorf("over %s there are %s", name, all)
		}
		call(m, guest, "publish", map[string]any{"channel": "chat", "body": "over " + name})
		if said := call(m, guest, "comet", map[string]any{"channel": "chat", "from": "0"}); !strings.Contains(said, "over "+name) {
			t.Errorf("over %s one reads %s", name, said)
		}
		_, err := protocoltest.Call(ctx, m, guest, "page_init", map[string]any{"tutorial": "lesson.md"})
		refusedWith(t, "a guest opens a page", 11403, err)
		_, err = protocoltest.Call(ctx, m, owner, "publish", map[string]any{"channel": "notice", "body": map[string]string{"text": "x"}})
		refusedWith(t, "a notice of the owner", 8403, err)
		call(m, teacher, "publish", map[string]any{"channel": "notice", "body": map[string]string{"text": "of the teacher"}})
		for _, session := range []string{guest, owner} {
			a, err := m.Say(ctx, session, "serverquit")
			if err != nil || a.Error == nil || a.Error.Code != 9403 {
				t.Errorf("over %s: %v %+v", name, err, a.Error)
			}
		}
		_, err = protocoltest.Call(ctx, m, "no such session", "version", nil)
		refusedWith(t, "a session that never was", 2401, err)
		_, err = protocoltest.Call(ctx, m, owner, "fly", nil)
		refusedWith(t, "no such function", 7404, err)
		_, err = protocoltest.Call(ctx, m, owner, "exec", map[string]any{"uid": "1"})
		refusedWith(t, "a missing argument", 7400, err)
		_, err = protocoltest.Call(ctx, m, owner, "exec", map[string]any{"uid": "123450001", "body": "1"})
		refusedWith(t, "an unknown page", 1404, err)
	}

	// A page is opened over one connection, its frames come over others, which break.
	var page struct {
		Page     string
		Elements []struct{ UID string }
	}
	if err := json.Unmarshal([]byte(call(line, owner, "page_init", map[string]any{"tutorial": "lesson.md"})), &page); err != nil || page.Page == "" {
		t.Fatalf("%v %+v", err, page)
	}
	v := &view{Page: &protocoltest.Page{Client: s.Client, ID: page.Page}, t: t}
	stream := &protocoltest.Caller{Page: v.Page, Types: allTypes, Wait: 5, Dial: func(ctx context.Context) (*protocoltest.Line, error) {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return nil, err
		}
		return protocoltest.Greeted(ctx, &shortConn{Conn: conn, left: 2000})
	}}
	v.stream = mended{stream}
	uid := v.UID(program)
	if got := call(line, owner, "exec", map[string]any{"uid": uid, "body": "print(input('Who? '))\nfor i in range(300): print(i)"}); got != `{"run":1}` {
		t.Errorf("exec: %s", got)
	}
	v.asks(program)
	call(line, owner, "post", map[string]any{"uid": uid, "body": "é€😀\n", "seq": 1})
	call(s.Client, owner, "post", map[string]any{"uid": uid, "body": "é€😀\n", "seq": 1}) // once more does nothing
	v.stop(program)
	rest, ok := strings.CutPrefix(text(v.seen, "STDOUT"), "Who? é€😀\n")
	if !ok {
		t.Errorf("it begins with %.50q", rest)
	}
	checkNumbers(t, rest, 0, 300)
	if got := call(line, owner, "close", map[string]any{"page": page.Page}); got != "null" {
		t.Errorf("close: %s", got)
	}

	// Everybody is told of the end, and the new beginning is where the old was.
	if a, err := line.Say(ctx, teacher, "serverrestart"); err != nil || string(a.Data) != `"serverrestart"` || a.Error != nil {
		t.Fatalf("%s %v %v", a.Data, a.Error, err)
	}
	if _, err := line.Next(ctx); err == nil || ctx.Err() != nil {
		t.Errorf("then comes %v", err)
	}
	var again *protocoltest.Line
	err := poll(patience, func() bool {
		l, err := protocoltest.Dial(ctx, address)
		if again = l; err != nil {
			return false
		}
		_, err = protocoltest.Call(ctx, l, teacher, "version", nil)
		r := new(protocoltest.Refusal)
		return errors.As(err, &r) && r.Code == 2401 // it is the new one, which knows nothing of the session
	})
	if err != nil {
		t.Fatalf("it does not begin anew: %v; %s", err, s.log.String())
	}
	defer again.Close()
	listener := dial()
	teacher = enter(again, "teacher", "correct horse battery")
	if a, err := s.Say(ctx, teacher, "serverquit"); err != nil || string(a.Data) != `"serverquit"` {
		t.Errorf("%s %v %v", a.Data, a.Error, err)
	}
	for name, l := range map[string]*protocoltest.Line{"who has a session": again, "a stranger": listener} {
		if a, err := l.Next(ctx); err != nil || string(a.Data) != `"serverquit"` {
			t.Errorf("%s is told %s %v", name, a.Data, err)
		}
	}
	select {
	case <-s.ended:
		if s.err != nil {
			t.Errorf("the server ended with %v", s.err)
		}
	case <-time.After(patience):
		t.Error("the server does not end")
	}
}

// mended goes on where a broken connection was, on another one each time.
type mended struct{ protocoltest.Stream }

func (m mended) Next(ctx context.Context) ([]frame, error) {
	for {
		frames, err := m.Stream.Next(ctx)
		m.Close() // each poll has a connection of its own
		if status := new(protocoltest.StatusError); err == nil || errors.As(err, &status) || ctx.Err() != nil {
			return frames, err
		}
	}
}

// TestMessagesInPieces cuts a message in two at each of its bytes, sends it byte by
// byte, and several at once.
func TestMessagesInPieces(t *testing.T) {
	s := start(t, setup{lessons: lessons, args: []string{"--frontend-addr", "127.0.0.1:0"}})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	conn, err := net.Dial("tcp", s.frontendAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	l, err := protocoltest.Greeted(ctx, byteByByte{conn})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	session, err := protocoltest.Enter(ctx, l, "owner", token)
	if err != nil {
		t.Fatal(err)
	}
	message, err := protocoltest.Packed(session, []any{map[string]string{"fname": "publish", "channel": "chat", "body": "é€😀<EOF>\r\n"}, map[string]string{"fname": "version"}})
	if err != nil {
		t.Fatal(err)
	}
	expect := func(what string) {
		t.Helper()
		a, err := l.Next(ctx)
		if err != nil || a.Error != nil || !strings.HasPrefix(string(a.Data), `[{"fname":"publish","data":null},{"fname":"version","data":{"version":`) {
			t.Fatalf("%s: %s %v %v", what, a.Data, a.Error, err)
		}
	}
	for i := range len(message) + 1 {
		_, _ = l.Write(message[:i])
		_, _ = l.Write(message[i:])
		expect(fmt.Sprint("in two, at ", i))
	}
	for _, b := range message {
		_, _ = l.Write([]byte{b})
	}
	expect("byte by byte")
	three := append(append(append([]byte{}, message...), message...), message...)
	for _, at := range []int{len(three), len(message) + 1, 2*len(message) - 3} {
		_, _ = l.Write(three[:at])
		_, _ = l.Write(three[at:])
		for range 3 {
			expect("three at once")
		}
	}
}

// byteByByte reads no more at once.
type byteByByte struct{ net.Conn }

func (b byteByByte) Read(p []byte) (int, error) { return iotest.OneByteReader(b.Conn).Read(p) }

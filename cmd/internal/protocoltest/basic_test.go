//go:build unix

package protocoltest_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

var pageID = regexp.MustCompile(`^[1-9][0-9]{0,38}$`)

// plain opens a page as the smallest client does and returns its id.
func plain(t *testing.T, s *server, tutorial string) string {
	t.Helper()
	a := request(t, s, "GET", "/page_init?tutorial="+tutorial, "")
	if a.Status != 200 || !pageID.MatchString(a.Body) {
		t.Fatalf("page_init: %d %q", a.Status, a.Body)
	}
	t.Cleanup(func() { _, _ = s.Do(context.Background(), "POST", "/close?page="+a.Body, "") })
	return a.Body
}

func request(t *testing.T, s *server, method, target, body string, edits ...func(*http.Request)) protocoltest.Answer {
	t.Helper()
	a, err := s.Do(t.Context(), method, target, body, edits...)
	if err != nil {
		t.Fatalf("%s %s: %v", method, target, err)
	}
	return a
}

func TestPageInitAnswersTheIdAndNothingElse(t *testing.T) {
	s := common(t)
	seen := map[string]bool{}
	for _, method := range []string{"GET", "POST"} {
		for _, query := range []string{"", "?tutorial=lesson.md"} {
			a := request(t, s, method, "/page_init"+query, "")
			if a.Status != 200 || !pageID.MatchString(a.Body) || seen[a.Body] {
				t.Errorf("%s %s: %d %q", method, query, a.Status, a.Body)
			}
			if kind := a.Header.Get("Content-Type"); kind != "text/plain" {
				t.Errorf("%s %s: Content-Type %q", method, query, kind)
			}
			seen[a.Body] = true
		}
	}
}

// raw sends bytes and returns the bytes of the answer, which ends with the connection.
func raw(t *testing.T, s *server, request string) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(conn)
	if err != nil {
		t.Fatalf("after %q: %v", b, err)
	}
	return string(b)
}

// TestBasicProtocolByteForByte plays the example of the protocol on the socket.
func TestBasicProtocolByteForByte(t *testing.T) {
	s := common(t)
	id := plain(t, s, "lesson.md")
	uid := id + "0001"
	host := strings.TrimPrefix(s.URL, "http://")
	send := func(first, body string) (head, rest string) {
		t.Helper()
		answer := raw(t, s, first+" HTTP/1.1\r\nHost: "+host+"\r\nAuthorization: Bearer "+token+
			"\r\nConnection: close\r\nContent-Length: "+fmt.Sprint(len(body))+"\r\n\r\n"+body)
		head, rest, _ = strings.Cut(answer, "\r\n\r\n")
		return head, rest
	}
	for _, step := range []struct{ post, want string }{
		{"", "STDOUT " + uid + "\r>>> "},
		{"2+2\n", "STDOUT " + uid + "\r4\n>>> "},
		{"print('\u00e9\u20ac')\n", "STDOUT " + uid + "\r\u00e9\u20ac\n>>> "},
		{"if True:\n", "STDOUT " + uid + "\r... "},
		{"    'in a block'\n", "STDOUT " + uid + "\r... "},
		{"\n", "STDOUT " + uid + "\r'in a block'\n>>> "},
		{"input('Name? ')\n", "STDOUT " + uid + "\rName? "},
		{"Ada\n", "STDOUT " + uid + "\r'Ada'\n>>> "},
	} {
		head, rest := send("POST /post?uid="+uid, step.post)
		if !strings.HasPrefix(head, "HTTP/1.1 200 OK\r\n") || !strings.Contains(head, "\r\nContent-Length: 0") || rest != "" {
			t.Fatalf("/post answers %q and %q", head, rest)
		}
		// Neighbouring frames may be joined or not: what one poll did not
		// bring, the next one does.
		got := ""
		for first := true; len(got) < len(step.want); first = false {
			head, body := send("GET /comet?page="+id, "")
			for _, line := range []string{"HTTP/1.1 200 OK", "Content-Type: text/plain; charset=utf-8", fmt.Sprintf("Content-Length: %d", len(body))} {
				if !strings.Contains(head+"\r\n", line+"\r\n") {
					t.Fatalf("the answer to /comet has no %q:\n%s", line, head)
				}
			}
			if !regexp.MustCompile(`\r\nCrunchy-Seq: [0-9]+(\r\n|$)`).MatchString(head) {
				t.Fatalf("the answer to /comet has no cursor:\n%s", head)
			}
			if !first {
				body = strings.TrimPrefix(body, "STDOUT "+uid+"\r")
			}
			got += body
		}
		if got != step.want {
			t.Errorf("after %q came %q, want %q", step.post, got, step.want)
		}
	}
}

func TestNothingWithinTheWaitIs204(t *testing.T) {
	t.Parallel()
	s := common(t)
	id := plain(t, s, "lesson.md")
	begin := time.Now()
	a := request(t, s, "GET", "/comet?page="+id+"&wait=1&after=0", "")
	if took := time.Since(begin); a.Status != 204 || a.Body != "" || took < 900*time.Millisecond || took > 5*time.Second {
		t.Errorf("after %v: %d %q", took, a.Status, a.Body)
	}
	if seq := a.Header.Get("Crunchy-Seq"); seq != "0" {
		t.Errorf("a 204 repeats the cursor: %q", seq)
	}
}

func TestSecondPollEndsTheFirst(t *testing.T) {
	s := common(t)
	id := plain(t, s, "lesson.md")
	type result struct {
		protocoltest.Answer
		err error
	}
	comet := func() chan result {
		done := make(chan result, 1)
		go func() {
			a, err := s.Do(t.Context(), "GET", "/comet?page="+id, "")
			done <- result{a, err}
		}()
		return done
	}
	first := comet()
	// The first may not have arrived yet when the second is sent, and then ends
	// it: whichever ends, ends with 204, and the other one gets the frame.
	second := comet()
	var left chan result
	select {
	case r := <-first:
		if r.err != nil || r.Status != 204 || r.Body != "" {
			t.Errorf("the poll that ended: %d %q %v", r.Status, r.Body, r.err)
		}
		left = second
	case r := <-second:
		if r.err != nil || r.Status != 204 || r.Body != "" {
			t.Errorf("the poll that ended: %d %q %v", r.Status, r.Body, r.err)
		}
		left = first
	case <-time.After(patience):
		t.Fatal("both polls wait")
	}
	if a := request(t, s, "POST", "/post?uid="+id+"0001", ""); a.Status != 200 {
		t.Fatal(a.Status)
	}
	if r := <-left; r.err != nil || r.Body != "STDOUT "+id+"0001\r>>> " {
		t.Errorf("the poll that stayed: %d %q %v", r.Status, r.Body, r.err)
	}
}

func TestProgramOfTheBasicProtocol(t *testing.T) {
	v := basic(t, common(t), "lesson.md")
	v.post(program, "Ada\n")
	same(t, v.stop(program), `
		6 STDOUT "Name? Hello, Ada\n"
		6 STOP ""`)
	v.refused(410, program, "post", "again\n")
	v.do(program, "reset", "", "")
	v.post(program, "Grace\n")
	same(t, v.stop(program), `
		6 RESET ""
		6 STDOUT "Name? Hello, Grace\n"
		6 STOP ""`)
	v.exec(program, "import sys\nsys.stderr.write('red\\n')\nprint('white')\n")
	same(t, v.stop(program), `
		6 RESET ""
		6 STDERR "red\n"
		6 STDOUT "white\n"
		6 STOP ""`)
}

// TestClientWithoutACursorGetsEachFrameOnce is the 30-line client that has
// never heard of after=.
func TestClientWithoutACursorGetsEachFrameOnce(t *testing.T) {
	s := common(t)
	id := plain(t, s, "lesson.md")
	request(t, s, "POST", "/exec?uid="+id+"0007", "import sys\nfor i in range(100):\n    print(i, file=[sys.stdout, sys.stderr][i % 2])\n")
	var frames []frame
	for len(frames) == 0 || frames[len(frames)-1].Type != "STOP" {
		f, err := protocoltest.ParseFrame(request(t, s, "GET", "/comet?page="+id, "").Body)
		if err != nil {
			t.Fatal(err)
		}
		frames = append(frames, f)
	}
	checkAlternating(t, frames[:len(frames)-1], 100)
}

// checkAlternating wants the lines 0 to n-1, the even ones on stdout and the odd
// ones on stderr. A line may come in pieces.
func checkAlternating(t *testing.T, frames []frame, n int) {
	t.Helper()
	lines := strings.Split(show(frames, false), "\n")
	for i, line := range lines {
		if want := fmt.Sprintf("7 %s \"%d\\n\"", []string{"STDOUT", "STDERR"}[i%2], i); line != want {
			t.Fatalf("line %d is %s, want %s", i, line, want)
		}
	}
	if len(lines) != n {
		t.Errorf("%d lines, want %d", len(lines), n)
	}
}

func TestHTTP10WithoutAHost(t *testing.T) {
	s := common(t)
	if got := raw(t, s, "GET /page_init HTTP/1.0\r\nAuthorization: Bearer "+token+"\r\n\r\n"); !strings.HasPrefix(got, "HTTP/1.0 200 ") {
		t.Errorf("with a token: %q", got)
	}
	if got := raw(t, s, "GET /page_init HTTP/1.0\r\n\r\n"); !strings.HasPrefix(got, "HTTP/1.0 401 ") && !strings.HasPrefix(got, "HTTP/1.0 403 ") {
		t.Errorf("without one: %q", got)
	}
}

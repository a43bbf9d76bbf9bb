//go:build unix

package protocoltest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"crunchy/cmd/internal/protocoltest"
)

// TestADashboardWatchesPages has one client watch several pages over one long poll,
// whose holders lose nothing by it, and learn of the end of each.
func TestADashboardWatchesPages(t *testing.T) {
	s := start(t, setup{lessons: lessons, args: []string{"--grace", "100ms"}})
	board := &protocoltest.Ocsigen{Client: s.Client, Name: "dashboard"}
	channels, shown, ended := []string{"pages"}, map[string]string{}, map[string]bool{}
	// until polls until it is done.
	until := func(done func() bool) {
		t.Helper()
		for !done() {
			values, err := board.Poll(t.Context(), channels...)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range values {
				if ended[v.Channel] = v.Ended; v.Ended {
					channels = slices.DeleteFunc(channels, func(c string) bool { return c == v.Channel })
				} else {
					shown[v.Channel] += v.Text + "\x00"
				}
			}
		}
	}
	views := make([]*view, 3)
	for i := range views {
		views[i] = open(t, s, "lesson.md")
		channels = append(channels, "page:"+views[i].ID)
	}
	until(func() bool { return strings.Count(shown["pages"], `"state":"open"`) == len(views) })
	// Its place in each page is kept from its first poll on.
	board.Poll(t.Context(), append(slices.Clone(channels), "none")...)
	for i, v := range views {
		v.exec(alone1, fmt.Sprintf("print('é€', %d)", i))
		v.says(alone1, fmt.Sprintf("é€ %d\n", i))
	}
	until(func() bool {
		for i, v := range views {
			if !strings.Contains(printed(shown["page:"+v.ID], v.UID(alone1)), fmt.Sprintf("é€ %d\n", i)) {
				return false
			}
		}
		return true
	})
	for _, v := range views {
		if a, err := s.Do(t.Context(), "POST", "/close?page="+v.ID, ""); err != nil || a.Status != 200 {
			t.Fatalf("closing: %v %v", a, err)
		}
	}
	until(func() bool { return len(channels) == 1 })
	for _, v := range views {
		if !ended["page:"+v.ID] {
			t.Errorf("the end of %s is not told: %q", v.ID, shown)
		}
	}
}

// printed is what an element has printed, from the frames of its page; a line may have
// come in pieces.
func printed(frames, uid string) string {
	var text strings.Builder
	for frame := range strings.SplitSeq(frames, "\x00") {
		if rest, ok := strings.CutPrefix(frame, "STDOUT "+uid+"\r"); ok {
			text.WriteString(rest)
		}
	}
	return text.String()
}

// TestNothingIsLostBetweenPolls counts what comes while a client is between two.
func TestNothingIsLostBetweenPolls(t *testing.T) {
	s := common(t)
	o := &protocoltest.Ocsigen{Client: s.Client, Name: "counting"}
	if _, err := o.Poll(t.Context(), "chat", "none"); err != nil { // it takes its place
		t.Fatal(err)
	}
	const n = 90
	failed := make(chan error, 1)
	go func() {
		for i := range n {
			a, err := s.Do(t.Context(), "POST", "/publish?channel=chat", fmt.Sprintf("%d: 50%% of\n€ 1", i))
			if err != nil || a.Status != 200 {
				failed <- fmt.Errorf("%v %v", a, err)
				return
			}
		}
		failed <- nil
	}()
	var got []string
	for len(got) < n {
		values, err := o.Poll(t.Context(), "chat")
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			got = append(got, v.Text)
		}
	}
	if err := <-failed; err != nil {
		t.Fatal(err)
	}
	for i, text := range got {
		if want := fmt.Sprintf("%d: 50%% of\n€ 1", i); text != want {
			t.Fatalf("message %d is %q", i, text)
		}
	}
}

// TestOneConnectionWatchesAClass has a dashboard come late to thirty pages that have
// shown something already, and follow them and their runs over one connection.
func TestOneConnectionWatchesAClass(t *testing.T) {
	const class = 30
	s := start(t, setup{lessons: lessons})
	views := make([]*view, class)
	for i := range views {
		views[i] = open(t, s, "lesson.md")
		views[i].exec(alone1, fmt.Sprintf("print('before', %d)", i))
		views[i].says(alone1, fmt.Sprintf("before %d\n", i))
	}
	var dialled atomic.Int32
	one := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		dialled.Add(1)
		return new(net.Dialer).DialContext(ctx, network, address)
	}}
	defer one.CloseIdleConnections()
	client := *s.Client
	client.HTTP = &http.Client{Transport: one}
	board := &protocoltest.Ocsigen{Client: &client, Name: "board", Types: "STATUS,PROMPT"}
	channels, shown := []string{"pages"}, map[string]string{}
	until := func(done func() bool) {
		t.Helper()
		for !done() {
			values, err := board.Poll(t.Context(), channels...)
			if err != nil {
				t.Fatal(err)
			}
			board.From = map[string]string{}
			for _, v := range values {
				shown[v.Channel] += v.Text + "\x00"
				var told struct{ Page, State string }
				if v.Channel == "pages" && json.Unmarshal([]byte(v.Text), &told) == nil && told.State == "open" {
					channels = append(channels, "page:"+told.Page)
					board.From["page:"+told.Page] = "0"
				}
			}
		}
	}
	all := func(text string) func() bool {
		return func() bool {
			for i, v := range views {
				if !strings.Contains(printed(shown["page:"+v.ID], v.UID(alone1)), fmt.Sprintf("%s %d\n", text, i)) {
					return false
				}
			}
			return true
		}
	}
	until(all("before"))
	for i, v := range views {
		if frames := shown["page:"+v.ID]; strings.Count(printed(frames, v.UID(alone1)), fmt.Sprintf("before %d\n", i)) != 1 || !strings.Contains(frames, `STATUS `+v.UID(alone1)+"\r{") || !strings.Contains(frames, "PROMPT ") {
			t.Errorf("page %d: %q", i, frames)
		}
		v.exec(alone1, fmt.Sprintf("print('now', %d)", i))
	}
	until(all("now"))
	for i, v := range views {
		if frames := shown["page:"+v.ID]; printed(frames, v.UID(alone1)) != fmt.Sprintf("before %[1]d\nnow %[1]d\n", i) {
			t.Errorf("page %d: %q", i, frames)
		}
	}
	if n := dialled.Load(); n != 1 {
		t.Errorf("%d connections were made", n)
	}
}

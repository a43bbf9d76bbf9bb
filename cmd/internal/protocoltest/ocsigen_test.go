//go:build unix

package protocoltest_test

import (
	"fmt"
	"slices"
	"strings"
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
					shown[v.Channel] += v.Text + "\n"
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
			if !strings.Contains(shown["page:"+v.ID], fmt.Sprintf("STDOUT %s\ré€ %d\n", v.UID(alone1), i)) {
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

package comet_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/comet"
)

// Two parts that may be played.
const (
	reader comet.Who = 1 << iota
	writer
)

// channels makes some that readers read and writers publish to.
func channels(t *testing.T, names ...string) *comet.Channels {
	t.Helper()
	c := comet.NewChannels()
	for _, name := range names {
		if _, err := c.Create(name, comet.Rules{Read: reader, Publish: writer, Keep: 5}); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func publish(t *testing.T, c *comet.Channels, messages ...string) {
	t.Helper()
	for _, m := range messages {
		name, text, _ := strings.Cut(m, ":")
		if err := c.Publish(writer, name, text); err != nil {
			t.Fatal(err)
		}
	}
}

func subscribe(t *testing.T, c *comet.Channels, from string, names ...string) *comet.Subscription {
	t.Helper()
	s, err := c.Subscribe(reader, names, from)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// got is what comes without waiting, as channel:text, "…" for what was missed.
func got(t *testing.T, s *comet.Subscription) string {
	t.Helper()
	now, cancel := context.WithCancel(ctx)
	cancel()
	var all []string
	for {
		d, err := s.Next(now)
		if d.Missed {
			all = append(all, "…")
		}
		for _, m := range d.Messages {
			all = append(all, m.Channel+":"+m.Text)
		}
		if err != nil {
			return strings.Join(all, " ")
		}
	}
}

func TestMessagesComeInOrderToThoseWhoFollow(t *testing.T) {
	c := channels(t, "a", "b", "c")
	both, one := subscribe(t, c, "", "a", "b"), subscribe(t, c, "", "b", "b")
	publish(t, c, "a:1", "b:2", "c:3", "a:4", "b:")
	for s, want := range map[*comet.Subscription]string{both: "a:1 b:2 a:4 b:", one: "b:2 b:"} {
		if g := got(t, s); g != want {
			t.Errorf("%q, want %q", g, want)
		}
	}
	publish(t, c, "b:5")
	one.Close()
	publish(t, c, "b:6")
	if g := got(t, both); g != "b:5 b:6" {
		t.Errorf("when the other one has left: %q", g)
	}
}

func TestWhereASubscriptionBegins(t *testing.T) {
	c := channels(t, "a", "b")
	start := subscribe(t, c, "", "a").Position()
	publish(t, c, "a:1", "b:2", "a:3")
	d, err := subscribe(t, c, comet.Beginning, "a").Next(ctx)
	if err != nil || len(d.Messages) != 2 {
		t.Fatalf("%v %v", d, err)
	}
	first := d.Messages[0].ID
	publish(t, c, "b:4", "b:5", "b:6", "b:7", "b:8", "b:9") // more than are kept
	other := subscribe(t, channels(t, "a"), "", "a").Position()
	for _, f := range []struct{ from, names, want string }{
		{"", "a b", ""},
		{comet.Beginning, "a b", "a:1 a:3 b:5 b:6 b:7 b:8 b:9"},
		{start, "a", "a:1 a:3"},
		{start, "a b", "… a:1 a:3 b:5 b:6 b:7 b:8 b:9"},
		{first, "a", "a:3"},
		{first, "b", "… b:5 b:6 b:7 b:8 b:9"},
		{other, "a", "… a:1 a:3"},
	} {
		s := subscribe(t, c, f.from, strings.Fields(f.names)...)
		if g := got(t, s); g != f.want {
			t.Errorf("%s from %q: %q, want %q", f.names, f.from, g, f.want)
		}
		if g := got(t, subscribe(t, c, s.Position(), strings.Fields(f.names)...)); g != "" {
			t.Errorf("%s from %q: at the end there is still %q", f.names, f.from, g)
		}
	}
	s := subscribe(t, c, "", "a")
	publish(t, c, "a:1", "a:2", "a:3", "a:4", "a:5", "a:6")
	if g := got(t, s); g != "… a:2 a:3 a:4 a:5 a:6" {
		t.Errorf("who did not ask in time: %q", g)
	}
	publish(t, c, "a:7")
	if g := got(t, s); g != "a:7" {
		t.Errorf("and then: %q", g)
	}
}

func TestChannelsRefuse(t *testing.T) {
	c := channels(t, "a")
	position := subscribe(t, c, "", "a").Position()
	run, _, _ := strings.Cut(position, "-")
	many := strings.Fields(strings.Repeat("a ", 65))
	for i := range many {
		many[i] += fmt.Sprint(i)
	}
	for _, r := range []struct {
		who   comet.Who
		names []string
		from  string
		want  error
	}{
		{reader, nil, "", comet.ErrQuery},
		{reader, many, "", comet.ErrQuery},
		{reader, []string{"a", "nothing"}, "", comet.ErrNoChannel},
		{writer, []string{"a"}, "", comet.ErrNotAllowed},
		{0, []string{"a"}, "", comet.ErrNotAllowed},
		{reader, []string{"a"}, run + "-1", comet.ErrAhead},
		{reader, []string{"a"}, run + "-", comet.ErrQuery},
		{reader, []string{"a"}, run + "-+1", comet.ErrQuery},
		{reader, []string{"a"}, run + "-18446744073709551616", comet.ErrQuery},
		{reader, []string{"a"}, "7", comet.ErrQuery},
		{reader, []string{"a"}, "-7", comet.ErrQuery},
	} {
		if _, err := c.Subscribe(r.who, r.names, r.from); !errors.Is(err, r.want) {
			t.Errorf("%d follows %.30q from %q: %v, want %v", r.who, r.names, r.from, err, r.want)
		}
	}
	for _, p := range []struct {
		who        comet.Who
		name, text string
		want       error
	}{
		{writer, "nothing", "x", comet.ErrNoChannel},
		{reader, "a", "x", comet.ErrNotAllowed},
		{0, "a", "x", comet.ErrNotAllowed},
		{writer, "a", strings.Repeat("x", comet.MaxMessage+1), comet.ErrTooBig},
		{writer, "a", "\xff", comet.ErrNotText},
		{writer | reader, "a", strings.Repeat("x", comet.MaxMessage), nil},
	} {
		if err := c.Publish(p.who, p.name, p.text); !errors.Is(err, p.want) {
			t.Errorf("%d publishes %.10q: %v, want %v", p.who, p.text, err, p.want)
		}
	}
	for _, name := range []string{"a", "", "b\n", "\xff", strings.Repeat("x", 129)} {
		if _, err := c.Create(name, comet.Rules{}); !errors.Is(err, comet.ErrName) {
			t.Errorf("a channel %.10q: %v", name, err)
		}
	}
}

func TestChannelOfAState(t *testing.T) {
	c := channels(t, "other")
	state := "x=0"
	ch, err := c.Create("state", comet.Rules{Read: reader, Keep: 3, Now: func() []string { return []string{state} }})
	if err != nil {
		t.Fatal(err)
	}
	set := func(values ...int) {
		for _, v := range values {
			state = fmt.Sprintf("x=%d", v)
			if err := ch.Write(state); err != nil {
				t.Fatal(err)
			}
		}
	}
	set(1, 2)
	publish(t, c, "other:a")
	s, from0 := subscribe(t, c, "", "state", "other"), subscribe(t, c, comet.Beginning, "state", "other")
	back := subscribe(t, c, "", "other").Position()
	set(3)
	for name, c := range map[string]struct {
		s    *comet.Subscription
		want string
	}{
		"a newcomer":         {s, "state:x=3"},
		"from the beginning": {from0, "state:x=3 other:a"},
		"who comes back":     {subscribe(t, c, back, "state"), "state:x=3"},
	} {
		if g := got(t, c.s); g != c.want {
			t.Errorf("%s: %q, want %q", name, g, c.want)
		}
	}
	set(4, 5)
	if g := got(t, s); g != "state:x=4 state:x=5" {
		t.Errorf("later: %q", g)
	}
	set(6, 7, 8, 9, 10)
	for _, s := range []*comet.Subscription{s, subscribe(t, c, back, "state")} {
		if g := got(t, s); g != "state:x=10" {
			t.Errorf("who has missed some: %q", g)
		}
	}
}

// TestChannelsEnd wakes all who wait, and leaves nobody behind.
func TestChannelsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := channels(t, "a")
		b, err := c.Create("b", comet.Rules{Read: reader, Publish: writer})
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		wait := func(what, want string, names ...string) {
			s := subscribe(t, c, "", names...)
			wg.Go(func() {
				var seen []string
				for {
					d, err := s.Next(ctx)
					for _, m := range d.Messages {
						seen = append(seen, m.Text)
					}
					if err != nil {
						if g := fmt.Sprintf("%v %v", seen, err); g != want {
							t.Errorf("%s: %s, want %s", what, g, want)
						}
						return
					}
				}
			})
			synctest.Wait()
		}
		wait("both", fmt.Sprint("[1 2] ", comet.ErrNoChannel), "a", "b")
		wait("the one that ends first", fmt.Sprint("[1] ", comet.ErrNoChannel), "b")
		publish(t, c, "b:1")
		b.Close()
		b.Close()
		if err := b.Write("x"); !errors.Is(err, comet.ErrNoChannel) {
			t.Errorf("writing to what has ended: %v", err)
		}
		if _, err := c.Subscribe(reader, []string{"a", "b"}, ""); !errors.Is(err, comet.ErrNoChannel) {
			t.Errorf("following what has ended: %v", err)
		}
		publish(t, c, "a:2")
		synctest.Wait()
		c.Close()
		wg.Wait()
		if _, err := c.Create("late", comet.Rules{}); err == nil {
			t.Error("a channel is made after the end")
		}
	})
}

// TestNextWaits goes on with the place that it had when it was left.
func TestNextWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := channels(t, "a")
		s := subscribe(t, c, "", "a")
		short, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		begin := time.Now()
		if d, err := s.Next(short); !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) != time.Minute {
			t.Errorf("%v %v after %v", d, err, time.Since(begin))
		}
		publish(t, c, "a:1")
		if d, err := s.Next(ctx); err != nil || len(d.Messages) != 1 {
			t.Errorf("%v %v", d, err)
		}
	})
}

// TestALargeHistoryComesInPieces and each is whole.
func TestALargeHistoryComesInPieces(t *testing.T) {
	c := channels(t, "a", "b")
	long := strings.Repeat("x", comet.MaxMessage-1)
	for i := range 10 {
		publish(t, c, fmt.Sprintf("%c:%d%s", 'a'+i%2, i, long))
	}
	s := subscribe(t, c, comet.Beginning, "a", "b")
	for n, pieces := 0, 0; n < 10; pieces++ {
		d, err := s.Next(ctx)
		if err != nil || len(d.Messages) == 0 || len(d.Messages) > 4 || pieces > 3 {
			t.Fatalf("piece %d has %d messages: %v", pieces, len(d.Messages), err)
		}
		for _, m := range d.Messages {
			if m.Text[0] != byte('0'+n) {
				t.Errorf("message %d is %.1q", n, m.Text)
			}
			n++
		}
		s = subscribe(t, c, s.Position(), "a", "b")
	}
}

// FuzzPosition has clients come back from anywhere.
func FuzzPosition(f *testing.F) {
	for _, p := range []string{"", "0", "0-0", "a-1", "ffffffff-18446744073709551615", "-", "--", "a-+1", "a-1\n", "é-1"} {
		f.Add(p)
	}
	c := comet.NewChannels()
	if _, err := c.Create("a", comet.Rules{Read: reader}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, position string) {
		s, err := c.Subscribe(reader, []string{"a"}, position)
		if err != nil {
			if !errors.Is(err, comet.ErrQuery) && !errors.Is(err, comet.ErrAhead) {
				t.Errorf("%q: %v", position, err)
			}
			return
		}
		defer s.Close()
		again, err := c.Subscribe(reader, []string{"a"}, s.Position())
		if err != nil {
			t.Fatalf("from %q to %q: %v", position, s.Position(), err)
		}
		again.Close()
	})
}

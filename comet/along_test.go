package comet_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"crunchy/comet"
)

// onePage is the source of one session.
type onePage struct{ *comet.Session }

func (p onePage) Poll(ctx context.Context, _ string, r comet.Request) (comet.Batch, error) {
	return p.Next(ctx, r)
}
func (p onePage) Ack(_ context.Context, _ string, after uint64) error { return p.Session.Ack(after) }

// whole is a batch as a client sees it.
func whole(b comet.Batch, err error) string {
	s := ""
	for _, f := range b.Frames {
		s += fmt.Sprintf("%s %s %s|", f.Kind, f.UID, f.Data)
	}
	return fmt.Sprintf("%s%d %v", s, b.Seq, err)
}

// TestMessagesComeAlong lets frames and messages come in every order.
func TestMessagesComeAlong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := comet.NewSession(comet.Limits{}), channels(t, "chat", "notice")
		src := comet.WithChannels(onePage{s}, subscribe(t, c, comet.Beginning, "chat", "notice"))
		id := func(n int) string { return fmt.Sprintf("%s%d", position(t, c), n) }
		message := func(n int, channel, text string) string {
			return fmt.Sprintf(`MESSAGE 0 {"channel":"%s","id":"%s","text":"%s"}|`, channel, id(n), text)
		}
		expect := func(r comet.Request, want string) {
			t.Helper()
			wait, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			if got := whole(src.Poll(wait, "1", r)); got != want {
				t.Errorf("%s\nwant %s", got, want)
			}
		}
		publish(t, c, "chat:one", "notice:two")
		s.Append(ctx, "1", comet.Stop, []byte("a"))
		expect(comet.Request{}, "STOP 1 a|"+message(1, "chat", "one")+message(2, "notice", "two")+"1 <nil>")
		expect(comet.Request{After: 1}, "1 context deadline exceeded")
		time.AfterFunc(time.Millisecond, func() { publish(t, c, "chat:later") })
		begin := time.Now()
		expect(comet.Request{After: 1}, message(3, "chat", "later")+"1 <nil>")
		if took := time.Since(begin); took != time.Millisecond {
			t.Errorf("a message waits %v", took)
		}
		if err := s.Resume(ctx); !errors.Is(err, comet.ErrHeld) && err != nil {
			t.Errorf("after a message: %v", err)
		}
		time.AfterFunc(time.Millisecond, func() { write(t, s, "1", comet.Stdout, "b") })
		expect(comet.Request{After: 1}, "STDOUT 1 b|2 <nil>")
		publish(t, c, "chat:x", "chat:y")
		write(t, s, "1", comet.Stdout, "c")
		expect(comet.Request{After: 9, Push: true}, "0 "+comet.ErrAhead.Error())
		s.Close()
		if _, err := src.Poll(ctx, "1", comet.Request{}); !errors.Is(err, comet.ErrClosed) {
			t.Errorf("of a page that is gone: %v", err)
		}
	})
}

// position is what the ids of channels begin with.
func position(t *testing.T, c *comet.Channels) string {
	t.Helper()
	p := subscribe(t, c, "", "chat").Position()
	for p[len(p)-1] != '-' {
		p = p[:len(p)-1]
	}
	return p
}

// TestOneMessageForWhoTakesOne hands out a frame or a message, the others with
// the next poll, which says where it stands.
func TestOneMessageForWhoTakesOne(t *testing.T) {
	s, c := comet.NewSession(comet.Limits{}), channels(t, "chat")
	publish(t, c, "chat:one", "chat:two")
	s.Append(ctx, "1", comet.Stop, []byte("a"))
	from, p := comet.Beginning, position(t, c)
	for i, want := range []string{"STOP 1 a|1 <nil>", `MESSAGE 0 {"channel":"chat","id":"` + p + `1","text":"one"}|1 <nil>`, `MESSAGE 0 {"channel":"chat","id":"` + p + `2","text":"two"}|1 <nil>`} {
		src := comet.WithChannels(onePage{s}, subscribe(t, c, from, "chat"))
		if got := whole(src.Poll(ctx, "1", comet.Request{Single: true, After: uint64(min(i, 1))})); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		if i > 0 {
			from = fmt.Sprint(p, i)
		}
	}
}

// TestAMessageDoesNotLoseThePage cuts a poll short for a message: the page's holder
// has not gone, and a stream keeps its turn.
func TestAMessageDoesNotLoseThePage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := comet.NewSession(comet.Limits{}), channels(t, "chat")
		src := comet.WithChannels(onePage{s}, subscribe(t, c, "", "chat"))
		time.AfterFunc(time.Second, func() { publish(t, c, "chat:x") })
		b, err := src.Poll(ctx, "1", comet.Request{Push: true})
		if err != nil || len(b.Frames) != 1 {
			t.Fatal(whole(b, err))
		}
		resumed := make(chan error)
		go func() { resumed <- s.Resume(ctx) }()
		synctest.Wait()
		select {
		case err := <-resumed:
			t.Fatalf("the page is given away at once: %v", err)
		default: // its holder is waited for
		}
		if _, err := src.Poll(ctx, "1", comet.Request{Push: true, Turn: b.Turn}); !errors.Is(err, comet.ErrSuperseded) {
			t.Errorf("the stream that another took over from: %v", err)
		}
		<-resumed
	})
}

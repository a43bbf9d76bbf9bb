package comet

import (
	"cmp"
	"context"
	"slices"
)

// mostChannels is how many channels one subscription may follow.
const mostChannels = 64

// Subscription is somebody's place in some channels. It holds nothing that was
// not asked for: one who does not ask costs a place in a map. Its methods are for
// one goroutine at a time. It must be closed.
type Subscription struct {
	of       *Channels
	channels []followed
	after    uint64 // what comes next comes after this
	told     uint64 // losses up to here have been told
	missed   bool   // something is lost that no channel can tell of
	wake     chan struct{}
}

// followed is a channel of a subscription.
type followed struct {
	*Channel
	owed  bool   // its Now
	after uint64 // what came before is in the Now that was given
}

// Delivery is what Next hands out.
type Delivery struct {
	Messages []Message
	// Missed says that messages before these are not kept any more.
	Missed bool
}

// Subscribe follows channels from a position: that of a message, Beginning, or ""
// for what comes from now on. A position of an earlier run of the server stands
// before all that is kept. It returns ErrQuery for what is no position, or for no
// channel or more than 64, ErrAhead for a position that has not come yet,
// ErrNoChannel and ErrNotAllowed.
func (c *Channels) Subscribe(who Who, names []string, position string) (*Subscription, error) {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if len(names) == 0 || len(names) > mostChannels {
		return nil, ErrQuery
	}
	s := &Subscription{of: c, wake: make(chan struct{}, 1)}
	newcomer := position == "" || position == Beginning
	if !newcomer {
		seq, ours, err := c.place(position)
		if err != nil {
			return nil, err
		}
		if s.missed = !ours; ours {
			s.after = seq
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.after > c.last {
		return nil, ErrAhead
	}
	if position == "" {
		s.after = c.last
	}
	if newcomer || s.missed {
		s.told = c.last
	}
	for _, name := range names {
		ch := c.byName[name]
		switch {
		case ch == nil:
			return nil, ErrNoChannel
		case ch.rules.Read&who == 0:
			return nil, ErrNotAllowed
		}
		s.channels = append(s.channels, followed{Channel: ch, owed: newcomer || s.missed})
	}
	for _, f := range s.channels {
		f.followers[s] = true
	}
	return s, nil
}

// Close ends the subscription.
func (s *Subscription) Close() {
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	for _, f := range s.channels {
		delete(f.followers, s)
	}
}

// Position is where to go on from after what Next has handed out.
func (s *Subscription) Position() string { return s.of.position(s.after) }

// Next waits for messages and hands out up to 64 KiB of them, in the order in
// which they were published. It returns ErrNoChannel when all the channels have
// ended, and ctx.Err when ctx is done.
func (s *Subscription) Next(ctx context.Context) (Delivery, error) {
	for {
		d, owed, ended := s.collect()
		var first []Message
		for _, ch := range owed {
			for _, text := range ch.rules.Now() {
				first = append(first, Message{Channel: ch.name, ID: s.Position(), Text: text})
			}
		}
		d.Messages = append(first, d.Messages...)
		switch {
		case len(d.Messages) > 0 || d.Missed:
			if n := len(d.Messages); n > len(first) {
				s.after = d.Messages[n-1].seq
			}
			return d, nil
		case ended:
			return Delivery{}, ErrNoChannel
		}
		select {
		case <-s.wake:
		case <-ctx.Done():
			return Delivery{}, ctx.Err()
		}
	}
}

// collect gathers what is kept after the subscription's place, and the channels
// whose Now comes before that.
func (s *Subscription) collect() (d Delivery, owed []*Channel, ended bool) {
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	ended = true
	d.Missed, s.missed = s.missed, false
	for i := range s.channels {
		f := &s.channels[i]
		ended = ended && f.hasEnded
		lost := f.dropped > max(s.after, f.after, s.told)
		switch {
		case f.rules.Now != nil && (f.owed || lost):
			owed = append(owed, f.Channel)
			f.after = s.of.last
		case lost:
			d.Missed = true
		}
		f.owed = false
		for _, m := range f.kept {
			if m.seq > max(s.after, f.after) {
				d.Messages = append(d.Messages, m)
			}
		}
	}
	if d.Missed || len(owed) > 0 {
		s.told = s.of.last
	}
	slices.SortFunc(d.Messages, func(a, b Message) int { return cmp.Compare(a.seq, b.seq) })
	size := 0
	for i, m := range d.Messages {
		if size += len(m.Text); size > batchSize {
			d.Messages = d.Messages[:i]
			break
		}
	}
	return d, owed, ended
}

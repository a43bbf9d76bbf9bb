package comet

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// MaxMessage is the longest message of a channel in bytes.
const MaxMessage = 16 << 10

// usualKeep is how many messages a channel keeps when its rules do not say.
const usualKeep = 100

// longestName is how many bytes the name of a channel has at most.
const longestName = 128

// Errors of channels that callers branch on.
var (
	// ErrNoChannel is returned for a channel that does not, or no longer, exist.
	ErrNoChannel = errors.New("comet: there is no such channel")
	// ErrNotAllowed is returned to who may not read, or not publish.
	ErrNotAllowed = errors.New("comet: the channel is not for them")
	// ErrNotText is returned for a message that is not UTF-8.
	ErrNotText = errors.New("comet: the message is not text")
	// ErrName is returned for a name that no channel can have, or has already.
	ErrName = errors.New("comet: no channel can be made with that name")
)

// Who is a set of parts that somebody plays. What each bit means is said by
// whoever makes the channels.
type Who uint8

// Rules say for whom a channel is and what it keeps.
type Rules struct {
	// Read and Publish are open to whoever plays one of these parts; the zero
	// value is nobody.
	Read, Publish Who
	// Keep is how many messages are kept for those who come back. Default 100.
	Keep int
	// Accept returns a message as it is to be sent, or why it is refused; nil
	// takes every text.
	Accept func(text string) (string, error)
	// Now, for a channel that tells of a state, gives the messages that make a
	// newcomer, or one who has missed some, know all that counts at present;
	// messages that repeat it do no harm. It may write to no channel.
	Now func() []string
}

// Message is one message of a channel.
type Message struct {
	Channel string
	// ID is the position after it, in all channels at once. It means nothing
	// to clients.
	ID   string
	Text string

	seq uint64
}

// Channels holds channels by their names. Its methods may be called by any
// number of goroutines. One sequence numbers the messages of all channels, so
// that one number is a position in however many of them.
type Channels struct {
	run string // of this sequence: the positions of another one mean nothing here

	mu     sync.Mutex
	last   uint64
	byName map[string]*Channel
	closed bool
}

// Channel is a named stream of messages, of which the last ones are kept.
type Channel struct {
	of    *Channels
	name  string
	rules Rules

	// What follows is guarded by of.mu.
	kept      []Message
	dropped   uint64 // newest message that is not kept any more
	followers map[*Subscription]bool
	hasEnded  bool
}

// NewChannels returns none.
func NewChannels() *Channels {
	run := make([]byte, 4)
	rand.Read(run) // never fails
	return &Channels{run: hex.EncodeToString(run), byName: map[string]*Channel{}}
}

// Create makes a channel. It returns ErrName for a name that is taken, too long,
// empty, or has control characters in it.
func (c *Channels) Create(name string, r Rules) (*Channel, error) {
	if name == "" || len(name) > longestName || !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl) {
		return nil, ErrName
	}
	if r.Keep == 0 {
		r.Keep = usualKeep
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byName[name] != nil || c.closed {
		return nil, ErrName
	}
	ch := &Channel{of: c, name: name, rules: r, dropped: c.last, followers: map[*Subscription]bool{}}
	c.byName[name] = ch
	return ch, nil
}

// Publish sends a message to a channel on behalf of somebody. It returns
// ErrNoChannel, ErrNotAllowed, ErrTooBig, ErrNotText, or what the channel says
// against the message. It waits for no reader.
func (c *Channels) Publish(who Who, name, text string) error {
	c.mu.Lock()
	ch := c.byName[name]
	c.mu.Unlock()
	switch {
	case ch == nil:
		return ErrNoChannel
	case ch.rules.Publish&who == 0:
		return ErrNotAllowed
	case len(text) > MaxMessage:
		return ErrTooBig
	case !utf8.ValidString(text):
		return ErrNotText
	}
	if ch.rules.Accept != nil {
		var err error
		if text, err = ch.rules.Accept(text); err != nil {
			return err
		}
	}
	return ch.Write(text)
}

// Name is what the channel is followed by.
func (ch *Channel) Name() string { return ch.name }

// Write sends a message of the server's own, whoever may publish. It returns
// ErrNoChannel when the channel has been closed, ErrTooBig or ErrNotText.
func (ch *Channel) Write(text string) error {
	switch {
	case len(text) > MaxMessage:
		return ErrTooBig
	case !utf8.ValidString(text):
		return ErrNotText
	}
	c := ch.of
	c.mu.Lock()
	defer c.mu.Unlock()
	if ch.hasEnded {
		return ErrNoChannel
	}
	c.last++
	ch.kept = append(ch.kept, Message{Channel: ch.name, ID: c.position(c.last), Text: text, seq: c.last})
	if over := len(ch.kept) - ch.rules.Keep; over > 0 {
		ch.dropped = ch.kept[over-1].seq
		ch.kept = slices.Delete(ch.kept, 0, over)
	}
	ch.wake()
	return nil
}

// Close ends a channel. Its followers still get what it keeps.
func (ch *Channel) Close() {
	ch.of.mu.Lock()
	defer ch.of.mu.Unlock()
	if !ch.hasEnded {
		delete(ch.of.byName, ch.name)
		ch.end()
	}
}

// Close ends all channels, for good.
func (c *Channels) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	for _, ch := range c.byName {
		ch.end()
	}
	clear(c.byName)
}

func (ch *Channel) end() {
	ch.hasEnded = true
	ch.wake()
}

func (ch *Channel) wake() {
	for s := range ch.followers {
		select {
		case s.wake <- struct{}{}:
		default: // it will look anyway
		}
	}
}

// position is how a place in the sequence is told to clients.
func (c *Channels) position(seq uint64) string { return fmt.Sprintf("%s-%d", c.run, seq) }

// Beginning is a position before all that is kept.
const Beginning = "0"

// place reads a position; ours says whether it is one of this sequence.
func (c *Channels) place(position string) (seq uint64, ours bool, err error) {
	run, number, ok := strings.Cut(position, "-")
	if !ok || run == "" || strings.Trim(run, "0123456789abcdef") != "" || number == "" || strings.Trim(number, "0123456789") != "" {
		return 0, false, ErrQuery
	}
	if seq, err = strconv.ParseUint(number, 10, 64); err != nil {
		return 0, false, ErrQuery
	}
	return seq, run == c.run, nil
}

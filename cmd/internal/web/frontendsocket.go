package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// The door of frontends over TCP: each message, both ways, is JSON, gzipped, and
// followed by endOfMessage.

// endOfMessage follows each message.
const endOfMessage = "<EOF>"

// mostLines is how many connections there are at once; the one that has been silent
// for longest makes room.
const mostLines = 128

// Until a line has shown that somebody with a password speaks, its messages have at
// most strangersMessage bytes, packed or not, and it may be silent for bodyTime;
// then they have as many as the body of a request, and it may be silent for as long
// as a session lives. A message that has begun has bodyTime to arrive, and an answer
// answerTime to be taken.
const strangersMessage = 64 << 10

var (
	errNotPacked = errors.New("web: not a gzip stream")
	errLong      = errors.New("web: a message is too long")
	// errStranger ends a line whose first message is none: a browser that a web page
	// has sent here says so, and what that page wrote comes behind it.
	errStranger = errors.New("web: no frontend")
)

// line is one connection.
type line struct {
	server *Server
	conn   net.Conn
	in     *bufio.Reader
	of     *frontendSession // whoever spoke last
	heard  bool             // it has sent a gzip stream

	writing sync.Mutex

	mu     sync.Mutex
	ending bool // nothing more is read
}

// serveFrontends lets frontends in until ctx ends, or the server is told to end, and
// returns when all of them have gone. What is in flight when it is told is finished.
func (s *Server) serveFrontends(ctx context.Context, l net.Listener) {
	var closing, lines sync.WaitGroup
	defer closing.Wait()
	defer lines.Wait()
	closing.Go(func() {
		select {
		case <-ctx.Done():
		case <-s.quit:
		}
		l.Close()
	})
	seats := newConnections(mostLines)
	for {
		conn, err := l.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			s.log.Warn("a frontend could not come in", "err", err)
			select {
			case <-time.After(time.Second): // for want of files, say
			case <-ctx.Done():
			}
			continue
		}
		full := seats.enter(ctx, conn).Value(noRoom{}) != nil
		lines.Go(func() {
			defer seats.note(conn, http.StateClosed)
			s.serveLine(ctx, conn, full, func(state http.ConnState) { seats.note(conn, state) })
		})
	}
}

// serveLine speaks with one frontend until it goes, is too slow, or is not
// understood any more. note tells whether it is at work.
func (s *Server) serveLine(ctx context.Context, conn net.Conn, full bool, note func(http.ConnState)) {
	defer conn.Close()
	l := &line{server: s, conn: conn, in: bufio.NewReader(conn)}
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	if full {
		_ = l.send(envelope{Name: frontendName, Error: s.toldFrontend(errCrowded.with(nil))})
		cancel()
		return
	}
	var farewell sync.WaitGroup
	defer farewell.Wait()
	defer cancel()
	farewell.Go(func() { l.end(ctx, cancel) })

	greeting, err := s.versions(ctx)
	if err == nil {
		err = l.send(envelope{Name: frontendName, Data: greeting})
	}
	for err == nil {
		note(http.StateIdle)
		var message []byte
		if message, err = l.next(func() { note(http.StateActive) }); err == nil {
			err = l.answer(ctx, message)
		}
	}
	var f *failure
	if errors.As(err, &f) { // the next message cannot be found any more
		_ = l.send(envelope{Name: frontendName, Error: s.toldFrontend(f)})
	}
	l.part()
}

// limits are what a line may do now.
func (l *line) limits() (most int, silence time.Duration) {
	if l.of == nil || l.of.part == guest {
		silence = bodyTime
		if l.of != nil {
			silence = sessionLife
		}
		return min(strangersMessage, int(l.server.config.MaxBody)), silence
	}
	return int(l.server.config.MaxBody), sessionLife
}

// next reads a message as it was sent. begun is called when there is something of it.
func (l *line) next(begun func()) ([]byte, error) {
	most, silence := l.limits()
	l.until(time.Now().Add(silence))
	if _, err := l.in.Peek(1); err != nil {
		return nil, err
	}
	begun()
	l.until(time.Now().Add(bodyTime))
	message, err := readMessage(l.in, most)
	switch {
	case errors.Is(err, errLong):
		return nil, errTooBig.with(err)
	case errors.Is(err, os.ErrDeadlineExceeded) && !l.isEnding():
		return nil, errSlow.with(err)
	}
	return message, err
}

// answer carries out a message. One that is not understood is answered so, and the
// next one may be better, unless it is the first and not even packed.
func (l *line) answer(ctx context.Context, packed []byte) error {
	most, _ := l.limits()
	message, err := unpack(packed, most)
	var reply envelope
	var ends error
	if l.heard = l.heard || !errors.Is(err, errNotPacked); !l.heard {
		ends = errStranger
	}
	switch {
	case errors.Is(err, errLong):
		reply = envelope{Name: frontendName, Error: l.server.toldFrontend(errTooBig.with(err))}
	case err != nil:
		reply = envelope{Name: frontendName, Error: l.server.toldFrontend(errEnvelope.say("A message must be JSON, gzipped, and followed by the five bytes %s.", endOfMessage))}
	default:
		reply = l.converse(ctx, message)
	}
	if err := l.send(reply); err != nil {
		return err
	}
	return ends
}

// converse answers a message. Nothing that goes wrong in it ends the server, as over
// HTTP.
func (l *line) converse(ctx context.Context, message []byte) (reply envelope) {
	defer func() {
		if v := recover(); v != nil {
			l.server.log.Error("panic in a frontend's message", "panic", v)
			reply = envelope{Name: frontendName, Error: l.server.toldFrontend(errInternal.with(nil))}
		}
	}()
	reply, of, _ := l.server.converse(ctx, message, false, l)
	if of != nil {
		l.writing.Lock()
		l.of = of
		l.writing.Unlock()
	}
	return reply
}

// send writes a message.
func (l *line) send(e envelope) error {
	message, err := json.Marshal(e)
	if err != nil {
		return err
	}
	message = pack(message, gzip.DefaultCompression)
	l.writing.Lock()
	defer l.writing.Unlock()
	_ = l.conn.SetWriteDeadline(time.Now().Add(answerTime))
	_, err = l.conn.Write(message)
	return err
}

// end waits for the end of the server, if that comes before the end of ctx, and
// tells it. What is in flight is finished then, as far as it does not have to be cut,
// and nothing more is read.
func (l *line) end(ctx context.Context, cut func()) {
	select {
	case <-ctx.Done():
		return
	case <-l.server.quit:
	}
	defer time.AfterFunc(farewellTime, l.hush).Stop()
	defer time.AfterFunc(farewellTime+finishTime, cut).Stop() // whatever is stuck
	if l.server.saidBy != any(l) {
		l.writing.Lock()
		e := envelope{Name: frontendName, Data: l.server.last}
		if l.of != nil {
			e.Session = l.of.key
		}
		l.writing.Unlock()
		_ = l.send(e)
	}
	<-ctx.Done()
}

// until sets the time until which reading may take, which is over when the server ends.
func (l *line) until(t time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ending {
		t = time.Unix(1, 0)
	}
	_ = l.conn.SetReadDeadline(t)
}

// hush ends all reading.
func (l *line) hush() {
	l.mu.Lock()
	l.ending = true
	l.mu.Unlock()
	l.until(time.Time{})
}

func (l *line) isEnding() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ending
}

// Whoever is sent away while still sending has to read the last answer: what comes
// is thrown away for partTime, or partBytes.
const partTime, partBytes = time.Second, 16 << 20

// part says that nothing more comes, and waits a little until the other side has
// heard it: a connection that is closed with something unread takes back what was
// not read on the other side.
func (l *line) part() {
	half, ok := l.conn.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	_ = l.conn.SetReadDeadline(time.Now().Add(partTime))
	_, _ = io.CopyN(io.Discard, l.conn, partBytes)
}

// readMessage reads up to the next endOfMessage and returns what stands before it,
// or errLong when that has more than so many bytes.
func readMessage(in *bufio.Reader, most int) ([]byte, error) {
	var message []byte
	for {
		piece, err := in.ReadSlice(endOfMessage[len(endOfMessage)-1])
		message = append(message, piece...)
		switch before, ended := bytes.CutSuffix(message, []byte(endOfMessage)); {
		case len(message) > most+len(endOfMessage), ended && len(before) > most:
			return nil, errLong
		case ended:
			return before, nil
		case errors.Is(err, io.EOF) && len(message) > 0:
			return nil, io.ErrUnexpectedEOF
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return nil, err
		}
	}
}

// unpack returns what a gzip stream holds, or errLong when that has more than so
// many bytes, of which no more are unpacked.
func unpack(packed []byte, most int) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, errNotPacked
	}
	message, err := io.ReadAll(io.LimitReader(z, int64(most)+1))
	switch {
	case len(message) > most:
		return nil, errLong
	case err != nil:
		return nil, errNotPacked
	}
	return message, nil
}

// pack returns a message as it is sent. A stream that happens to contain endOfMessage
// is made again, at another level and with one more space behind the JSON, until it
// does not.
func pack(message []byte, level int) []byte {
	for {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, level) // of a level that there is
		_, _ = z.Write(message)                // a buffer takes all
		_ = z.Close()
		if !bytes.Contains(b.Bytes(), []byte(endOfMessage)) {
			return append(b.Bytes(), endOfMessage...)
		}
		level = max(level, 0)%gzip.BestCompression + 1
		message = append(message[:len(message):len(message)], ' ')
	}
}

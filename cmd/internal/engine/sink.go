package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"crunchy/comet"
	"crunchy/runner"
)

// little is how much unread output an interrupt leaves alone, a picture or some
// thousand lines: only what nobody would want to wait for is dropped.
const little = 64 << 10

// sink carries what one element shows into the page's log.
type sink struct {
	ctx     context.Context // the page's
	session *comet.Session
	uid     string
	logged  bool
	see     func(comet.Kind, []byte)
	log     *slog.Logger

	mu     sync.Mutex
	run    context.Context // of the present writers: a picture waits no longer than they do
	cancel context.CancelFunc
}

func newSink(ctx context.Context, s *comet.Session, e Element, see func(comet.Kind, []byte), log *slog.Logger) *sink {
	return &sink{ctx: ctx, session: s, uid: e.UID, logged: e.Logged, see: see, log: log, run: ctx, cancel: func() {}}
}

// Output implements runner.Sink.
func (k *sink) Output() (stdout, stderr io.WriteCloser) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.cancel()
	k.run, k.cancel = context.WithCancel(k.ctx)
	return &runWriter{k.writer(comet.Stdout), k.cancel}, k.writer(comet.Stderr)
}

func (k *sink) writer(kind comet.Kind) io.WriteCloser {
	w := k.session.Writer(k.uid, kind)
	if k.logged {
		return &seenWriter{w, func(p []byte) { k.see(kind, p) }}
	}
	return w
}

// seenWriter tells what is written, as far as it can be shown.
type seenWriter struct {
	io.WriteCloser
	see func([]byte)
}

func (w *seenWriter) Write(p []byte) (int, error) {
	n, err := w.WriteCloser.Write(p)
	if n > 0 {
		w.see(p[:n])
	}
	return n, err
}

// runWriter ends with its Close also the waiting of the run's pictures.
type runWriter struct {
	io.WriteCloser
	cancel context.CancelFunc
}

func (w *runWriter) Close() error {
	w.cancel()
	return w.WriteCloser.Close()
}

// Discard implements runner.Sink.
func (k *sink) Discard() int64 { return k.session.Discard(k.uid, little) }

// Event implements runner.Sink. A picture waits for room as text does.
func (k *sink) Event(e runner.Event) {
	kind, v := k.frame(e)
	if kind == "" {
		return
	}
	data, err := encode(v)
	if err != nil {
		k.log.Warn("a frame was dropped", "uid", k.uid, "err", err)
		return
	}
	if kind == comet.Status || kind == comet.Result || k.logged && kind == comet.Input {
		k.see(kind, data)
	}
	k.mu.Lock()
	ctx := k.run
	k.mu.Unlock()
	if e.Kind != runner.EventDisplay && e.Kind != runner.EventResult && e.Kind != runner.EventScript {
		ctx = context.Background() // small: never waits
	}
	err = k.session.Append(ctx, k.uid, kind, data)
	if err == comet.ErrTooBig {
		text := fmt.Sprintf("[something of %d MiB is too big to be shown here]\n", len(data)>>20)
		err = k.session.Append(ctx, k.uid, comet.Stderr, []byte(text))
	}
	if err != nil && err != comet.ErrClosed && ctx.Err() == nil {
		k.log.Warn("a frame was dropped", "uid", k.uid, "err", err)
	}
}

func (k *sink) frame(e runner.Event) (comet.Kind, any) {
	switch e.Kind {
	case runner.EventPrompt:
		return comet.Prompt, struct {
			Prompt string `json:"prompt"`
		}{e.Prompt}
	case runner.EventInput:
		return comet.Input, struct {
			Waiting bool   `json:"waiting"`
			Prompt  string `json:"prompt"`
			Secret  bool   `json:"secret"`
			Text    string `json:"text,omitempty"`
		}{e.Waiting, e.Prompt, e.Secret, e.Text}
	case runner.EventDisplay:
		return comet.Display, struct {
			Run  int             `json:"run"`
			Data json.RawMessage `json:"data"`
			ID   string          `json:"id,omitempty"`
		}{e.Run, e.Data, e.ID}
	case runner.EventResult:
		v := map[string]any{}
		_ = json.Unmarshal(e.Data, &v)
		v["run"] = e.Run
		return comet.Result, v
	case runner.EventStatus:
		return comet.Status, newStatus(e)
	case runner.EventStop:
		return comet.Stop, e.Text
	case runner.EventReset:
		return comet.Reset, ""
	case runner.EventPopup:
		return comet.Popup, e.Text
	case runner.EventScript:
		return comet.JSCode, e.Text
	}
	return "", nil
}

// encode returns a string as it is and anything else as JSON in which ">" stays
// readable.
func encode(v any) ([]byte, error) {
	if s, ok := v.(string); ok {
		return []byte(s), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), err
}

// status is the JSON of a STATUS frame.
type status struct {
	State     runner.State      `json:"state"`
	Run       int               `json:"run"`
	Since     int64             `json:"since,omitempty"` // running: when it began, in ms of Unix time
	Source    string            `json:"source,omitempty"`
	MS        *float64          `json:"ms,omitempty"`
	CPUMS     *float64          `json:"cpu_ms,omitempty"`
	PeakKiB   *int64            `json:"peak_kib,omitempty"`
	Reason    runner.Reason     `json:"reason,omitempty"`
	Code      *int              `json:"code,omitempty"`
	Signal    *int              `json:"signal,omitempty"`
	Exception *runner.Exception `json:"exception,omitempty"`
	Text      string            `json:"text,omitempty"`
	Says      *runner.Words     `json:"says,omitzero"` // what Text was made from
}

func newStatus(e runner.Event) status {
	s := status{State: e.State, Run: e.Run, Source: e.Source}
	if !e.Since.IsZero() {
		s.Since = e.Since.UnixMilli()
	}
	if len(s.Source) > maxSource {
		s.Source = "" // only for redrawing; nobody reads that much
	}
	o := e.Outcome
	if o == nil {
		return s
	}
	s.MS = &o.MS
	if o.PeakKiB != 0 { // a run that died suddenly cannot say what it used
		s.CPUMS, s.PeakKiB = &o.CPUMS, &o.PeakKiB
	}
	s.Reason, s.Exception, s.Text, s.Says = o.Reason, o.Exception, o.Says.String(), o.Says
	switch o.Reason {
	case runner.Exited:
		s.Code = &o.Code
	case runner.Signalled:
		s.Signal = &o.Signal
	}
	return s
}

// maxSource is how much source goes along with a STATUS.
const maxSource = 16 << 10

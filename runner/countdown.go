package runner

import "time"

// countdown is a time that passes only at times. Whoever uses it guards it.
type countdown struct {
	left  time.Duration
	since time.Time
	timer *time.Timer // nil while it stands still
	begun bool
}

// run lets it pass, and does something when all of it has. The first call says how
// long it is.
func (d *countdown) run(whole time.Duration, do func()) {
	if d.timer != nil {
		return
	}
	if !d.begun {
		d.begun, d.left = true, whole
	}
	d.since = time.Now()
	d.timer = time.AfterFunc(max(d.left, 0), do)
}

// pause stands it still.
func (d *countdown) pause() {
	if d.timer == nil {
		return
	}
	d.timer.Stop()
	d.timer, d.left = nil, d.left-time.Since(d.since)
}

// over says whether all of it has passed.
func (d *countdown) over() bool { return d.timer != nil && time.Since(d.since) >= d.left }

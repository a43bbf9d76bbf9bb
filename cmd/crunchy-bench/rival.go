package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

// How long Jupyter may take for a figure: when it has taken enough, it has no more
// turns, and a turn that lasts to the outside is none.
const (
	rivalEnough = 30 * time.Second
	rivalMost   = 60 * time.Second
)

// beside is how Jupyter does the work of a figure.
type beside struct {
	Value spread // in the unit of the figure; without samples where output was lost
	Lost  string `json:",omitempty"` // what was lost
}

// lost is the error of output that has not come as it was printed.
type lost struct{ got, want int }

func (l *lost) Error() string {
	return fmt.Sprintf("output lost: of %d bytes came %d", l.want, l.got)
}

// rival is a Jupyter server that has its turns in a measurement. Without one it is nil,
// and does nothing.
type rival struct {
	b      *bench
	ctx    context.Context
	cancel context.CancelFunc
	j      *jupyter
	once   sample

	step, turns int
	begin       time.Time
	warm, over  bool
	samples     []float64
	lost        string
}

// rival starts a Jupyter server, if one is installed, that has at most so many of n
// turns. A Jupyter that fails is told of, and measured no more.
func (b *bench) rival(n, most int, prepare func(*jupyter) (sample, error)) *rival {
	if b.jupyter == nil {
		return nil
	}
	r := &rival{b: b, step: max(1, n/most), begin: time.Now()}
	r.ctx, r.cancel = context.WithTimeout(b.ctx, rivalMost)
	var err error
	if r.j, err = startJupyter(r.ctx, b.jupyter, b.dir); err == nil {
		b.jupyterVersion = r.j.version
		r.once, err = prepare(r.j)
	}
	if err != nil {
		r.fail(err)
	}
	return r
}

// fail gives up what it cannot do, and all the rest unless it only was too slow once.
// When its time is over, the turns before count.
func (r *rival) fail(err error) {
	r.over = true
	late := r.ctx.Err() != nil
	switch {
	case r.b.ctx.Err() != nil: // who has stopped the bench knows
		r.samples = nil
	case late && len(r.samples) > 0:
	case late && !r.b.jupyterLate:
		r.b.jupyterLate = true
		fmt.Fprintln(os.Stderr, "Jupyter is too slow for a figure:", err)
	default:
		r.samples, r.b.jupyter = nil, nil
		fmt.Fprintln(os.Stderr, "Jupyter is measured no more:", err)
	}
}

// turn is behind each turn of the others. Its first one does not count, unless there
// is no time for another.
func (r *rival) turn() error {
	if r == nil {
		return nil
	}
	r.turns++
	if r.over || (r.turns-1)%r.step != 0 {
		return r.b.ctx.Err()
	}
	took, err := r.once()
	var gone *lost
	switch {
	case errors.As(err, &gone):
		r.lost, r.over, r.samples = gone.Error(), true, nil
	case err != nil:
		r.fail(err)
	default:
		r.over = time.Since(r.begin) > rivalEnough
		if r.warm || r.over {
			r.samples = append(r.samples, took)
		}
	}
	r.warm = true
	return r.b.ctx.Err()
}

// single is the only turn, which counts.
func (r *rival) single() error {
	if r != nil {
		r.warm = true
	}
	return r.turn()
}

// told is what was measured, or nil.
func (r *rival) told() *beside {
	if r == nil || r.lost == "" && len(r.samples) == 0 {
		return nil
	}
	return &beside{Value: spreadOf(r.samples), Lost: r.lost}
}

// end ends the server.
func (r *rival) end() {
	if r == nil {
		return
	}
	if r.j != nil {
		r.j.stop()
	}
	r.cancel()
}

// rest waits until nothing is left to do for the kernels that have ended, which would
// be in the way of whose turn is next.
func (j *jupyter) rest() error { return quiet(j.ctx, j.cmd.Process.Pid) }

// starts starts a kernel and has it run a program, until its first output.
func (j *jupyter) starts() (sample, error) {
	return func() (float64, error) {
		begin := time.Now()
		k, err := j.kernel()
		if err != nil {
			return 0, err
		}
		up := ms(time.Since(begin))
		c, took, err := k.execute("print('up')", func(c *cell) bool { return c.out.Len() > 0 })
		if got := c.out.String(); err == nil && got != "up\n" {
			err = &lost{len(got), len("up\n")}
		}
		return up + ms(took), errors.Join(err, k.end(), j.rest())
	}, nil
}

// together starts as many kernels as a page has interpreters.
func (j *jupyter) together() (sample, error) {
	return func() (float64, error) {
		begin := time.Now()
		all, err := j.kernels(many)
		if err != nil {
			return 0, err
		}
		took := ms(time.Since(begin))
		return took, errors.Join(inParallel(many, func(i int) error { return all[i].end() }), j.rest())
	}, nil
}

// value has a kernel evaluate something.
func (k *kernel) value(code, want string) (float64, error) {
	c, took, err := k.execute(code, func(c *cell) bool { return c.result != "" })
	if err == nil && c.result != want {
		err = fmt.Errorf("a Jupyter kernel answers %q, not %q", c.result, want)
	}
	return ms(took), err
}

func (j *jupyter) expression() (sample, error) {
	k, err := j.kernel()
	return func() (float64, error) { return k.value("1+1", "2") }, err
}

// answer answers a program that asks again and again.
func (j *jupyter) answer() (sample, error) {
	k, err := j.kernel()
	if err != nil {
		return nil, err
	}
	id, err := k.ask(asking)
	if err != nil {
		return nil, err
	}
	n := 1
	return clock(func() error {
		n++
		if _, err := k.send("stdin", "input_reply", map[string]any{"value": "x"}); err != nil {
			return err
		}
		return k.prompt(id, fmt.Sprintf("%d? ", n))
	}), k.prompt(id, "1? ")
}

// jupyterPrinting runs a program whose output is known.
func jupyterPrinting(source, want string) func(*jupyter) (sample, error) {
	return func(j *jupyter) (sample, error) {
		k, err := j.kernel()
		return func() (float64, error) {
			c, took, err := k.execute(source, func(*cell) bool { return false })
			if got := c.out.String(); err == nil && got != want {
				err = &lost{len(got), len(want)}
			}
			return ms(took), err
		}, err
	}
}

// memory is what each kernel needs beyond the first, in MiB.
func (j *jupyter) memory() (sample, error) {
	use := func(n int) error {
		all, err := j.kernels(n)
		if err != nil {
			return err
		}
		for _, k := range all {
			if _, err := k.value("x = 1\nx", "1"); err != nil {
				return err
			}
		}
		return nil
	}
	return func() (float64, error) {
		if err := use(1); err != nil {
			return 0, err
		}
		before := family(j.cmd.Process.Pid)
		err := use(many - 1)
		return (family(j.cmd.Process.Pid) - before) / (many - 1), err
	}, nil
}

package main

import (
	"errors"
	"fmt"
	"io"
	"os/exec"

	"github.com/creack/pty"
)

// printing runs a program that prints much, and holds that each byte arrives; the
// floor is a bare Python on a bare terminal that is read as fast as can be.
func printing(source string) func(*bench) ([]figure, error) {
	return onPage(func(b *bench, p *page) (figure, error) {
		want, err := exec.CommandContext(b.ctx, b.python, "-I", "-c", source).Output()
		if err != nil {
			return figure{}, err
		}
		r := b.rival(b.times(20), b.times(10), jupyterPrinting(source, string(want)))
		defer r.end()
		f, err := inTurns(b.times(20), "a bare terminal", clock(func() error {
			p.forget()
			if err := p.do(1, "exec", source); err != nil {
				return err
			}
			if err := p.until(1, "STOP", ""); err != nil {
				return err
			}
			if got := p.said(p.UID(1), "STDOUT").String(); got != string(want) {
				return fmt.Errorf("%d bytes came of %d, or others", len(got), len(want))
			}
			return nil
		}), clock(func() error {
			t, err := pty.Start(exec.CommandContext(b.ctx, b.python, "-I", "-c", source))
			if err != nil {
				return err
			}
			defer t.Close()
			_, _ = io.Copy(io.Discard, t) // a terminal without a program is an error
			return nil
		}), r.turn)
		f.Jupyter = r.told()
		return f, err
	})
}

// beside asks an interpreter while a program of another page prints without end.
func (b *bench) beside(p *page) (figure, error) {
	other, err := b.open("editor.md")
	if err != nil {
		return figure{}, err
	}
	defer other.shut()
	if err := other.do(1, "exec", "while True: print('flood')"); err != nil {
		return figure{}, err
	}
	over := make(chan error, 1)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				over <- nil
				return
			default:
			}
			other.forget()
			if err := other.listen(); err != nil {
				over <- err
				return
			}
		}
	}()
	f, err := b.evaluate(p, nil)
	close(done)
	return f, errors.Join(err, <-over)
}

package main

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// ticks prints the time, once a second.
const ticks = `import time
while True:
    print(time.time(), flush=True)
    time.sleep(1)
`

// pagesTicking is the name of a measurement.
func pagesTicking(n int) string { return fmt.Sprintf("%d pages, a line a second each", n) }

// perPage comes behind it for what a page of them needs.
const perPage = ", memory of one"

// ticking holds so many pages with a program each that prints a line a second. It
// tells how late the lines come, and what a page of them needs; the floor of both are
// as many forks of a bare Python. The short form leaves the large numbers out.
func ticking(pages int) func(*bench) ([]figure, error) {
	return func(b *bench) ([]figure, error) {
		if b.part != whole && pages > 10 {
			return nil, nil
		}
		const of = "forks of a bare Python"
		late, memory := figure{Unit: "ms", Of: of}, figure{Name: perPage, Unit: "MiB", Of: of}
		if err := b.warm(); err != nil {
			return nil, err
		}
		before := b.weight()
		held := b.hold(pages)
		late.Value = b.watch(&held.late)
		each := func(mib float64) spread { return spreadOf([]float64{mib / float64(pages)}) }
		memory.Value = each(b.weight() - before)
		if err := held.end(); err != nil {
			return nil, err
		}
		bare, err := b.fork(pages)
		if err != nil {
			return nil, err
		}
		late.Floor = b.watch(&bare.late)
		memory.Floor = each(family(bare.pid))
		if err := bare.end(); err != nil {
			return nil, err
		}
		if before == 0 { // this system does not tell
			return []figure{late}, nil
		}
		return []figure{late, memory}, nil
	}
}

// watch looks at lines that come for a while, but not at those that have come before.
func (b *bench) watch(late *lateness) spread {
	late.take()
	select {
	case <-time.After(time.Duration(b.times(20)) * time.Second):
	case <-b.ctx.Done():
	}
	return spreadOf(late.take())
}

// held are pages with a program each.
type held struct {
	late lateness
	end  func() error
}

func (b *bench) hold(pages int) *held {
	h := &held{}
	var all sync.WaitGroup
	errs := make([]error, pages)
	up, over := make(chan struct{}, pages), make(chan struct{})
	const atOnce = 4 // programs that start
	for i := range pages {
		if i >= atOnce {
			<-up
		}
		all.Go(func() { errs[i] = b.tick(up, over, &h.late) })
	}
	h.end = func() error {
		close(over)
		all.Wait()
		return errors.Join(errs...)
	}
	for range min(atOnce, pages) {
		<-up
	}
	return h
}

// lateness is how late lines have come, in milliseconds.
type lateness struct {
	mu  sync.Mutex
	all []float64
}

func (l *lateness) add(ms float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, ms)
}

func (l *lateness) take() []float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.all
	l.all = nil
	return all
}

// tick is one page, whose lines come with the time at which they were printed.
func (b *bench) tick(up chan<- struct{}, over <-chan struct{}, late *lateness) (err error) {
	told := false
	defer func() {
		if !told {
			up <- struct{}{}
		}
	}()
	p, err := b.open("editor.md")
	if err != nil {
		return err
	}
	defer p.shut()
	if err := p.do(1, "exec", ticks); err != nil {
		return err
	}
	for {
		select {
		case <-over:
			return nil
		default:
		}
		p.forget()
		if err := p.listen(); err != nil {
			return err
		}
		if err := p.ended(1); err != nil {
			return err
		}
		for word := range strings.FieldsSeq(p.said(p.UID(1), "STDOUT").String()) {
			if err := late.line(word); err != nil {
				return err
			}
			if !told {
				told = true
				up <- struct{}{}
			}
		}
	}
}

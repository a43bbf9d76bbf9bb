package main

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// What a bare Python does in the place of an editor, of an interpreter, and of
// programs that ask or print.
const (
	bareEditor = `import os
while True:
    source = input()
    if (child := os.fork()) == 0:
        exec(source)
        os._exit(0)
    os.waitpid(child, 0)
`
	bareInterpreter = "while True: print(eval(input()), flush=True)"
	bareQuestion    = "while True: input(); print('next', flush=True)"
	bareClock       = "import time\nwhile True: input(); time.sleep(0.02); print(time.time(), flush=True)"
)

// asking asks again and again, and counts.
const asking = "n = 0\nwhile True:\n    n += 1\n    input(f'{n}? ')"

// runs presses Run and waits for the first output.
func (p *page) runs() error {
	p.forget()
	if err := p.do(1, "exec", "print('up')"); err != nil {
		return err
	}
	return p.until(1, "STDOUT", "up")
}

// ran waits for the end of what runs has started.
func (p *page) ran() error {
	if err := p.until(1, "STOP", ""); err != nil {
		return err
	}
	if got := p.said(p.UID(1), "STDOUT").String(); got != "up\n" {
		return fmt.Errorf("a program that prints one word has printed %q", got)
	}
	return nil
}

// warm runs a program, so that what all of them share is there.
func (b *bench) warm() error {
	p, err := b.open("editor.md")
	if err != nil {
		return err
	}
	defer p.shut()
	if err := p.runs(); err != nil {
		return err
	}
	return p.ran()
}

// nextRun is from Run to the first output, as soon as the program before has ended;
// the floor is a fork of a bare Python.
func (b *bench) nextRun(p *page) (figure, error) { return b.run(p, p.ran) }

// firstRun is the same with a moment between, as there is with people.
func (b *bench) firstRun(p *page) (figure, error) {
	r := b.rival(b.times(100), b.times(20), (*jupyter).starts)
	defer r.end()
	f, err := b.run(p, func() error {
		err := errors.Join(p.ran(), r.turn())
		time.Sleep(50 * time.Millisecond)
		return err
	})
	f.Jupyter = r.told()
	return f, err
}

func (b *bench) run(p *page, settle func() error) (figure, error) {
	f, err := b.bare(bareEditor)
	if err != nil {
		return figure{}, err
	}
	defer f.end()
	return inTurns(b.times(100), "a fork of a bare Python, bare poll", clock(p.runs),
		clock(func() error { return f.answers(b.ctx, "print('up', flush=True)", "up") }), settle)
}

// asks has the interpreter of editor.md evaluate something.
func (p *page) asks(source, answer string) error {
	p.forget()
	if err := p.do(2, "post", source+"\n"); err != nil {
		return err
	}
	return p.until(2, "STDOUT", answer)
}

// expression asks an interpreter that is there.
func (b *bench) expression(p *page) (figure, error) {
	r := b.rival(b.times(1000), b.times(200), (*jupyter).expression)
	defer r.end()
	f, err := b.evaluate(p, r.turn)
	f.Jupyter = r.told()
	return f, err
}

func (b *bench) evaluate(p *page, settle func() error) (figure, error) {
	f, err := b.bare(bareInterpreter)
	if err != nil {
		return figure{}, err
	}
	defer f.end()
	return inTurns(b.times(1000), "a bare Python, bare poll", clock(func() error { return p.asks("1+1", "2\n") }),
		clock(func() error { return f.answers(b.ctx, "1+1", "2") }), settle)
}

// answer answers a program that asks again and again.
func (b *bench) answer(p *page) (figure, error) {
	f, err := b.bare(bareQuestion)
	if err != nil {
		return figure{}, err
	}
	defer f.end()
	if err := p.do(1, "exec", asking); err != nil {
		return figure{}, err
	}
	n := 1
	if err := p.until(1, "INPUT", `"1? "`); err != nil {
		return figure{}, err
	}
	r := b.rival(b.times(1000), b.times(200), (*jupyter).answer)
	defer r.end()
	fig, err := inTurns(b.times(1000), "a bare Python, bare poll", clock(func() error {
		p.forget()
		n++
		if err := p.do(1, "post", "x\n"); err != nil {
			return err
		}
		return p.until(1, "INPUT", fmt.Sprintf(`"%d? "`, n))
	}), clock(func() error { return f.answers(b.ctx, "x", "next") }), r.turn)
	fig.Jupyter = r.told()
	return fig, err
}

// running is how late a lone line comes that a program prints while it runs.
func (b *bench) running(p *page) (figure, error) {
	f, err := b.bare(bareClock)
	if err != nil {
		return figure{}, err
	}
	defer f.end()
	if err := p.do(1, "exec", bareClock); err != nil {
		return figure{}, err
	}
	late := func(line string) (float64, error) {
		now := time.Now()
		then, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
		return 1000 * (float64(now.UnixNano())/1e9 - then), err
	}
	return inTurns(b.times(100), "a bare Python, bare poll", func() (float64, error) {
		p.forget()
		if err := p.do(1, "post", "x\n"); err != nil {
			return 0, err
		}
		if err := p.until(1, "STDOUT", "\n"); err != nil {
			return 0, err
		}
		return late(p.said(p.UID(1), "STDOUT").String())
	}, func() (float64, error) {
		line, err := f.trip(b.ctx, "x")
		if err != nil {
			return 0, err
		}
		return late(line)
	}, nil)
}

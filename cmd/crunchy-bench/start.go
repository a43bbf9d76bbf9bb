package main

import (
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// startUp is from the start of the program to its first answer; the floor is the
// start and end of the same program when it has nothing to do.
func (b *bench) startUp() (figure, error) {
	return inTurns(b.times(20), "crunchy version", clock(func() error {
		s, err := b.start()
		if err != nil {
			return err
		}
		defer s.stop()
		a, err := s.Do(b.ctx, http.MethodGet, "/health", "")
		if err == nil && a.Status != http.StatusOK {
			err = errors.New(a.Body)
		}
		return err
	}), clock(func() error { return exec.CommandContext(b.ctx, b.program(), "version").Run() }), nil)
}

// forking forks so many processes, each of which says that it is there.
const forking = `import os, time
print(flush=True)
r, w = os.pipe()
begin = time.perf_counter()
for _ in range(%d):
    if os.fork() == 0:
        os.write(w, b"x")
        os._exit(0)
n = 0
while n < %[1]d: n += len(os.read(r, 100))
print((time.perf_counter() - begin) * 1000)
`

// together is until all interpreters of a page are at their prompt; the floor is a
// Python that forks as often.
func (b *bench) together() (figure, error) {
	r := b.rival(b.times(10), b.times(5), (*jupyter).together)
	defer r.end()
	f, err := inTurns(b.times(10), "forks of a bare Python", func() (float64, error) {
		p, err := b.open("many.md")
		if err != nil {
			return 0, err
		}
		defer p.shut()
		begin := time.Now()
		for n := range many {
			if err := p.do(n+1, "post", ""); err != nil {
				return 0, err
			}
		}
		for n := range many {
			if err := p.until(n+1, "PROMPT", ""); err != nil {
				return 0, err
			}
		}
		return ms(time.Since(begin)), nil
	}, func() (float64, error) {
		out, err := exec.CommandContext(b.ctx, b.python, "-I", "-c", fmt.Sprintf(forking, many)).Output()
		if err != nil {
			return 0, err
		}
		return strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	}, r.turn)
	f.Jupyter = r.told()
	return f, err
}

// coldRun is the first Run of all, when there is no Python yet that could be forked;
// the floor is the start of a bare Python.
func (b *bench) coldRun() (figure, error) {
	return inTurns(b.times(20), "a bare Python, started", func() (float64, error) {
		s, err := b.start()
		if err != nil {
			return 0, err
		}
		defer s.stop()
		p, err := b.openOn(s, "editor.md")
		if err != nil {
			return 0, err
		}
		return clock(p.runs)()
	}, clock(func() error {
		out, err := exec.CommandContext(b.ctx, b.python, "-I", "-c", "print('up')").Output()
		if err == nil && strings.TrimSpace(string(out)) != "up" {
			err = fmt.Errorf("a bare Python says %q", out)
		}
		return err
	}), nil)
}

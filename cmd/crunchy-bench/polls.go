package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"crunchy/cmd/internal/protocoltest"
)

// polls is what a page whose poll is held needs on the server's side, when there are
// 10,000 of them, or as many as the system lets one process have connections, which
// the name tells; the floor is a request that a bare server holds. Each page must then
// get what its server says.
func (b *bench) polls() ([]figure, error) {
	n := min(b.times(10_000), openFiles()-500)
	if n < 1 || b.weight() == 0 {
		return nil, nil
	}
	f := figure{Name: fmt.Sprintf(", of %d", n), Unit: "KiB", Of: "a request that a bare server holds"}
	value, err := b.heldPages(n)
	if err != nil {
		return nil, err
	}
	floor, err := b.heldRequests(n)
	if err != nil {
		return nil, err
	}
	each := func(mib float64) spread { return spreadOf([]float64{mib * 1024 / float64(n)}) }
	f.Value, f.Floor = each(value), each(floor)
	return []figure{f}, nil
}

// heldPages is the memory of so many pages with a poll each, in MiB.
func (b *bench) heldPages(n int) (mib float64, err error) {
	s, err := b.start("--polls", strconv.Itoa(n))
	if err != nil {
		return 0, err
	}
	defer s.stop()
	pid := s.cmd.Process.Pid
	before := family(pid)
	pages := make([]*protocoltest.Page, n)
	if err := inParallel(n, func(i int) (err error) {
		pages[i], err = s.Open(b.ctx, "editor.md", nil)
		return err
	}); err != nil {
		return 0, err
	}
	begin := time.Now()
	held, err := holdAll(b.ctx, s.Client, n, func(i int) string {
		return fmt.Sprintf("/comet?wait=25&after=%d&page=%s", pages[i].Seq, pages[i].ID)
	})
	defer held.close()
	if err != nil {
		return 0, err
	}
	if err := quiet(b.ctx, pid); err != nil {
		return 0, err
	}
	mib = family(pid) - before
	if took := time.Since(begin); took > 25*time.Second {
		return 0, fmt.Errorf("this machine has so much else to do that the first poll ended before %d were there", n)
	}
	return mib, inParallel(n, func(i int) error { return b.reset(pages[i], held[i]) })
}

// heldRequests is the memory of so many requests that a bare server holds, in MiB.
func (b *bench) heldRequests(n int) (mib float64, err error) {
	s, err := b.bare("")
	if err != nil {
		return 0, err
	}
	defer s.end()
	before := family(s.cmd.Process.Pid)
	held, err := holdAll(b.ctx, s.Client, n, func(int) string { return "/hold" })
	defer held.close()
	if err != nil {
		return 0, err
	}
	for count := ""; count != strconv.Itoa(n); {
		a, err := s.Do(b.ctx, http.MethodGet, "/held", "")
		if err != nil {
			return 0, err
		}
		count = a.Body
	}
	return family(s.cmd.Process.Pid) - before, nil
}

// reset resets an element, of which the page's poll must tell, or the next one if
// that has ended.
func (b *bench) reset(p *protocoltest.Page, poll net.Conn) error {
	said, err := p.Act(b.ctx, 1, "reset", "", "")
	if err != nil {
		return err
	}
	if said.Status != http.StatusOK {
		return &protocoltest.StatusError{Answer: said}
	}
	a, err := http.ReadResponse(bufio.NewReader(poll), nil)
	if err != nil {
		return err
	}
	defer a.Body.Close()
	if a.StatusCode == http.StatusOK {
		text, err := io.ReadAll(a.Body)
		if want := "RESET " + p.UID(1) + "\r"; err == nil && string(text) != want {
			err = fmt.Errorf("a held poll brings %q, not %q", text, want)
		}
		return err
	}
	next := &protocoltest.Poller{Page: p, After: p.Seq}
	frames, err := next.Next(b.ctx)
	if err == nil && (len(frames) != 1 || frames[0].Type != "RESET" || frames[0].UID != p.UID(1)) {
		err = fmt.Errorf("a poll brings %v", frames)
	}
	return err
}

// connections are requests that are not answered yet. Nothing waits for them here, so
// that the machine's time is the server's.
type connections []net.Conn

func (c connections) close() {
	for _, conn := range c {
		conn.Close()
	}
}

// holdAll sends a request over a connection of its own for each.
func holdAll(ctx context.Context, to *protocoltest.Client, n int, target func(int) string) (all connections, err error) {
	address := strings.TrimPrefix(to.URL, "http://")
	for i := range n {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
		if err != nil {
			return all, err
		}
		all = append(all, conn)
		if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n", target(i), address, to.Token); err != nil {
			return all, err
		}
	}
	return all, nil
}

// inParallel does something n times, a few at once.
func inParallel(n int, do func(int) error) error {
	const workers = 8
	var all sync.WaitGroup
	errs := make([]error, workers)
	for w := range workers {
		all.Go(func() {
			for i := w; i < n && errs[w] == nil; i += workers {
				errs[w] = do(i)
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// quiet waits until a process has nothing more to do.
func quiet(ctx context.Context, pid int) error {
	for still, before := 0, -1.0; still < 3; {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
		now := worked(pid)
		if now != before {
			still = -1
		}
		still, before = still+1, now
	}
	return nil
}

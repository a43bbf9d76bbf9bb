package browsertest_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
)

// proxy stands between the browser and the program, as a network does.
type proxy struct {
	refuseSockets bool // set before the first page is opened
	sockets       atomic.Int32
	away          atomic.Bool   // nobody answers
	slow          string        // requests for this wait; set before the first page is opened
	on            chan struct{} // until this is closed

	mu    sync.Mutex
	conns map[net.Conn]bool
}

// behindProxy starts the program again behind a proxy, under the proxy's address.
func (s *server) behindProxy() *proxy {
	s.t.Helper()
	p := &proxy{conns: map[net.Conn]bool{}, on: make(chan struct{})}
	inner := *s.address
	inner.Path, inner.RawQuery = "", ""
	forward := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&inner)
			r.Out.Host = r.In.Host
		},
		FlushInterval: -1,
		ErrorHandler:  func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	front := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.away.Load() {
			panic(http.ErrAbortHandler)
		}
		if p.slow != "" && strings.Contains(r.URL.Path, p.slow) {
			select {
			case <-p.on:
			case <-r.Context().Done():
			}
		}
		if r.Header.Get("Upgrade") != "" {
			p.sockets.Add(1)
			if p.refuseSockets {
				http.Error(w, "no", http.StatusBadGateway)
				return
			}
		}
		forward.ServeHTTP(w, r)
	}))
	front.Config.ConnState = func(c net.Conn, state http.ConnState) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if state == http.StateClosed {
			delete(p.conns, c)
		} else {
			p.conns[c] = true
		}
	}
	front.Start()
	s.t.Cleanup(func() {
		p.cut()
		front.Close()
	})
	s.stop()
	s.start("--port", s.address.Port(), "--base-url", front.URL)
	if u, err := url.Parse(front.URL); err != nil || s.address.Host != u.Host {
		s.t.Fatalf("behind %s it prints %s (%v)", front.URL, s.address, err)
	}
	return p
}

// cut breaks every connection.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		c.Close()
		delete(p.conns, c)
	}
}

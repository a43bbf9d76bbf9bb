package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// fetching returns a server of pages, and a fetcher that takes this one address
// for a public one and judges all others as it always does, but for the port:
// what is refused here is refused for its address.
func fetching(t *testing.T, h http.HandlerFunc, secure bool) (*httptest.Server, *remoteFetcher) {
	t.Helper()
	start := httptest.NewServer
	if secure {
		start = httptest.NewTLSServer
	}
	s := start(h)
	t.Cleanup(s.Close)
	own := netip.MustParseAddrPort(s.Listener.Addr().String())
	f := newFetcher(func(ap netip.AddrPort) error {
		if ap == own {
			return nil
		}
		return publicAtAnyPort(ap)
	})
	transport := f.client.Transport.(*http.Transport)
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	t.Cleanup(transport.CloseIdleConnections)
	return s, f
}

// refused wants the fetch to fail with one sentence that has the words.
func refused(t *testing.T, f *remoteFetcher, address, words string) {
	t.Helper()
	body, _, _, err := f.Fetch(t.Context(), address)
	if err == nil || body != nil || !strings.Contains(err.Error(), words) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%s: %d bytes, %v; want %q", address, len(body), err, words)
	}
}

func TestFetchFollowsFiveRedirects(t *testing.T) {
	s, f := fetching(t, func(w http.ResponseWriter, r *http.Request) {
		left, _ := strconv.Atoi(r.URL.Path[1:])
		if r.Header.Get("Cookie") != "" {
			t.Error("it came with a cookie")
		}
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		if left > 0 {
			http.Redirect(w, r, fmt.Sprintf("/%d", left-1), http.StatusFound)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		io.WriteString(w, "there")
	}, false)
	body, kind, from, err := f.Fetch(t.Context(), s.URL+"/5")
	if string(body) != "there" || kind != "text/html; charset=utf-8" || err != nil || from.String() != s.URL+"/0" {
		t.Errorf("%q %q from %v, %v", body, kind, from, err)
	}
	refused(t, f, s.URL+"/6", "without an end")
}

// A page that can be fetched leads to where only this computer can go.
func TestFetchIsNotLedAstray(t *testing.T) {
	var reached atomic.Int32
	canary := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reached.Add(1)
		w.Header().Set("Content-Type", "text/html")
	}))
	defer canary.Close()
	port := canary.Listener.Addr().(interface{ AddrPort() netip.AddrPort }).AddrPort().Port()
	to := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", r.URL.Query().Get("to"))
		w.WriteHeader(http.StatusMovedPermanently)
	}
	s, f := fetching(t, to, false)
	for target, words := range map[string]string{
		canary.URL:                                     "public internet",
		fmt.Sprintf("http://localhost:%d", port):       "public internet",
		fmt.Sprintf("http://[::ffff:7f00:1]:%d", port): "public internet",
		fmt.Sprintf("http://127.0.0.2:%d", port):       "public internet",
		fmt.Sprintf("http://0.0.0.0:%d", port):         "public internet",
		"http://169.254.169.254/latest/meta-data":      "public internet",
		"http://10.0.0.1/":                             "public internet",
		"file:///etc/passwd":                           "only http and https",
		"gopher://127.0.0.1/":                          "only http and https",
		"http://user:secret@example.org/":              "plain one",
		"http:///nowhere":                              "plain one",
	} {
		refused(t, f, s.URL+"?to="+url.QueryEscape(target), words)
		refused(t, f, target, words)
	}
	if n := reached.Load(); n != 0 {
		t.Errorf("%d requests came to where none may go", n)
	}
	safe, f := fetching(t, to, true)
	refused(t, f, safe.URL+"?to="+url.QueryEscape(s.URL), "safe address to an unsafe one")
	refused(t, f, safe.URL+"?to="+url.QueryEscape("http://example.org/"), "safe address to an unsafe one")
}

func TestPublicAddresses(t *testing.T) {
	for address, public := range map[string]bool{
		"93.184.216.34:80": true, "93.184.216.34:443": true, "[2606:2800:220:1::1]:443": true,
		"93.184.216.34:22": false, "93.184.216.34:8001": false,
		"127.0.0.1:80": false, "[::1]:80": false, "[::ffff:127.0.0.1]:80": false, "[::ffff:10.0.0.1]:443": false,
		"0.0.0.0:80": false, "0.1.2.3:80": false, "[::]:80": false, "10.1.2.3:80": false, "172.16.0.1:80": false, "192.168.1.1:80": false,
		"100.64.0.1:80": false, "169.254.169.254:80": false, "224.0.0.1:80": false, "240.0.0.1:80": false, "255.255.255.255:80": false,
		"[fe80::1]:80": false, "[fd00::1]:80": false, "[ff02::1]:80": false, "[64:ff9b::7f00:1]:80": false, "[2002:7f00:1::]:80": false,
		"[2001:db8::1]:80": false, "192.0.2.1:80": false, "198.18.0.1:80": false,
	} {
		if err := publicOnly(netip.MustParseAddrPort(address)); (err == nil) != public {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, _, _, err := NewFetcher().Fetch(t.Context(), "http://127.0.0.1:80/"); err == nil || !strings.Contains(err.Error(), errNotPublic.Error()) {
		t.Errorf("what everybody gets fetches from this computer: %v", err)
	}
}

func TestFetchTakesFiveMebibytes(t *testing.T) {
	s, f := fetching(t, func(w http.ResponseWriter, r *http.Request) {
		size, _ := strconv.Atoi(r.URL.Path[1:])
		page := bytes.Repeat([]byte("x"), size)
		w.Header().Set("Content-Type", "text/plain")
		if r.URL.RawQuery == "small" {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			defer z.Close()
			z.Write(page)
			return
		}
		w.Write(page)
	}, false)
	for _, query := range []string{"", "?small"} {
		body, _, _, err := f.Fetch(t.Context(), fmt.Sprintf("%s/%d%s", s.URL, 5<<20, query))
		if len(body) != 5<<20 || err != nil {
			t.Errorf("%d bytes, %v", len(body), err)
		}
		refused(t, f, fmt.Sprintf("%s/%d%s", s.URL, 5<<20+1, query), "bigger than 5 MiB")
	}
}

func TestFetchTakesOnlyWhatCanBeShown(t *testing.T) {
	s, f := fetching(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Content-Type"] = r.URL.Query()["type"] // none stays none
		if status, err := strconv.Atoi(r.URL.Query().Get("status")); err == nil {
			w.WriteHeader(status)
		}
		io.WriteString(w, "x")
	}, false)
	for kind, good := range map[string]bool{
		"text/html": true, "TEXT/HTML; charset=latin-1": true, "application/xhtml+xml": true, "text/plain": true, "text/markdown": true,
		"text/css": true, "image/png": true, "font/woff2": true,
		"application/octet-stream": false, "application/pdf": false, "text/javascript": false, "application/javascript": false,
		"application/json": false, "video/mp4": false, "text/html;;": false, "html": false, "": false,
	} {
		address := s.URL + "?type=" + url.QueryEscape(kind)
		if !good {
			refused(t, f, address, "not a kind of page")
		} else if body, got, _, err := f.Fetch(t.Context(), address); string(body) != "x" || got != kind || err != nil {
			t.Errorf("%s: %q %q %v", kind, body, got, err)
		}
	}
	refused(t, f, s.URL, "not a kind of page")
	refused(t, f, s.URL+"?type=text/html&status=404", "404 Not Found")
	refused(t, f, s.URL+"?type=text/html&status=206", "206")
}

// slow answers after so long, with a body that takes as long again.
type slow time.Duration

func (s slow) wait(ctx context.Context) error {
	select {
	case <-time.After(time.Duration(s)):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s slow) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := s.wait(r.Context()); err != nil {
		return nil, err
	}
	body := io.MultiReader(strings.NewReader("a"), readerFunc(func([]byte) (int, error) {
		if err := s.wait(r.Context()); err != nil {
			return 0, err
		}
		return 0, io.EOF
	}))
	return &http.Response{StatusCode: 200, Request: r, Body: io.NopCloser(body), Header: http.Header{"Content-Type": {"text/html"}}}, nil
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestFetchTakesTenSeconds(t *testing.T) {
	for _, c := range []struct {
		each time.Duration
		good bool
		took time.Duration
	}{
		{4900 * time.Millisecond, true, 9800 * time.Millisecond},
		{5100 * time.Millisecond, false, 10 * time.Second}, // within the body
		{time.Hour, false, 10 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFetcher(publicOnly)
			f.client.Transport = slow(c.each)
			began := time.Now()
			_, _, _, err := f.Fetch(t.Context(), "http://example.org/")
			if took := time.Since(began); (err == nil) != c.good || took != c.took {
				t.Errorf("twice %v: %v after %v", c.each, err, took)
			}
		})
	}
}

// TestNamesThatChangeTheirMind holds that what is dialled is looked at, and not
// what a name meant before.
func TestNamesThatChangeTheirMind(t *testing.T) {
	var reached, asked atomic.Int32
	canary := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer canary.Close()
	port := netip.MustParseAddrPort(canary.Listener.Addr().String()).Port()
	elsewhere := netip.MustParseAddr("93.184.216.34")
	answers := map[string][]netip.Addr{
		"both.example.":   {elsewhere, netip.MustParseAddr("127.0.0.1")},
		"here.example.":   {netip.MustParseAddr("127.0.0.1")},
		"six.example.":    {netip.MustParseAddr("::1")},
		"mapped.example.": {netip.MustParseAddr("::ffff:127.0.0.1")},
		"cloud.example.":  {netip.MustParseAddr("169.254.169.254")},
		"home.example.":   {netip.MustParseAddr("192.168.1.1"), netip.MustParseAddr("fd00::1")},
	}
	Names(t, func(name string) []netip.Addr {
		if name == "changes.example." && asked.Add(1) <= 2 { // an A and an AAAA question
			return []netip.Addr{elsewhere}
		} else if name == "changes.example." {
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}
		}
		return answers[name]
	})
	var let atomic.Int32
	f := newFetcher(func(ap netip.AddrPort) error {
		if err := publicAtAnyPort(ap); err != nil {
			return err
		}
		let.Add(1)
		return fmt.Errorf("%v is public, and far away", ap.Addr())
	})
	address := func(name string) string { return fmt.Sprintf("http://%s:%d/", name, port) }
	refused(t, f, address("changes.example"), "far away")
	refused(t, f, address("changes.example"), "public internet")
	for name := range answers {
		refused(t, f, address(name[:len(name)-1]), "public internet")
	}
	if reached.Load() != 0 || let.Load() != 2 {
		t.Errorf("%d requests came to where none may go; %d addresses were let", reached.Load(), let.Load())
	}
}

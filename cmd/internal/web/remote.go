package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Fetcher gets what is at a public address.
type Fetcher interface {
	// Fetch returns the body and its media type, with the address it came from
	// after redirects. The error's text is one sentence for the user.
	Fetch(ctx context.Context, address string) (body []byte, mediaType string, from *url.URL, err error)
}

// Limits of a fetch.
const (
	fetchTime      = 10 * time.Second
	fetchSize      = 5 << 20 // after decompression
	fetchRedirects = 5
)

// remoteFetcher fetches pages of other hosts, and refuses everything that is
// not public: the check is made on the address that is dialled, so neither a
// redirect nor a name that changes its mind gets round it.
type remoteFetcher struct{ client *http.Client }

// NewFetcher returns a Fetcher for the public web: http and https on their own
// ports, at most five redirects and none from https to http, ten seconds,
// 5 MiB, no cookies, no proxy.
func NewFetcher() Fetcher { return newFetcher(publicOnly) }

// newFetcher takes the check of an address that is about to be dialled.
func newFetcher(check func(netip.AddrPort) error) *remoteFetcher {
	dialer := &net.Dialer{Timeout: fetchTime, Control: func(_, address string, _ syscall.RawConn) error {
		ap, err := netip.ParseAddrPort(address)
		if err != nil {
			return err
		}
		return check(ap)
	}}
	return &remoteFetcher{client: &http.Client{
		Timeout: fetchTime,
		Transport: &http.Transport{
			Proxy: nil, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
			MaxIdleConns: 4, IdleConnTimeout: 30 * time.Second, MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > fetchRedirects {
				return saying("fetched.endless")
			}
			if via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme != "https" {
				return saying("fetched.unsafe")
			}
			return checkAddress(req.URL)
		},
	}}
}

var errNotPublic = saying("fetched.notPublic")

// publicOnly refuses addresses that are not global unicast ones, and ports
// other than 80 and 443.
func publicOnly(ap netip.AddrPort) error {
	ip := ap.Addr().Unmap()
	if ap.Port() != 80 && ap.Port() != 443 {
		return saying("fetched.port")
	}
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return errNotPublic
	}
	for _, p := range specialPrefixes() {
		if p.Contains(ip) {
			return errNotPublic
		}
	}
	return nil
}

// specialPrefixes are the special-purpose blocks of the IANA registries
// (RFC 6890 and successors) that IsGlobalUnicast and IsPrivate let through.
func specialPrefixes() []netip.Prefix {
	var all []netip.Prefix
	for s := range strings.FieldsSeq(`0.0.0.0/8 100.64.0.0/10 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15
		198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fec0::/10`) {
		all = append(all, netip.MustParsePrefix(s))
	}
	return all
}

// checkAddress refuses what is not a plain web address.
func checkAddress(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return saying("fetched.scheme")
	case u.Host == "" || u.User != nil:
		return saying("fetched.notPlain")
	}
	return nil
}

// Fetch implements Fetcher.
func (f *remoteFetcher) Fetch(ctx context.Context, address string) ([]byte, string, *url.URL, error) {
	fail := func(err error) ([]byte, string, *url.URL, error) {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err
		}
		return nil, "", nil, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return fail(saying("fetched.unreadable"))
	}
	if err := checkAddress(u); err != nil {
		return fail(err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return fail(err)
	}
	req.Header.Set("User-Agent", "Crunchy")
	req.Header.Set("Accept", "text/html, text/markdown, text/x-rst, text/plain, text/css, image/*, font/*")
	resp, err := f.client.Do(req)
	if err != nil {
		return fail(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fail(saying("fetched.answered", "status", strconv.Quote(resp.Status)))
	}
	contentType := resp.Header.Get("Content-Type")
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil || !showable(kind) {
		return fail(saying("fetched.kind", "kind", strconv.Quote(contentType)))
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, fetchSize+1))
	if err != nil {
		return fail(err)
	}
	if len(body) > fetchSize {
		return fail(saying("fetched.tooBig", "n", fetchSize>>20))
	}
	return body, contentType, resp.Request.URL, nil
}

func showable(kind string) bool {
	switch kind {
	case "text/html", "application/xhtml+xml", "text/plain", "text/markdown", "text/x-rst", "text/prs.fallenstein.rst", "text/css":
		return true
	}
	return strings.HasPrefix(kind, "image/") || strings.HasPrefix(kind, "font/")
}

package web

import (
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strings"
)

// The parts of a Content-Security-Policy, and the one of all that is no document:
// nearly every answer has it, and nothing is put together for it.
const (
	policyBegins   = "default-src 'none'; script-src "
	policyPictures = "; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
	policyEnds     = "; font-src 'self'; connect-src 'self'" +
		"; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; frame-src 'none'; object-src 'none'" +
		"; require-trusted-types-for 'script'"
	barePolicy = policyBegins + "'none'" + policyPictures + policyEnds
)

// secure sets the headers that every answer has. With a nonce the document may
// run our script and nothing else; without, it may run nothing at all.
// Its pictures come from here, or also from the sources that are named.
func (s *Server) secure(w http.ResponseWriter, nonce string, pictures ...string) {
	policy := barePolicy
	if nonce != "" || len(pictures) > 0 {
		script := "'none'"
		if nonce != "" {
			script = "'nonce-" + nonce + "'"
		}
		policy = policyBegins + script + strings.Join(append([]string{policyPictures}, pictures...), " ") + policyEnds
	}
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "no-store")
}

func (s *Server) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.secure(w, "")
		next.ServeHTTP(w, r)
	})
}

// random returns n bytes of randomness as text that is safe in a header.
func random(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

package web

import (
	"encoding/json"
	"io"
	"net/http"

	"crunchy/pages"
)

// apiRoutes take in the door of frontends over HTTP: the messages are those of
// converse, as they are. A handshake without a user has the rights of the token that
// comes with it; a browser has shown none, and is a guest.
func (s *Server) apiRoutes(r *router) {
	r.on(starting, "POST", "/api", s.apiMessage)
	r.on(reading, "GET", "/api/version", s.apiVersion)
	if s.config.Debug {
		r.on(reading, "GET", "/api", s.apiPlayground)
	}
}

// apiVersion answers what other doors greet with.
func (s *Server) apiVersion(w http.ResponseWriter, r *http.Request) error {
	v, err := s.versions(r.Context())
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, v)
	return nil
}

// apiMessage answers one message. The status is 200 when the message could be read,
// whatever the answer says.
func (s *Server) apiMessage(w http.ResponseWriter, r *http.Request) error {
	status := http.StatusOK
	var reply envelope
	message, err := io.ReadAll(r.Body)
	if err != nil {
		err = bodyError(err)
		status, reply = asFailure(err).status, envelope{Name: frontendName, Error: s.toldFrontend(err)}
	} else if reply, _, err = s.converse(r.Context(), message, s.bearer(r) == nil, nil); err != nil && asFailure(err).code == errEnvelope.code {
		status = http.StatusBadRequest
	}
	writeJSON(w, status, reply)
	return nil
}

// apiPlayground is the page on which messages are written and sent.
func (s *Server) apiPlayground(w http.ResponseWriter, r *http.Request) error {
	table, err := json.Marshal(s.frontends.table)
	if err != nil {
		return err
	}
	return s.show(w, pages.Playground(string(table), s.pageOptions(r, "")))
}

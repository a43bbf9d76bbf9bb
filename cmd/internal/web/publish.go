package web

import (
	"io"
	"net/http"
	"strings"

	"crunchy/comet"
)

// publish answers POST /publish?channel=NAME, whose body is the message. It is
// answered when the message is on its way; nobody has to have read it.
func (s *Server) publish(w http.ResponseWriter, r *http.Request) error {
	name := r.URL.Query().Get("channel")
	if name == "" {
		return errMalformed.say("This request needs channel=NAME.")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, comet.MaxMessage))
	if err != nil {
		return bodyError(err)
	}
	who := s.who(r)
	if talk := s.talk(r); who&teacher == 0 && talk != nil {
		if wait := talk.take(); wait > 0 {
			return errTalk.after(wait)
		}
	}
	if id, ok := strings.CutPrefix(name, pageChannel); ok && s.open.get(id) != nil {
		return errChannel.with(nil) // the page's programs write there
	}
	if err := s.board.Publish(who, name, string(body)); err != nil {
		return err
	}
	w.Header().Set("Content-Length", "0")
	return nil
}

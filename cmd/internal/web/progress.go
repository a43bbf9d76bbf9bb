package web

import (
	"encoding/json"

	"crunchy/cmd/internal/work"
	"crunchy/comet"
	"crunchy/pages"
)

// notes keeps how far a student comes with an element, of what the element is
// told: a run counts when it has come to a good end, and an exercise when all
// its tests have passed. That it cannot be kept is no reason for a run to fail.
func (s *Server) notes(page, uid string, kind comet.Kind, data []byte) {
	s.logsOutput(page, uid, kind, data)
	s.starts.notes(uid, kind, data)
	to := reached(kind, data)
	if to == "" {
		return
	}
	b, sh, slot := s.take(order{page: page, uid: uid})
	if b == nil {
		return
	}
	defer b.mu.Unlock()
	sh.far[uid] = work.Further(sh.far[uid], to)
	if sh.come[uid] == to {
		return
	}
	sh.come[uid] = to
	if err := b.lesson.Comes(slot, to); err != nil {
		s.log.Warn("progress could not be kept", "page", page, "uid", uid, "err", err)
	}
}

// reached says how far a frame brings a student, "" for no further.
func reached(kind comet.Kind, data []byte) string {
	var said struct {
		Reason         string
		Code           int
		Passed, Failed int
	}
	if json.Unmarshal(data, &said) != nil {
		return ""
	}
	switch {
	case kind == comet.Result && said.Passed > 0 && said.Failed == 0:
		return work.Solved
	case kind != comet.Status || said.Reason == "":
		return "" // it begins, waits or goes on
	case said.Reason == "finished", said.Reason == "exit" && said.Code == 0:
		return work.Ran
	}
	return work.Tried
}

// progress counts the elements of a lesson that are done. An exercise is done
// when it is solved, everything else when it ran.
func (s *Server) progress(name string, p *pages.Page) (done, of int) {
	if len(p.Elements) == 0 {
		return 0, 0
	}
	states := s.workOn(name).Progress()
	for _, e := range p.Elements {
		state := states[e.Key]
		if state == work.Solved || state == work.Ran && !e.Graded() {
			done++
		}
	}
	return done, len(p.Elements)
}

package web

import (
	"context"
	"encoding/json"
)

// pythonAnswer is which Python an element runs with, and which there are.
type pythonAnswer struct {
	// Version is that of the Python that runs the element; without one, Missing
	// says so in words.
	Version string `json:"version,omitempty"`
	Missing string `json:"missing,omitempty"`
	// Gone says that what was to be chosen is not there; the choice is then the
	// element's own.
	Gone    bool     `json:"gone,omitempty"`
	Pythons []string `json:"pythons"` // their versions, the newest first
}

// doPython chooses the Python of an element whose student may do so: POST
// /python?uid=UID with {"choose":"3.11.7"}, or with {} to go back to the author's.
// Only what is installed can be chosen, by its version.
func (s *Server) doPython(ctx context.Context, o order) (any, error) {
	var body struct{ Choose string }
	if err := json.Unmarshal(o.body, &body); err != nil {
		return nil, errMalformed.say(`The body must be {"choose":"3.12.1"}.`)
	}
	p := s.open.get(o.page)
	if p == nil {
		return nil, errUnknownPage.with(nil)
	}
	switch e := p.element(o.uid); {
	case e == nil:
		return nil, errUnknownPage.with(nil)
	case !e.AnyPython:
		return nil, errMalformed.tells("ownPython")
	}
	return s.choose(ctx, o, body.Choose)
}

func (s *Server) choose(ctx context.Context, o order, version string) (any, error) {
	there, err := s.engine.Pythons(ctx)
	if err != nil {
		return nil, err
	}
	a := pythonAnswer{Pythons: []string{}, Gone: version != ""}
	path := ""
	for _, p := range there {
		a.Pythons = append(a.Pythons, p.Version)
		if p.Version == version {
			path, a.Gone = p.Path, false
		}
	}
	chosen, err := s.engine.Choose(ctx, o.page, o.uid, path)
	if err != nil {
		return nil, err
	}
	a.Version, a.Missing = chosen.Version, chosen.Missing
	return a, nil
}

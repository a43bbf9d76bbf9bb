// Package spec says of an element of a page what an engine needs to know to run
// it: the one place where a lesson's words become an engine's.
package spec

import (
	"time"

	"crunchy/cmd/internal/engine"
	"crunchy/ioelement"
)

// Of returns an element as the engine needs it, under its uid and with the folder
// in which its programs run.
func Of(e ioelement.Element, uid, dir string) engine.Element {
	return engine.Element{
		UID: uid, Group: e.Session, Mode: engine.Mode(e.Mode), Python: e.Python,
		Prompt: e.Prompt, More: e.More, Echo: string(e.Echo), Source: e.Source, File: e.File, Dir: dir,
		Picture: e.Picture, Width: e.Width, Height: e.Height, TK: e.TK,
		Terminal: e.Terminal, External: e.External, Rows: e.Rows, Cols: e.Cols, Debug: e.Debug, Logged: e.Log != "", Exercise: exercise(e),
	}
}

// exercise is what the code of an element has to satisfy; nil for one that only
// runs.
func exercise(e ioelement.Element) *engine.Exercise {
	x := e.Exercise
	if x == nil || len(x.Tests) == 0 && x.Setup == "" {
		return nil
	}
	spec := &engine.Exercise{Setup: x.Setup, Timeout: time.Duration(x.Timeout) * time.Second}
	for _, t := range x.Tests {
		spec.Tests = append(spec.Tests, engine.Test(t))
	}
	for _, code := range []string{e.Source, x.Solution} {
		if code != "" {
			spec.Author = append(spec.Author, code)
		}
	}
	return spec
}

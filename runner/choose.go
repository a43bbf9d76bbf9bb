package runner

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// ErrShared is what Choose says of an element whose process is not its own.
var ErrShared = errors.New("runner: the element shares its process")

// Choose has a Program of its own process run with another Python from its next
// run on: one as [Spec] names it, where "" is that of its Spec. Whether there is
// such a Python is seen when it is run. It returns the name that holds now.
func (m *Manager) Choose(uid, python string) (string, error) {
	el, err := m.lookup(uid)
	if err != nil {
		return "", err
	}
	return el.group.choose(el, python)
}

func (g *group) choose(el *element, python string) (string, error) {
	g.mu.Lock()
	switch {
	case el.gone:
		g.mu.Unlock()
		return "", ErrUnknown
	case !g.private:
		g.mu.Unlock()
		return "", ErrShared
	}
	wait := func() {}
	if python = cmp.Or(python, el.spec.Python); python != el.python {
		el.python = python
		if !g.busy(el) { // a process that is there for questions is of the wrong one
			wait = g.end(endKill)
		}
	}
	g.release()
	wait()
	return python, nil
}

// Python returns what a name in a [Spec] stands for. The error is a
// [*MissingError] if there is none.
func (m *Manager) Python(ctx context.Context, want string) (Python, error) {
	if version.MatchString(want) && !slices.ContainsFunc(m.Pythons(ctx), func(p Python) bool { return fits(p.Version, want) }) {
		return Python{}, &MissingError{want} // without asking all of them again
	}
	return m.pythons.find(ctx, want)
}

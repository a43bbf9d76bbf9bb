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
	err := g.change(el, func() bool {
		python = cmp.Or(python, el.spec.Python)
		other := python != el.python
		el.python = python
		return other
	})
	return python, err
}

// OnTerminal has a Program of its own process run on one ordinary terminal from
// its next run on, as one whose Spec says Terminal does, or no longer.
func (m *Manager) OnTerminal(uid string, on bool) error {
	el, err := m.lookup(uid)
	if err != nil {
		return err
	}
	return el.group.onTerminal(el, on)
}

func (g *group) onTerminal(el *element, on bool) error {
	kind := gathering
	if on {
		kind = ordinary
	}
	return g.change(el, func() bool {
		other := kind != g.modes
		g.modes = kind
		return other
	})
}

// change changes what a Program's next process is started with. do says whether
// it has changed.
func (g *group) change(el *element, do func() bool) error {
	g.mu.Lock()
	switch {
	case el.gone:
		g.mu.Unlock()
		return ErrUnknown
	case !g.private:
		g.mu.Unlock()
		return ErrShared
	}
	wait := func() {}
	if do() && !g.busy(el) { // a process that is there for questions is of the wrong kind
		wait = g.end(endKill)
	}
	g.release()
	wait()
	return nil
}

// Python returns what a name in a [Spec] stands for. The error is a
// [*MissingError] if there is none.
func (m *Manager) Python(ctx context.Context, want string) (Python, error) {
	if version.MatchString(want) && !slices.ContainsFunc(m.Pythons(ctx), func(p Python) bool { return fits(p.Version, want) }) {
		return Python{}, &MissingError{want} // without asking all of them again
	}
	return m.pythons.find(ctx, want)
}

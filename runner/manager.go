package runner

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
)

// Config is what a Manager needs. The zero value works where Python is installed.
type Config struct {
	// Python is the interpreter for elements that name none: a path, a version
	// such as "3.12", or "" for the best one found.
	Python string
	// Launcher starts processes; nil is a [Zygotes] where there can be one, else a [Cold].
	// The Manager closes it.
	Launcher Launcher
	// Find finds an interpreter; nil is [FindPython]. It is asked once for each.
	Find   func(ctx context.Context, want string) (Python, error)
	Limits Limits
	Log    *slog.Logger
}

// Manager owns all elements and their processes. Its methods may be called by
// any number of goroutines; none of them waits for a Sink.
type Manager struct {
	launcher  Launcher
	pythons   *pythons
	installed installed
	limits    Limits
	log       *slog.Logger
	newBody   func(*group, string) body // replaced in tests

	mu       sync.Mutex
	closed   bool
	elements map[string]*element
	groups   map[string]*group
	living   int            // processes
	theirs   map[string]int // of them, by owner
	had      map[string]int // elements by owner

	wg sync.WaitGroup // goroutines of groups
}

// New returns a Manager. Nothing is started until an element is used.
func New(c Config) *Manager {
	m := &Manager{
		launcher: c.Launcher, limits: c.Limits.withDefaults(), log: c.Log,
		elements: map[string]*element{}, groups: map[string]*group{},
		theirs: map[string]int{}, had: map[string]int{},
	}
	if m.log == nil {
		m.log = slog.New(slog.DiscardHandler)
	}
	if m.launcher == nil {
		m.launcher = DefaultLauncher(m.log)
	}
	if c.Find == nil {
		c.Find = FindPython
	}
	m.pythons = newPythons(c.Python, c.Find)
	m.newBody = func(g *group, python string) body { return newProcess(g, python) }
	return m
}

// Add makes an element known; it is started by its first use. The sink is called
// until Remove or Close has returned. A uid that exists already is an error.
func (m *Manager) Add(spec Spec, sink Sink) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return ErrClosed
	}
	if m.elements[spec.UID] != nil {
		return ErrExists
	}
	if most := m.limits.Elements; most > 0 && spec.counted() != "" && m.had[spec.counted()] >= most {
		return ErrCrowded
	}
	key := "=" + spec.Group
	if spec.Group == "" {
		key = "!" + spec.UID
	}
	g := m.groups[key]
	if g == nil {
		g = newGroup(m, key, spec)
		m.groups[key] = g
	}
	el := &element{spec: spec, sink: sink, group: g, state: Idle, fresh: true, python: spec.Python}
	m.elements[spec.UID] = el
	m.had[spec.counted()]++
	g.add(el)
	return nil
}

// Remove forgets elements, ending each process whose last element goes. It
// returns when those processes are gone and the sinks will not be called again.
func (m *Manager) Remove(uids ...string) {
	groups := map[*group][]*element{}
	m.mu.Lock()
	for _, uid := range uids {
		if el := m.elements[uid]; el != nil {
			delete(m.elements, uid)
			lessen(m.had, el.spec.counted())
			groups[el.group] = append(groups[el.group], el)
		}
	}
	m.mu.Unlock()
	m.remove(groups)
}

func (m *Manager) remove(groups map[*group][]*element) {
	var wg sync.WaitGroup
	for g, els := range groups {
		wg.Go(func() { g.remove(els) })
	}
	wg.Wait()
}

// forget drops a group that has no elements any more.
func (m *Manager) forget(g *group) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.groups[g.key] == g && g.empty() {
		delete(m.groups, g.key)
	}
}

// Close ends everything and returns when it is gone.
func (m *Manager) Close() {
	groups := map[*group][]*element{}
	m.mu.Lock()
	m.closed = true
	for _, el := range m.elements {
		groups[el.group] = append(groups[el.group], el)
	}
	m.elements, m.had = map[string]*element{}, map[string]int{}
	m.mu.Unlock()
	m.remove(groups)
	m.wg.Wait()
	m.launcher.Close()
}

// Stats says what a Manager holds.
type Stats struct {
	Elements  int
	Processes int
}

// Stats counts elements and living processes.
func (m *Manager) Stats() Stats {
	m.mu.Lock()
	defer m.mu.Unlock()
	return Stats{Elements: len(m.elements), Processes: m.living}
}

// admit counts one more process of an owner, or says why there is no room for it.
func (m *Manager) admit(owner string) *Words {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.limits.Processes > 0 && m.living >= m.limits.Processes {
		return say("run.full")
	}
	if most := m.limits.OwnProcesses; most > 0 && owner != "" && m.theirs[owner] >= most {
		return say("run.yours", "n", most)
	}
	m.living++
	m.theirs[owner]++
	return nil
}

func (m *Manager) dismiss(owner string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.living--
	lessen(m.theirs, owner)
}

// lessen takes one off a count, of which nothing is kept when it is zero.
func lessen(counts map[string]int, of string) {
	if counts[of]--; counts[of] <= 0 {
		delete(counts, of)
	}
}

func (m *Manager) lookup(uid string) (*element, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if el := m.elements[uid]; el != nil {
		return el, nil
	}
	if m.closed {
		return nil, ErrClosed
	}
	return nil, ErrUnknown
}

// Write gives bytes to an element, line ends included: source at the prompt of an
// Interpreter, standard input to what runs. Written to a Program that has not
// run since it was added or reset, it starts the author's source with that input; an
// empty Write will do. ErrFull when too much waits, ErrEnded after a Stop.
func (m *Manager) Write(uid string, p []byte) error {
	el, err := m.lookup(uid)
	if err != nil {
		return err
	}
	return el.group.write(el, p)
}

// Exec queues source to be run and returns the number of the run at once.
// A Program that is busy gives ErrBusy, or is stopped first if replace is set.
func (m *Manager) Exec(uid, source string, replace bool) (run int, err error) {
	el, err := m.lookup(uid)
	if err != nil {
		return 0, err
	}
	return el.group.exec(el, source, replace, false, false)
}

// Check does as Exec does for an element that is an exercise, and then checks what
// the program has defined and printed: an EventResult comes just before the
// EventStop, unless somebody stops it. For other elements it is Exec.
func (m *Manager) Check(uid, source string, replace bool) (run int, err error) {
	el, err := m.lookup(uid)
	if err != nil {
		return 0, err
	}
	return el.group.exec(el, source, replace, true, false)
}

// Step does as Exec does for a Program that is not on an ordinary terminal, and
// records the run: what happened in each line comes as an EventDisplay of the type
// [StepsType], in several pieces, just before the EventStop.
func (m *Manager) Step(uid, source string, replace bool) (run int, err error) {
	el, err := m.lookup(uid)
	if err != nil {
		return 0, err
	}
	return el.group.exec(el, source, replace, false, true)
}

// Interrupt sends SIGINT to the element's run, and drops what waits for the
// element: runs that have not begun, input that nobody has read. A second
// Interrupt of a run that goes on for a second is a Kill. The State is that afterwards.
func (m *Manager) Interrupt(uid string) (State, error) {
	return m.act(uid, (*group).interrupt)
}

// Kill ends the element's process with all its descendants, and returns when
// they are gone. All elements that share the process stop.
func (m *Manager) Kill(uid string) (State, error) {
	return m.act(uid, (*group).kill)
}

// Reset does as Kill does, but the elements are then as before their first use.
func (m *Manager) Reset(uid string) (State, error) {
	return m.act(uid, (*group).reset)
}

// EOF ends the standard input of what runs; at its prompt it ends an Interpreter.
func (m *Manager) EOF(uid string) (State, error) {
	return m.act(uid, (*group).eof)
}

func (m *Manager) act(uid string, do func(*group, *element) error) (State, error) {
	el, err := m.lookup(uid)
	if err != nil {
		return "", err
	}
	if err := do(el.group, el); err != nil {
		return "", err
	}
	return el.group.stateOf(el), nil
}

// Resize sets the size of the terminals of the element's process, now and later.
func (m *Manager) Resize(uid string, rows, cols int) error {
	el, err := m.lookup(uid)
	if err != nil {
		return err
	}
	el.group.resize(rows, cols)
	return nil
}

// Ask returns the answer to a question as JSON. The kinds are "complete" and
// "inspect", which look at code and the cursor in it (in characters), "format", which
// formats code, and "where", which tells what a running program is doing. The first
// three give ErrBusy while something runs; a process is started for them if there is none,
// of which the element is not told. An Interpreter that has ended gives them ErrEnded.
// An "event" is no question: code is what the reader of a drawing does with it, as JSON,
// for the program that runs; without one, and if there are too many, it is passed over.
func (m *Manager) Ask(ctx context.Context, uid, kind, code string, cursor int) (json.RawMessage, error) {
	el, err := m.lookup(uid)
	if err != nil {
		return nil, err
	}
	return el.group.ask(ctx, el, kind, code, cursor)
}

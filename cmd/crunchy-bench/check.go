package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// attempts are the parts of the repetitions with which a ratio is measured that is
// above its limit, before it counts.
var attempts = []int{tenth, third, third}

// figures measures, and names what was measured.
func (m measurement) figures(b *bench) ([]figure, error) {
	figures, err := b.alone(m.of)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.name, err)
	}
	for i := range figures {
		figures[i].Name = m.name + figures[i].Name
	}
	return figures, nil
}

// check measures what has a limit and fails if a ratio is above it.
func (b *bench) check(wanted *regexp.Regexp, out io.Writer) error {
	var above []string
	for _, m := range measures {
		if m.most == 0 || !wanted.MatchString(m.name) {
			continue
		}
		said, err := m.check(func(part int) ([]figure, error) {
			b.part = part
			return m.figures(b)
		}, out)
		if err != nil {
			return err
		}
		if said != "" {
			above = append(above, said)
		}
	}
	if len(above) > 0 {
		return fmt.Errorf("slower than it has ever to be:\n%s", strings.Join(above, "\n"))
	}
	return nil
}

// check measures until nothing is above the limit, and tells what is above it each
// time: that is not what a busy machine has disturbed once.
func (m measurement) check(measure func(part int) ([]figure, error), out io.Writer) (said string, err error) {
	for _, part := range attempts {
		figures, err := measure(part)
		if err != nil {
			return "", err
		}
		if said = m.tooMuch(figures, out); said == "" {
			break
		}
	}
	return said, nil
}

// tooMuch tells what is above the limit.
func (m measurement) tooMuch(figures []figure, out io.Writer) (said string) {
	for _, f := range figures {
		ratio := f.steady()
		if ratio == 0 {
			continue
		}
		line := fmt.Sprintf("%s: %.2f times %s, of at most %.3g (%.3g and %.3g %s)", f.Name, ratio, f.Of, m.most, f.Value.Quarter, f.Floor.Quarter, f.Unit)
		fmt.Fprintln(out, line)
		if ratio > m.most {
			said = line
		}
	}
	return said
}

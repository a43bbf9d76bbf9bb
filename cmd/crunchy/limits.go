package main

import (
	"fmt"
	"strings"

	"crunchy/runner"
)

// limitFlag is the flag --limit: NAME=VALUE, several with commas between them or in
// several flags. The last of a name counts.
type limitFlag []string

// String implements pflag.Value.
func (f *limitFlag) String() string { return strings.Join(*f, ",") }

// Type implements pflag.Value.
func (f *limitFlag) Type() string { return "NAME=VALUE" }

// Set implements pflag.Value.
func (f *limitFlag) Set(value string) error {
	more := limitFlag(strings.Split(value, ","))
	if _, err := more.on(runner.Limits{}); err != nil {
		return err
	}
	*f = append(*f, more...)
	return nil
}

// on returns limits with those that were given in the place of theirs.
func (f limitFlag) on(l runner.Limits) (runner.Limits, error) {
	for _, one := range f {
		name, value, ok := strings.Cut(strings.TrimSpace(one), "=")
		if !ok {
			return l, fmt.Errorf("%q is no limit; write it as in memory=2G", one)
		}
		if err := l.Set(name, value); err != nil {
			return l, err
		}
	}
	return l, nil
}

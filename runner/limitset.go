package runner

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// LimitNames are the names by which Set knows limits.
var LimitNames = []string{"memory", "file-size", "files", "programs", "cpu", "time", "idle", "output"}

// Set sets one of the limits by its name: a size such as 2G, a duration such as
// 10m, a number, or none. The error says in words what would do.
func (l *Limits) Set(name, value string) error {
	switch name {
	case "memory":
		return set(&l.Memory, value, parseSize, "a size such as 2G")
	case "file-size":
		return set(&l.FileSize, value, parseSize, "a size such as 100M")
	case "files":
		return set(&l.Files, value, parseCount, "a number such as 1024")
	case "programs":
		return set(&l.OwnProcesses, value, parseCount, "a number such as 20")
	case "cpu":
		return set(&l.CPU, value, parseTime, "a time such as 10m")
	case "time":
		return set(&l.RunTime, value, parseTime, "a time such as 10m")
	case "idle":
		return set(&l.Idle, value, parseTime, "a time such as 1h")
	case "output":
		return set(&l.Output, value, parseSize, "a size such as 10M")
	}
	return fmt.Errorf("there is no limit %q; there are %s", name, strings.Join(LimitNames, ", "))
}

// none are the ways to write that there is no limit.
var none = []string{"none", "0"}

func set[T any](to *T, value string, parse func(string) (T, error), wanted string) error {
	var unlimited T
	if slices.Contains(none, value) {
		*to = unlimited
		return nil
	}
	v, err := parse(value)
	if err != nil {
		return fmt.Errorf("%q does not fit; write %s, or none", value, wanted)
	}
	*to = v
	return nil
}

var (
	sizes   = regexp.MustCompile(`^(?i)([1-9][0-9]{0,14})([KMGT]?)(iB|B)?$`)
	powers  = map[string]int64{"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
	errSize = errors.New("runner: no size")
)

// parseSize reads a number of bytes, at least 1, with a unit of powers of 1024.
func parseSize(s string) (int64, error) {
	m := sizes.FindStringSubmatch(s)
	if m == nil {
		return 0, errSize
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	unit := powers[strings.ToUpper(m[2])]
	if err != nil || n > math.MaxInt64/unit {
		return 0, errSize
	}
	return n * unit, nil
}

// parseCount reads a number above 0.
func parseCount(s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 31)
	if err == nil && n == 0 {
		err = strconv.ErrRange
	}
	return int(n), err
}

// parseTime reads a duration of at least a second.
func parseTime(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err == nil && d < time.Second {
		err = strconv.ErrRange
	}
	return d, err
}

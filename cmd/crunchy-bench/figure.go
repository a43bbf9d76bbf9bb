package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// figure is one thing that was measured, and the least that it could be.
type figure struct {
	Name  string // while it is measured, what comes behind the name of the measurement
	Unit  string // "ms", "MiB"
	Value spread
	Floor spread // without samples where there is none
	Of    string // what the floor is

	Jupyter *beside `json:",omitempty"` // if it was measured
}

// ratio is how many times the floor it is, or 0.
func (f figure) ratio() float64 {
	if f.Floor.N == 0 || f.Floor.Median == 0 {
		return 0
	}
	return f.Value.Median / f.Floor.Median
}

// steady is the ratio of the better quarters, which what else a machine does changes
// less than that of the medians.
func (f figure) steady() float64 {
	if f.Floor.N == 0 || f.Floor.Quarter == 0 {
		return 0
	}
	return f.Value.Quarter / f.Floor.Quarter
}

// spread tells of samples.
type spread struct {
	N                         int
	Quarter, Median, P95, P99 float64 // how much so many of them have at most
}

func spreadOf(samples []float64) spread {
	if len(samples) == 0 {
		return spread{}
	}
	s := slices.Clone(samples)
	slices.Sort(s)
	at := func(percent int) float64 { return s[min(len(s)-1, len(s)*percent/100)] }
	return spread{N: len(s), Quarter: at(25), Median: at(50), P95: at(95), P99: at(99)}
}

// sample measures something once, in milliseconds.
type sample func() (float64, error)

// clock is how long something takes.
func clock(do func() error) sample {
	return func() (float64, error) {
		begin := time.Now()
		err := do()
		return ms(time.Since(begin)), err
	}
}

// inTurns measures two things n times, one after the other: what else the machine
// does is as much in the way of both. The first turn does not count. What settle does
// behind each turn, if it is there, is not measured.
func inTurns(n int, of string, value, floor sample, settle func() error) (figure, error) {
	f := figure{Unit: "ms", Of: of}
	var values, floors []float64
	for i := range n + 1 {
		v, err := value()
		if err != nil {
			return f, err
		}
		least, err := floor()
		if err != nil {
			return f, err
		}
		if i > 0 {
			values, floors = append(values, v), append(floors, least)
		}
		if settle == nil {
			continue
		}
		if err := settle(); err != nil {
			return f, err
		}
	}
	f.Value, f.Floor = spreadOf(values), spreadOf(floors)
	return f, nil
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// table writes the figures, beside those of before if there are any.
func table(out io.Writer, now, before report) error {
	fmt.Fprintf(out, "%s, %s\n\n", now.When.Format(time.DateTime), now.System)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprint(w, "figure\tn\tmedian\tp95\tp99\tfloor\tratio\t")
	old := map[string]figure{}
	for _, f := range before.Figures {
		old[f.Name] = f
	}
	if len(old) > 0 {
		fmt.Fprint(w, "before\tchange\t")
	}
	if now.besideJupyter() {
		fmt.Fprint(w, "jupyter\tp95\tp99\tn\t")
	}
	fmt.Fprintln(w)
	for _, f := range now.Figures {
		floor, ratio := "", ""
		if f.Floor.N > 0 {
			floor, ratio = fmt.Sprintf("%.3g (%s)", f.Floor.Median, f.Of), fmt.Sprintf("%.2f", f.ratio())
		}
		fmt.Fprintf(w, "%s\t%d\t%.3g %s\t%.3g\t%.3g\t%s\t%s\t", f.Name, f.Value.N, f.Value.Median, f.Unit, f.Value.P95, f.Value.P99, floor, ratio)
		if o, ok := old[f.Name]; ok {
			was, is := o.ratio(), f.ratio()
			if was == 0 || is == 0 { // without a floor the values themselves are all there is
				was, is = o.Value.Median, f.Value.Median
			}
			fmt.Fprintf(w, "%.3g\t%+.0f %%\t", was, 100*(is/was-1))
		} else if len(old) > 0 {
			fmt.Fprint(w, "\t\t")
		}
		switch j := f.Jupyter; {
		case j == nil:
		case j.Lost != "":
			fmt.Fprintf(w, "%s\t\t\t\t", j.Lost)
		default:
			fmt.Fprintf(w, "%.3g %s\t%.3g\t%.3g\t%d\t", j.Value.Median, f.Unit, j.Value.P95, j.Value.P99, j.Value.N)
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The marks in a Markdown file between which the table stands.
const (
	tableBegins = "<!-- crunchy-bench writes this table -->\n"
	tableEnds   = "<!-- up to here -->\n"
)

// writePage puts the figures into a lesson, and the chart into the folder images
// beside it.
func writePage(name string, r report) error {
	text, err := pageWith(name, r)
	if err != nil {
		return err
	}
	chart := filepath.Join(filepath.Dir(name), "images", strings.TrimSuffix(filepath.Base(name), ".md")+".svg")
	if err := os.MkdirAll(filepath.Dir(chart), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(chart, []byte(draw(r)), 0o644); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// pageWith is the text of a lesson with the figures in it.
func pageWith(name string, r report) (string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	head, rest, begins := strings.Cut(string(text), tableBegins)
	_, foot, ends := strings.Cut(rest, tableEnds)
	if !begins || !ends {
		return "", fmt.Errorf("%s has no place for a table, which is between the lines\n%s%s", name, tableBegins, tableEnds)
	}
	return head + tableBegins + r.markdown() + tableEnds + foot, nil
}

// markdown is the table for readers: ratios first.
func (r report) markdown() string {
	var out strings.Builder
	fmt.Fprintf(&out, "\nMeasured on %s on %s.\n\n", r.When.Format(time.DateOnly), r.System)
	out.WriteString("| what | times the floor | median | 95 of 100 | 99 of 100 | the floor | n |\n|---|--:|--:|--:|--:|---|--:|\n")
	for _, f := range r.Figures {
		ratio, floor := "", ""
		if f.Floor.N > 0 {
			ratio, floor = fmt.Sprintf("**%s**", short(f.ratio())), fmt.Sprintf("%s %s: %s", short(f.Floor.Median), f.Unit, f.Of)
		}
		p95, p99 := "", ""
		if f.Value.N > 1 {
			p95, p99 = short(f.Value.P95), short(f.Value.P99)
		}
		fmt.Fprintf(&out, "| %s | %s | %s %s | %s | %s | %s | %d |\n", f.Name, ratio, short(f.Value.Median), f.Unit, p95, p99, floor, f.Value.N)
	}
	out.WriteString("\n")
	if r.besideJupyter() {
		r.markdownBeside(&out)
	}
	return out.String()
}

// markdownBeside is the table of what Jupyter did as well.
func (r report) markdownBeside(out *strings.Builder) {
	fmt.Fprintf(out, "The same work, in turns, on Jupyter Server %s:\n\n", r.Jupyter)
	out.WriteString("| what | times Crunchy | Crunchy, median | Jupyter, median | 95 of 100 | 99 of 100 | n |\n|---|--:|--:|--:|--:|--:|--:|\n")
	for _, f := range r.Figures {
		j := f.Jupyter
		if j == nil {
			continue
		}
		fmt.Fprintf(out, "| %s ", f.Name)
		if j.Lost != "" {
			fmt.Fprintf(out, "|  | %s %s | %s |  |  |  |\n", short(f.Value.Median), f.Unit, j.Lost)
			continue
		}
		p95, p99 := "", ""
		if j.Value.N > 1 {
			p95, p99 = short(j.Value.P95), short(j.Value.P99)
		}
		fmt.Fprintf(out, "| **%s** | %s %s | %s %s | %s | %s | %d |\n", short(j.Value.Median/f.Value.Median), short(f.Value.Median), f.Unit, short(j.Value.Median), f.Unit, p95, p99, j.Value.N)
	}
	out.WriteString("\n")
}

// short is a number with two digits, or all of them before the point.
func short(x float64) string {
	switch {
	case x >= 10:
		return fmt.Sprintf("%.0f", x)
	case x >= 1:
		return fmt.Sprintf("%.1f", x)
	}
	return fmt.Sprintf("%.2f", x)
}

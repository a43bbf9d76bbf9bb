package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A chart of two panels, in units of SVG.
const (
	panelWidth, panelHeight = 300.0, 200.0
	margin                  = 60.0
)

// curve is one line of a panel.
type curve struct {
	name   string
	points [][2]float64 // pages, and the value
}

// draw shows what a page costs by the number of pages: how late its lines come, and
// the memory that it needs. That is flat where the cost grows with their number only.
func draw(r report) string {
	median, p99, memory := curve{name: "half of the lines"}, curve{name: "99 of 100"}, curve{name: "a page"}
	for _, f := range r.Figures {
		number, rest, _ := strings.Cut(f.Name, " ")
		n, err := strconv.ParseFloat(number, 64)
		switch {
		case err != nil:
		case rest == strings.TrimPrefix(pagesTicking(0), "0 "):
			median.points = append(median.points, [2]float64{n, f.Value.Median})
			p99.points = append(p99.points, [2]float64{n, f.Value.P99})
		case rest == strings.TrimPrefix(pagesTicking(0), "0 ")+perPage:
			memory.points = append(memory.points, [2]float64{n, f.Value.Median})
		}
	}
	var out strings.Builder
	width, height := 2*(panelWidth+margin)+margin, panelHeight+2*margin
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" role="img" font-family="sans-serif" font-size="12" fill="#333">`+"\n", width, height)
	out.WriteString("<title>What a page costs, by the number of pages</title>\n")
	fmt.Fprintf(&out, `<rect width="%g" height="%g" fill="#fff"/>`+"\n", width, height)
	panel(&out, margin, "A line comes so many ms after it was printed", median, p99)
	panel(&out, 2*margin+panelWidth, "MiB that one page needs, all in all", memory)
	out.WriteString("</svg>\n")
	return out.String()
}

var colours = []string{"#30569c", "#b0482a"}

// panel draws curves over the number of pages, whose axis is logarithmic.
func panel(out *strings.Builder, left float64, title string, curves ...curve) {
	most, first, last := 0.0, math.Inf(1), 0.0
	for _, c := range curves {
		for _, p := range c.points {
			most, first, last = max(most, p[1]), min(first, p[0]), max(last, p[0])
		}
	}
	fmt.Fprintf(out, `<text x="%g" y="%g" font-weight="bold">%s</text>`+"\n", left, margin-24, title)
	if last <= first || most == 0 {
		return
	}
	x := func(pages float64) float64 { return left + panelWidth*math.Log(pages/first)/math.Log(last/first) }
	y := func(value float64) float64 { return margin + panelHeight*(1-value/(1.1*most)) }
	fmt.Fprintf(out, `<path d="M%g %gV%gH%g" fill="none" stroke="#999"/>`+"\n", left, margin, margin+panelHeight, left+panelWidth)
	for _, part := range []float64{0, 0.5, 1} {
		fmt.Fprintf(out, `<text x="%g" y="%.1f" text-anchor="end">%.3g</text>`+"\n", left-6, y(part*most)+4, part*most)
	}
	for i, c := range curves {
		var line strings.Builder
		for _, p := range c.points {
			fmt.Fprintf(&line, "%.1f,%.1f ", x(p[0]), y(p[1]))
			fmt.Fprintf(out, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`+"\n", x(p[0]), y(p[1]), colours[i])
			if i == 0 {
				fmt.Fprintf(out, `<text x="%.1f" y="%g" text-anchor="middle">%g</text>`+"\n", x(p[0]), margin+panelHeight+18, p[0])
			}
		}
		fmt.Fprintf(out, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", strings.TrimSpace(line.String()), colours[i])
		end := c.points[len(c.points)-1]
		fmt.Fprintf(out, `<text x="%.1f" y="%.1f" text-anchor="end" fill="%s">%s</text>`+"\n", x(end[0]), y(end[1])-8, colours[i], c.name)
	}
	fmt.Fprintf(out, `<text x="%g" y="%g" text-anchor="middle">pages</text>`+"\n", left+panelWidth/2, margin+panelHeight+36)
}

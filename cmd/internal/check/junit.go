package check

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class    string         `xml:"classname,attr"`
	Name     string         `xml:"name,attr"`
	Time     string         `xml:"time,attr"`
	Failures []junitFailure `xml:"failure"`
	Skipped  *junitSkipped  `xml:"skipped"`
}

type junitFailure struct {
	Type    string `xml:"type,attr"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

// WriteJUnit writes the report in the form that JUnit has made common: a suite
// for each lesson, a case for each block.
func (r Report) WriteJUnit(w io.Writer) error {
	all := struct {
		XMLName struct{}     `xml:"testsuites"`
		Name    string       `xml:"name,attr"`
		Suites  []junitSuite `xml:"testsuite"`
	}{Name: "crunchy check"}
	for _, result := range r.Results {
		s := junitSuite{Name: result.File}
		var took time.Duration
		for _, c := range result.Cases {
			j := junitCase{Class: result.File, Name: c.Name, Time: seconds(c.Took)}
			took += c.Took
			for _, f := range c.Findings {
				switch {
				case f.Kind != Note:
					text := fmt.Sprintf("%s:%d\n%s", f.File, f.Line, strings.Join(difference(f.Expected, f.Got), "\n"))
					j.Failures = append(j.Failures, junitFailure{Type: string(f.Kind), Message: f.Message, Text: text})
				case c.Skipped && j.Skipped == nil:
					j.Skipped = &junitSkipped{f.Message}
				}
			}
			if len(j.Failures) > 0 {
				j.Skipped = nil
				s.Failures++
			} else if j.Skipped != nil {
				s.Skipped++
			}
			s.Tests++
			s.Cases = append(s.Cases, j)
		}
		s.Time = seconds(took)
		all.Suites = append(all.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

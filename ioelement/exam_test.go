package ioelement_test

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"crunchy/ioelement"
)

func TestParseExam(t *testing.T) {
	place := time.FixedZone("here", 3600)
	nine := time.Date(2026, 12, 1, 9, 0, 0, 0, place)
	for _, tt := range []struct {
		title   string
		opens   time.Time
		lasts   time.Duration
		notices int
	}{
		{`name=a start="2026-12-01 09:00" duration=1:30`, nine, 90 * time.Minute, 0},
		{`name=a start=2026-12-01T09:00:00 duration=90m`, nine, 90 * time.Minute, 0},
		{`name=a start=2026-12-01T08:00Z duration=1h30min`, nine, 90 * time.Minute, 0},
		{`name=a start="2026-12-01 08:00 +00:00" duration=(1,30,0)`, nine, 90 * time.Minute, 0},
		{`name=a start=(2026,12,1,9,0,0) duration=0,90,0`, nine, 90 * time.Minute, 0},
		{`name=a start=2026,12,01,09,00 duration=1:30:00`, nine, 90 * time.Minute, 0},
		{`name=a start=tomorrow duration=1:30`, time.Time{}, 0, 1},
		{`name=a start=2026,13,1,9,0,0 duration=1:30`, time.Time{}, 0, 1},
		{`name=a start=2026,2,30,9,0,0 duration=1:30`, time.Time{}, 0, 1},
		{`name=a start=2026-12-01T09:00 duration=90`, time.Time{}, 0, 1},
		{`name=a start=2026-12-01T09:00 duration=-1h`, time.Time{}, 0, 1},
		{`name=a start=2026-12-01T09:00 duration=9999999999999999,0`, time.Time{}, 0, 1},
		{`name=a`, time.Time{}, 0, 2},
		{``, time.Time{}, 0, 3},
	} {
		x, notices := ioelement.ParseExam(ioelement.ParseTitle("exam_define "+tt.title), place)
		if !x.Opens.Equal(tt.opens) || x.Closes.Sub(x.Opens) != tt.lasts || len(notices) != tt.notices {
			t.Errorf("%s: %v to %v, %q", tt.title, x.Opens, x.Closes, notices)
		}
		want := ioelement.ExamBefore
		if tt.lasts > 0 {
			want = ioelement.ExamOpen
			if x.State(x.Closes) != ioelement.ExamOver || x.State(x.Opens.Add(-1)) != ioelement.ExamBefore {
				t.Errorf("%s: it begins or ends at another time", tt.title)
			}
		}
		if got := x.State(nine); got != want {
			t.Errorf("%s: %s", tt.title, got)
		}
	}
}

// TestSealed holds that nothing of an exercise is in what stands for it.
func TestSealed(t *testing.T) {
	for _, title := range []string{"doctest exam_name=mid", "quiz exam_name=mid", "predict exam_name=mid time=9", "parsons exam_name=mid", "editor exam_name=mid"} {
		b := block(title, ">>> xyzzy\n1\n\n- [x] xyzzy\n- [ ] no")
		b.Exam, b.Sealed = &ioelement.Exam{Name: "mid"}, true
		made := ioelement.Default().Make(b)
		var text strings.Builder
		for _, n := range made.Nodes {
			if err := html.Render(&text, n); err != nil {
				t.Fatal(err)
			}
		}
		if made.Element == nil || !made.Element.Timed() || strings.Contains(text.String(), "xyzzy") || !strings.Contains(text.String(), "Exam mid") {
			t.Errorf("%s: %s", title, text.String())
		}
	}
}

func FuzzParseExam(f *testing.F) {
	f.Add("2026-12-01 09:00", "1:30")
	f.Add("(2026,12,01,09,00,00)", "(1,30,0)")
	f.Add("2026-12-01T09:00:00+01:00", "1h30min")
	f.Fuzz(func(t *testing.T, start, duration string) {
		title := ioelement.Title{Keyword: "exam_define", Options: []ioelement.Option{
			{Name: "name", Value: "a", Given: true}, {Name: "start", Value: start, Given: true}, {Name: "duration", Value: duration, Given: true}}}
		x, notices := ioelement.ParseExam(title, time.UTC)
		if never := x.Closes.IsZero(); never != (len(notices) > 0) || !never && !x.Closes.After(x.Opens) {
			t.Errorf("%v, %q", x, notices)
		}
	})
}

package ioelement_test

import (
	"slices"
	"testing"

	"crunchy/ioelement"
)

func TestFiles(t *testing.T) {
	for _, tt := range []struct {
		title   string
		want    []string
		notices int
	}{
		{"editor files=a.csv", []string{"a.csv"}, 0},
		{"interpreter files=a.csv,data/b.txt,a.csv", []string{"a.csv", "data/b.txt"}, 0},
		{`terminal files="a b.csv, c.txt"`, []string{"a b.csv", "c.txt"}, 0},
		{"doctest files=(a.csv, ./b.csv)", []string{"a.csv", "b.csv"}, 0},
		{"predict files=a.csv,../b.csv,/etc/passwd,.git/config,c\\d", []string{"a.csv"}, 4},
		{"parsons files=", nil, 1},
		{"canvas files", nil, 1},
	} {
		made := ioelement.Default().Make(block(tt.title, "print(1)\nprint(2)"))
		if tt.title[:7] == "doctest" {
			made = ioelement.Default().Make(block(tt.title, ">>> 1\n1"))
		}
		if made.Element == nil || !slices.Equal(made.Element.Files, tt.want) || len(made.Notices) != tt.notices {
			t.Errorf("%s: %+v, %q", tt.title, made.Element, made.Notices)
		}
	}
}

// TestFilesOfAnExercise holds that any part of an exercise may name them.
func TestFilesOfAnExercise(t *testing.T) {
	blocks := []ioelement.Block{block("editor name=a files=a.csv", "x = 1"), block("check name=a files=b.csv", "assert x")}
	ioelement.Default().Tie(blocks)
	if e := ioelement.Default().Make(blocks[0]).Element; !slices.Equal(e.Files, []string{"a.csv", "b.csv"}) {
		t.Errorf("%q", e.Files)
	}
}

func FuzzFiles(f *testing.F) {
	f.Add("a.csv,b.txt")
	f.Add("(../a, /b, .c, d/.e)")
	f.Fuzz(func(t *testing.T, value string) {
		b := block("editor", "x = 1")
		b.Title.Options = []ioelement.Option{{Name: "files", Value: value, Given: true}}
		for _, name := range ioelement.Default().Make(b).Element.Files {
			if !ioelement.FileOfLesson(name) {
				t.Errorf("%q", name)
			}
		}
	})
}

func TestLogID(t *testing.T) {
	for title, want := range map[string]string{
		"editor log_id=(first)": "first", "interpreter log_id=a_b-2": "a_b-2", `terminal log_id="(x/../y z)"`: "x----y-z", "editor": "",
		"editor log_id=()": "", "editor log_id": "", "editor log_id=(../..)": "",
	} {
		made := ioelement.Default().Make(block(title, "x = 1"))
		if made.Element.Log != want || (want == "") != (len(made.Notices) > 0) && title != "editor" {
			t.Errorf("%s: %q, %q", title, made.Element.Log, made.Notices)
		}
	}
}

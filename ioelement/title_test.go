package ioelement_test

import (
	"reflect"
	"testing"

	"crunchy/ioelement"
)

func TestParseTitle(t *testing.T) {
	type o = ioelement.Option
	tests := []struct {
		in      string
		keyword string
		options []o
	}{
		{"", "", nil},
		{"  \t\n ", "", nil},
		{"editor", "editor", nil},
		{"Borg", "borg", nil},
		{"EDITOR No-Pre", "editor", []o{{Name: "no_pre", Word: "No-Pre"}}},
		{"editor no_pre\tno-copy", "editor", []o{{Name: "no_pre", Word: "no_pre"}, {Name: "no_copy", Word: "no-copy"}}},
		{"editor linenumber=7", "editor", []o{{Name: "linenumber", Value: "7", Given: true, Word: "linenumber=7"}}},
		{"editor size=(10, 80) name=x", "editor", []o{
			{Name: "size", Value: "(10, 80)", Given: true, Word: "size=(10, 80)"},
			{Name: "name", Value: "x", Given: true, Word: "name=x"},
		}},
		{`editor name="my first program"`, "editor", []o{{Name: "name", Value: "my first program", Given: true, Word: `name="my first program"`}}},
		{`editor name='a "b" c' x`, "editor", []o{{Name: "name", Value: `a "b" c`, Given: true, Word: `name='a "b" c'`}, {Name: "x", Word: "x"}}},
		{`cluetip Don't worry | it's fine`, "cluetip", []o{
			{Name: "don't", Word: "Don't"}, {Name: "worry", Word: "worry"}, {Name: "|", Word: "|"}, {Name: "it's", Word: "it's"}, {Name: "fine", Word: "fine"},
		}},
		{`editor name="not closed  `, "editor", []o{{Name: "name", Value: "not closed", Given: true, Word: `name="not closed`}}},
		{"editor size=(1, 2", "editor", []o{{Name: "size", Value: "(1, 2", Given: true, Word: "size=(1, 2"}}},
		{"editor name=", "editor", []o{{Name: "name", Given: true, Word: "name="}}},
		{"editor a=b=c", "editor", []o{{Name: "a", Value: "b=c", Given: true, Word: "a=b=c"}}},
		{"editor name=Größe", "editor", []o{{Name: "name", Value: "Größe", Given: true, Word: "name=Größe"}}},
		{`exam_define "x = 1"`, "exam_define", []o{{Name: "x = 1", Word: `"x = 1"`}}},
		{"getpythonsource lib/mod.obj", "getpythonsource", []o{{Name: "lib/mod.obj", Word: "lib/mod.obj"}}},
	}
	for _, tt := range tests {
		got := ioelement.ParseTitle(tt.in)
		if got.Keyword != tt.keyword || !reflect.DeepEqual(got.Options, tt.options) {
			t.Errorf("ParseTitle(%q) = %q %+v, want %q %+v", tt.in, got.Keyword, got.Options, tt.keyword, tt.options)
		}
		roundTrip(t, tt.in)
	}
}

func TestTitleOptions(t *testing.T) {
	title := ioelement.ParseTitle("editor name=a name=b no-pre linenumber")
	if got := title.Value("name"); got != "a" {
		t.Errorf("the first of two counts: got %q", got)
	}
	if !title.Has("no_pre") || title.Has("no_copy") {
		t.Error("Has")
	}
	want := map[string]any{"name": "a", "no_pre": true, "linenumber": true}
	if got := title.Map(); !reflect.DeepEqual(got, want) {
		t.Errorf("Map() = %v, want %v", got, want)
	}
}

func roundTrip(t *testing.T, s string) {
	t.Helper()
	once := ioelement.ParseTitle(s)
	again := ioelement.ParseTitle(once.String())
	if !reflect.DeepEqual(once, again) {
		t.Errorf("%q prints as %q\n  first %+v\n  then  %+v", s, once.String(), once, again)
	}
}

func FuzzParseTitle(f *testing.F) {
	for _, s := range []string{
		"", "editor", "Borg No-Pre", `editor name="a b" size=(1, 2)`, `x='`, "(", `a "b`, "don't (stop", "a=(b=\"c)\" d", "İSO ſ", "\xff\xfe =\x00",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { roundTrip(t, s) })
}

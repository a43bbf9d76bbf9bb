package ioelement_test

import (
	"slices"
	"testing"

	"crunchy/ioelement"
)

func TestAreaOfADrawing(t *testing.T) {
	for title, want := range map[string][2]int{
		"canvas":                {},
		"plot area=(300,200)":   {300, 200},
		"canvas area=( 1 , 9 )": {1, 9},
		"canvas area=4000,4000": {4000, 4000},
		"canvas area=(4001,10)": {},
		"canvas area=(0,10)":    {},
		"canvas area=10":        {},
		"canvas area":           {},
		"canvas area=(a,b)":     {},
	} {
		made := ioelement.Default().Make(block(title, "1"))
		e := made.Element
		if e.Width != want[0] || e.Height != want[1] || e.Kind != "canvas" {
			t.Errorf("%s: %d × %d, %s", title, e.Width, e.Height, e.Kind)
		}
		if told := len(made.Notices) > 0; told != (want == [2]int{} && title != "canvas") {
			t.Errorf("%s: %q", title, made.Notices)
		}
	}
}

func TestPictureFile(t *testing.T) {
	for title, want := range map[string]string{
		"image_file a.png":           "a.png",
		"image_file A-b.PNG name=x":  "A-b.PNG",
		`image_file "my pic.png"`:    "my pic.png",
		"image_file ./sub//a.svg":    "sub/a.svg",
		"image_file":                 "",
		"image_file name=x a.png":    "",
		"image_file /etc/passwd.png": "",
		"image_file ../a.png":        "",
		"image_file a/../../b.png":   "",
		"image_file .":               "",
	} {
		made := ioelement.Default().Make(block(title, "1"))
		if got := made.Element.Picture; got != want {
			t.Errorf("%s: %q", title, got)
		}
		if told := len(made.Notices) > 0; told != (want == "") {
			t.Errorf("%s: %q", title, made.Notices)
		}
	}
	made := ioelement.Default().Make(block("editor a.png", "1"))
	if !slices.Contains(made.Notices, `the option "a.png" means nothing to "editor" and is passed over`) {
		t.Errorf("%q", made.Notices)
	}
}

package starter_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/starter"
)

func TestTitle(t *testing.T) {
	for name, want := range map[string]string{
		"my-lesson":      "title: \"My lesson\"\n---\n\n# My lesson\n",
		"äpfel_und   so": "title: \"Äpfel und so\"\n---\n\n# Äpfel und so\n",
		"a *b* # c":      "title: \"A *b* # c\"\n---\n\n# A \\*b\\* \\# c\n",
		"bell\a and\x7f": "title: \"Bell and\"\n---\n\n# Bell and\n",
		`say "hi"`:       "title: \"Say \\\"hi\\\"\"\n---\n\n# Say \"hi\"\n",
	} {
		folder := filepath.Join(t.TempDir(), name)
		if _, err := starter.Write(folder, "lesson"); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, "index.md"))
		if err != nil || !strings.HasPrefix(string(text), "---\n"+want) {
			t.Errorf("%s: it begins with\n%.80s\n%v", name, text, err)
		}
		if strings.Contains(string(text), "{{") {
			t.Errorf("%s: something is left to be filled in", name)
		}
	}
}

func TestNothingIsWrittenOver(t *testing.T) {
	folder := t.TempDir()
	if _, err := starter.Write(folder, "lesson"); err != nil {
		t.Errorf("an empty folder will do: %v", err)
	}
	before, err := os.ReadFile(filepath.Join(folder, "index.md"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "index.md")
	for _, tt := range []struct{ folder, kind, want string }{
		{folder, "course", "not empty"},
		{file, "course", "no folder"},
		{filepath.Join(file, "below"), "lesson", ""},
		{filepath.Join(folder, "new"), "poem", `there is no kind "poem"; choose one of lesson, course, slides, exercises`},
		{filepath.Join(folder, "new"), "", "choose one of"},
		{filepath.Join(folder, "new"), "..", "choose one of"},
		{filepath.Join(folder, "---"), "lesson", "no name for a folder of lessons"},
	} {
		if written, err := starter.Write(tt.folder, tt.kind); err == nil || !strings.Contains(err.Error(), tt.want) || written != nil {
			t.Errorf("%s as %q: %v %v", tt.folder, tt.kind, written, err)
		}
	}
	if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
		t.Errorf("the lesson is another: %v", err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 2 {
		t.Errorf("%v %v", entries, err)
	}
}

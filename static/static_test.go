package static_test

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"crunchy/static"
)

// read returns all files by their names.
func read(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(static.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(static.FS(), name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// What a page names itself, and what the script fetches by names of its own.
var (
	named   = []string{"THIRD_PARTY.txt", "crunchy.css", "crunchy.js", "page.css"}
	fetched = regexp.MustCompile(`^(chunks/[\w-]+-[A-Z0-9]{8}\.(js|css)|fonts/[\w-]+-[A-Z0-9]{8}\.woff2)$`)
)

func TestFS(t *testing.T) {
	files := read(t)
	for _, name := range named {
		if files[name] == "" {
			t.Errorf("%s is missing or empty", name)
		}
	}
	for name, text := range files {
		if path.Dir(name) == "." && (strings.HasSuffix(name, ".css") || slices.Contains(named, name)) {
			continue
		}
		if !fetched.MatchString(name) || text == "" {
			t.Errorf("%s, of %d bytes, is none of the files of a page", name, len(text))
		}
	}
}

var imported = regexp.MustCompile(`(?:from|import)\s*"\./((?:chunks/)?[\w-]+\.js)"`)

// loaded are the scripts that every page loads: the one it names and what that
// imports, but not what it fetches where there is a use for it.
func loaded(files map[string]string) []string {
	all := []string{"crunchy.js"}
	for i := 0; i < len(all); i++ {
		for _, m := range imported.FindAllStringSubmatch(files[all[i]], -1) {
			if name := path.Join(path.Dir(all[i]), m[1]); !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all
}

// The page's policy forbids what is looked for here; better to see it in a test
// than in a browser. Code of others may hold such words and never use them:
// whether it does is for the browser tests, which let no complaint pass.
func TestScriptKeepsThePolicy(t *testing.T) {
	files := read(t)
	for _, name := range loaded(files) {
		for _, bad := range []string{"innerHTML", "outerHTML=", "insertAdjacentHTML", "document.write", "eval(", "new Function", "http://", "https://"} {
			rest := files[name]
			// names of XML are no addresses
			for _, ns := range []string{"http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"} {
				rest = strings.ReplaceAll(rest, ns, "")
			}
			if strings.Contains(rest, bad) {
				t.Errorf("%s contains %q", name, bad)
			}
		}
	}
}

// A page without an editor does not pay for one.
func TestEditorIsAChunkOfItsOwn(t *testing.T) {
	files := read(t)
	const mark = "cm-scroller"
	every := loaded(files)
	for _, name := range every {
		if strings.Contains(files[name], mark) {
			t.Errorf("%s, which every page loads, holds CodeMirror", name)
		}
	}
	for name, text := range files {
		if strings.HasSuffix(name, ".js") && !slices.Contains(every, name) && strings.Contains(text, mark) {
			if !strings.Contains(files["THIRD_PARTY.txt"], "@codemirror/view") {
				t.Error("CodeMirror's licence is not given")
			}
			return
		}
	}
	t.Error("no chunk holds CodeMirror")
}

package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// imports is the house plan: for each of our packages, which of our own and
// which of other people's it may import. Whatever is not listed is banned.
var imports = map[string]struct {
	ours, others []string
	std          []string // standard packages it must not have
	why          string
}{
	"crunchy/ioelement/texts":                {std: []string{"net/http", "os/exec"}, why: "words"},
	"crunchy/ioelement":                      {ours: []string{"crunchy/ioelement/texts"}, others: []string{"golang.org/x/net/html"}, std: []string{"net/http", "os/exec"}, why: "markup is text in, text out"},
	"crunchy/pages":                          {ours: []string{"crunchy/ioelement", "crunchy/ioelement/texts"}, others: []string{"github.com/yuin/goldmark", "go.abhg.dev/goldmark/frontmatter", "golang.org/x/net/html", "golang.org/x/text"}, std: []string{"net/http", "os/exec"}, why: "a file in, a page out: it starts nothing and fetches nothing"},
	"crunchy/comet":                          {others: []string{"github.com/coder/websocket"}, std: []string{"os/exec"}, why: "the way home knows neither pages nor programs"},
	"crunchy/runner":                         {ours: []string{"crunchy/runner/agent"}, others: []string{"github.com/creack/pty", "golang.org/x/net/bpf", "golang.org/x/sys"}, std: []string{"net/http"}, why: "programs know nothing of the web"},
	"crunchy/runner/agent":                   {std: []string{"net/http", "os/exec"}, why: "it only holds what runs inside Python"},
	"crunchy/static":                         {why: "files"},
	"crunchy/tutorials":                      {why: "files"},
	"crunchy/cmd/internal/engine":            {ours: []string{"crunchy/comet", "crunchy/runner"}, std: []string{"net/http"}, why: "the seam between the web and what runs a page"},
	"crunchy/cmd/internal/course":            {ours: []string{"crunchy/ioelement", "crunchy/pages"}, others: []string{"github.com/BurntSushi/toml"}, std: []string{"net/http", "os/exec"}, why: "what an author says of a folder: it reads that and nothing else"},
	"crunchy/cmd/internal/spec":              {ours: []string{"crunchy/cmd/internal/engine", "crunchy/ioelement"}, std: []string{"net/http", "os/exec"}, why: "what a lesson says, for an engine"},
	"crunchy/cmd/internal/excerpt":           {ours: []string{"crunchy/cmd/internal/engine", "crunchy/ioelement"}, std: []string{"net/http", "os/exec"}, why: "it reads a lesson's files and asks an engine"},
	"crunchy/cmd/internal/work":              {std: []string{"net/http", "os/exec"}, why: "files in a folder, and nothing of pages or programs"},
	"crunchy/cmd/internal/manuscript":        {ours: []string{"crunchy/cmd/internal/work"}, std: []string{"net/http", "os/exec"}, why: "the file of a lesson as text, and nothing of what it says"},
	"crunchy/cmd/internal/watch":             {others: []string{"github.com/fsnotify/fsnotify"}, std: []string{"net/http", "os/exec"}, why: "it tells of files, and knows nothing of lessons"},
	"crunchy/cmd/internal/web":               {ours: []string{"crunchy/cmd/extend", "crunchy/cmd/internal/check", "crunchy/cmd/internal/course", "crunchy/cmd/internal/engine", "crunchy/cmd/internal/excerpt", "crunchy/cmd/internal/manuscript", "crunchy/cmd/internal/progress", "crunchy/cmd/internal/spec", "crunchy/cmd/internal/watch", "crunchy/cmd/internal/work", "crunchy/comet", "crunchy/ioelement", "crunchy/ioelement/texts", "crunchy/pages"}, others: []string{"github.com/go-chi/chi/v5", "github.com/coder/websocket"}, std: []string{"os/exec"}, why: "handlers hold an Engine, never a process"},
	"crunchy/cmd/extend":                     {ours: []string{"crunchy/comet"}, std: []string{"os/exec"}, why: "what others need to add a handler, and nothing of how it is served"},
	"crunchy/cmd/internal/missing":           {std: []string{"net/http", "os/exec"}, why: "tests use it, and nothing else does"},
	"crunchy/cmd/internal/starter":           {std: []string{"net/http", "os/exec"}, why: "files to begin with, and nothing that reads them"},
	"crunchy/cmd/internal/check":             {ours: []string{"crunchy/cmd/internal/course", "crunchy/cmd/internal/engine", "crunchy/cmd/internal/excerpt", "crunchy/cmd/internal/spec", "crunchy/comet", "crunchy/ioelement", "crunchy/pages"}, std: []string{"net/http", "os/exec"}, why: "it reads pages and runs them in an engine, without a browser or a server"},
	"crunchy/cmd/internal/export":            {ours: []string{"crunchy/cmd/internal/check", "crunchy/cmd/internal/course", "crunchy/cmd/internal/spec", "crunchy/comet", "crunchy/ioelement", "crunchy/ioelement/texts", "crunchy/pages"}, others: []string{"golang.org/x/net/html"}, std: []string{"net/http", "os/exec"}, why: "pages and what their blocks showed in, files out: it runs and serves nothing"},
	"crunchy/cmd/internal/progress":          {ours: []string{"crunchy/cmd/internal/spec", "crunchy/cmd/internal/work", "crunchy/ioelement", "crunchy/pages"}, std: []string{"net/http", "os/exec"}, why: "it reads what is kept"},
	"crunchy/cmd/internal/importer":          {ours: []string{"crunchy/pages"}, std: []string{"net/http", "os/exec"}, why: "files in, files out"},
	"crunchy/cmd/crunchy":                    {ours: []string{"crunchy/cmd/extend", "crunchy/cmd/internal/check", "crunchy/cmd/internal/engine", "crunchy/cmd/internal/excerpt", "crunchy/cmd/internal/export", "crunchy/cmd/internal/importer", "crunchy/cmd/internal/progress", "crunchy/cmd/internal/starter", "crunchy/cmd/internal/web", "crunchy/cmd/internal/work", "crunchy/comet", "crunchy/ioelement", "crunchy/ioelement/texts", "crunchy/pages", "crunchy/runner", "crunchy/static", "crunchy/tutorials"}, others: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/sys"}, why: "the one place where the parts are joined"},
	"crunchy/cmd/crunchy-bench":              {ours: []string{"crunchy/cmd/internal/protocoltest"}, others: []string{"github.com/chromedp/chromedp", "github.com/coder/websocket", "github.com/creack/pty", "golang.org/x/net/html"}, why: "a client measures the program, and knows nothing of its parts"},
	"crunchy/cmd/internal/engine/enginetest": {ours: []string{"crunchy/cmd/internal/engine", "crunchy/comet"}, why: "tests of the seam know only the seam"},
}

// testOnly are packages without code of the program: each is a client that knows
// nothing of ours.
var testOnly = []string{"crunchy/cmd/internal/protocoltest", "crunchy/cmd/internal/browsertest"}

type pkg struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// list returns our packages as they are built for a system.
func list(t *testing.T, goos string) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Dir, cmd.Env = "../..", append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImportsOnlyPointDown(t *testing.T) {
	for _, goos := range []string{"linux", "darwin", "windows"} {
		t.Run(goos, func(t *testing.T) { importsOnlyPointDown(t, list(t, goos)) })
	}
}

func importsOnlyPointDown(t *testing.T, all []pkg) {
	for _, p := range all {
		rule, known := imports[p.ImportPath]
		alone := slices.Contains(testOnly, p.ImportPath)
		if !known && !alone {
			t.Errorf("%s is not in the house plan: add it to the table, with a reason", p.ImportPath)
			continue
		}
		for _, i := range slices.Concat(p.TestImports, p.XTestImports) {
			if alone && i != p.ImportPath && strings.HasPrefix(i, "crunchy/") {
				t.Errorf("a test of %s imports %s: a client shares no code with the server", p.ImportPath, i)
			}
		}
		for _, i := range p.Imports {
			host, _, _ := strings.Cut(i, "/")
			switch {
			case alone && strings.HasPrefix(i, "crunchy/"):
				t.Errorf("%s imports %s: a client shares no code with the server", p.ImportPath, i)
			case alone:
			case strings.HasPrefix(i, "crunchy/") && !slices.Contains(rule.ours, i),
				strings.Contains(host, ".") && !slices.ContainsFunc(rule.others, func(o string) bool { return i == o || strings.HasPrefix(i, o+"/") }),
				slices.Contains(rule.std, i):
				t.Errorf("%s imports %s, but %s", p.ImportPath, i, rule.why)
			}
		}
	}
}

func TestTopLevelIsThePlannedOne(t *testing.T) {
	planned := strings.Fields("go.mod go.sum cmd runner ioelement comet pages static tutorials README.md LICENSE CHANGELOG.md CONTRIBUTING.md")
	out, err := exec.Command("git", "-C", "../..", "ls-files").Output()
	if err != nil && os.Getenv("CI") == "" {
		t.Skip("this is no git checkout, so nothing says which files belong to it")
	}
	seen := map[string]bool{}
	for name := range strings.FieldsSeq(string(out)) {
		top, _, _ := strings.Cut(name, "/")
		if !seen[top] && !strings.HasPrefix(top, ".") && !slices.Contains(planned, top) {
			t.Errorf("%s does not belong at the top level", top)
		}
		seen[top] = true
	}
}

func TestNoPackageRunsCodeByBeingImported(t *testing.T) {
	err := filepath.WalkDir("../..", func(name string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git"):
			return filepath.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		b, err := os.ReadFile(name)
		if bytes.Contains(b, []byte("\nfunc "+"init()")) {
			t.Errorf("%s has an init function", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

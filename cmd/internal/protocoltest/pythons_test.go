//go:build unix

package protocoltest_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pythons are the executables of the Python that the servers of tests run and
// of up to two others, by their versions.
func pythons(t *testing.T) map[string]string {
	t.Helper()
	home, _ := os.UserHomeDir()
	others, _ := filepath.Glob(filepath.Join(home, ".pyenv/versions/3.*/bin/python3"))
	for minor := 8; minor < 20; minor++ {
		others = append(others, fmt.Sprintf("python3.%d", minor))
	}
	all := map[string]string{}
	for _, c := range append([]string{"python3", docsPython}, others...) {
		out, err := exec.Command(c, "-c", "import sys; assert sys.version_info >= (3, 8); print('%d.%d.%d' % sys.version_info[:3], sys.executable)").Output()
		version, path, ok := strings.Cut(strings.TrimSpace(string(out)), " ")
		if err == nil && ok && all[version] == "" && len(all) < 3 {
			all[version] = path
		}
	}
	return all
}

// TestPythonOfAnElement runs elements in other Pythons than the server's own: by
// path, by version, and in one that is not there.
func TestPythonOfAnElement(t *testing.T) {
	all := pythons(t)
	if len(all) < 2 {
		t.Logf("there is but one Python here: %v", all)
	}
	var lesson strings.Builder
	var wanted []string
	for version, path := range all {
		fmt.Fprintf(&lesson, "```python interpreter python=%s\n```\n\n```python editor python=%s\n```\n\n", path, version)
		wanted = append(wanted, version, version)
	}
	lesson.WriteString("```python interpreter\n```\n\n```python editor python=3.99\n```\n")
	s := start(t, setup{lessons: map[string]string{"many.md": lesson.String()}})
	v := open(t, s, "many.md")
	if len(v.Elements) != len(wanted)+2 {
		t.Fatalf("%d elements for %v", len(v.Elements), wanted)
	}
	const ask = "import sys; print('it is %d.%d.%d' % sys.version_info[:3])"
	for i, version := range wanted {
		v.exec(i+1, ask)
		v.says(i+1, "it is "+version+"\n")
	}
	// They are as many processes: what one is given, another does not know.
	own := len(wanted) + 1
	v.exec(1, "mine = 1")
	v.prompt(1)
	v.exec(own, "'mine' in globals()")
	v.says(own, "False\n")
	v.exec(own+1, "1")
	frames := v.stop(own + 1)
	if said := frames[len(frames)-1].Data; said != "This needs Python 3.99, which was not found on this computer. Install it and try again." {
		t.Errorf("STOP of a Python that is not there: %q", said)
	}
	if end := outcome(t, v.seen); end["reason"] != "lost" {
		t.Errorf("a Python that is not there: %v", end)
	}
}

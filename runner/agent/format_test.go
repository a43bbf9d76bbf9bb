//go:build linux

package agent_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crunchy/runner/agent"
)

// tidier is a formatter that tells how it was called and what it finds around it.
const tidier = `
import os, sys
assert __name__ == "__main__"
text = sys.stdin.read()
if "explode" in text: sys.exit(123)
if "hang" in text:
    import time; time.sleep(60)
if "babble" in text: print("x" * 300000); sys.stdout.flush()
sys.stdout.write(text.replace("  ", " ") + "# %s %s %s %s\n" % (sys.argv[1:], os.getcwd(), os.environ.get("PYTHONPATH", "") in sys.path, sys.flags.isolated))
sys.stderr.write("noise")
`

func TestFormat(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		site, dir := t.TempDir(), folder(t)
		write(t, site, map[string]string{"yapf/__init__.py": "", "yapf/__main__.py": tidier})
		s := coldIn(t, python, dir, "PYTHONPATH="+site)
		const descriptors = "import os\nlen(os.listdir('/proc/self/fd'))"
		open, _ := s.exec(descriptors)
		from := len(s.log)
		if got := s.asked(agent.OpFormat, "x  =  1\n"); got.By != "yapf" || got.Code != "x = 1\n# [] / True 1\n" {
			t.Errorf("%+v", got)
		}
		// One that is better comes first, with its own arguments.
		write(t, site, map[string]string{"black/__init__.py": "", "black/__main__.py": tidier})
		later := time.Now().Add(2 * time.Second)
		check(t, os.Chtimes(site, later, later))
		if got := s.asked(agent.OpFormat, "x  =  'é😀'\n"); got.By != "black" || got.Code != "x = 'é😀'\n# ['-q', '-'] / True 1\n" {
			t.Errorf("%+v", got)
		}
		for _, c := range []struct{ code, problem string }{
			{"x = (\n", "syntax"},
			{"\n\nif True:\nx", "syntax"},
			{"\x00", "syntax"},
			{"explode", "failed"},
		} {
			if got := s.asked(agent.OpFormat, c.code); got.Problem != c.problem || got.Code != "" {
				t.Errorf("%q: %+v", c.code, got)
			}
		}
		if got := s.asked(agent.OpFormat, "\n\nif True:\nx"); got.Line != 4 {
			t.Errorf("the line is %d", got.Line)
		}
		long := strings.Repeat("x  =  1\n", 50_000)
		if got := s.asked(agent.OpFormat, long+"babble\n"); len(got.Code) < 300_000+len(long)/2 {
			t.Errorf("%d characters came back, %s", len(got.Code), got.Problem)
		}
		s.untouched(dir, from)
		if now, _ := s.exec(descriptors); now != open {
			t.Errorf("descriptors are left open: %s, before there were %s", now, open)
		}
		if python == interpreters(t)[0].path && !testing.Short() {
			started := time.Now()
			if got := s.asked(agent.OpFormat, "hang"); got.Problem != "failed" || time.Since(started) > 15*time.Second {
				t.Errorf("%+v after %v", got, time.Since(started))
			}
		}
	})
}

func TestNoFormatter(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		// Of a virtual environment, as it has nothing installed but what is put there.
		venv := filepath.Join(t.TempDir(), "venv")
		check(t, os.MkdirAll(filepath.Join(venv, "bin"), 0o755))
		check(t, os.WriteFile(filepath.Join(venv, "pyvenv.cfg"), []byte("home = "+filepath.Dir(python)+"\n"), 0o600))
		check(t, os.Symlink(python, filepath.Join(venv, "bin", "python3")))
		dir := folder(t)
		s := coldIn(t, filepath.Join(venv, "bin", "python3"), dir)
		from := len(s.log)
		if got := s.asked(agent.OpFormat, "x  =  1\n"); got.Problem != "missing" {
			t.Errorf("%+v", got)
		}
		s.untouched(dir, from)
	})
}

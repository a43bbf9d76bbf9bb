//go:build linux

package agent_test

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/runner/agent"
)

// A run that names a picture shows it when it has been written, and otherwise
// says why not.
func TestPicture(t *testing.T) {
	each(t, func(t *testing.T, python string) {
		secret := filepath.Join(t.TempDir(), "secret.png")
		check(t, os.WriteFile(secret, []byte("\x89PNG\r\n\x1a\nsecret"), 0o600))
		s := cold(t, python)
		write := func(name, content string) string { return "open('" + name + "', 'wb').write(" + content + ")" }
		png := `b"\x89PNG\r\n\x1a\nrest"`
		for _, tt := range []struct{ picture, source, form, want string }{
			{"a.png", "1", "", "missing"},
			{"a.png", write("a.png", png), "image/png", "\x89PNG\r\n\x1a\nrest"},
			{"a.png", "1", "", "old"},
			{"a.png", write("a.png", png), "image/png", "\x89PNG\r\n\x1a\nrest"},
			{"a.png", "1 / 0", "", "-"},
			{"a.png", write("a.png", png) + "; 1 / 0", "image/png", "\x89PNG\r\n\x1a\nrest"},
			{"a.jpg", write("a.jpg", `b"\xff\xd8\xff\xe0"`), "image/jpeg", "\xff\xd8\xff\xe0"},
			{"a.gif", write("a.gif", `b"GIF89a"`), "image/gif", "GIF89a"},
			{"a.webp", write("a.webp", `b"RIFF1234WEBPVP8 "`), "image/webp", "RIFF1234WEBPVP8 "},
			{"a.avif", write("a.avif", `b"\0\0\0\x1cftypavif"`), "image/avif", "\x00\x00\x00\x1cftypavif"},
			{"a.bmp", write("a.bmp", `b"BM12"`), "image/bmp", "BM12"},
			{"sub/ä b.svg", "import os; os.makedirs('sub', exist_ok=True); " + write("sub/ä b.svg", `'<?xml version="1.0"?>\n<svg>ä</svg>'.encode()`), "image/svg+xml", "<?xml version=\"1.0\"?>\n<svg>ä</svg>"},
			{"a.png", write("a.png", `b"no picture"`), "", "other"},
			{"empty.png", write("empty.png", `b""`), "", "other"},
			{"big.png", "f = open('big.png', 'wb'); f.truncate(9 << 20); f.close()", "", "large"},
			{"out.png", "import os; os.symlink('" + secret + "', 'out.png')", "", "outside"},
			{"pipe.png", "import os; os.mkfifo('pipe.png')", "", "missing"},
			{"sub", "import os; os.utime('sub')", "", "missing"},
			{"a.png", "import os; os.chdir('sub'); " + write("../a.png", png), "image/png", "\x89PNG\r\n\x1a\nrest"},
			{"no\x00.png", "1", "", "missing"},
			{"b.gif", "import os; os.chdir('..'); import atexit; atexit.register(lambda: open('b.gif', 'wb').write(b'GIF89a')); raise SystemExit", "image/gif", "GIF89a"},
		} {
			from := len(s.events)
			_, _, errors := s.do(agent.Command{Op: agent.OpRun, File: "p.py", Text: tt.source, Picture: tt.picture})
			var shown []agent.Event
			for _, ev := range s.events[from:] {
				if ev.Ev == agent.EvDisplay {
					shown = append(shown, ev)
				}
			}
			if tt.want == "-" && len(shown) == 0 {
				continue
			}
			if len(shown) != 1 {
				t.Errorf("%q: %d pictures, %s", tt.source, len(shown), errors)
				continue
			}
			var data map[string]string
			check(t, json.Unmarshal(shown[0].Data, &data))
			if tt.form == "" {
				var told struct{ File, Problem string }
				check(t, json.Unmarshal([]byte(data["application/vnd.crunchy.picture+json"]), &told))
				if told.Problem != tt.want || told.File != tt.picture || !strings.Contains(data["text/plain"], tt.picture) || shown[0].Display != "" {
					t.Errorf("%q: %+v as %q, want %s", tt.source, data, shown[0].Display, tt.want)
				}
				continue
			}
			got := data[tt.form]
			if tt.form != "image/svg+xml" {
				decoded, err := base64.StdEncoding.DecodeString(got)
				check(t, err)
				got = string(decoded)
			}
			if got != tt.want || data["text/plain"] != tt.picture || shown[0].Display != "file "+tt.picture {
				t.Errorf("%q: %+v as %q", tt.source, data, shown[0].Display)
			}
		}
	})
}

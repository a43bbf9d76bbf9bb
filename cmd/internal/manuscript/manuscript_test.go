package manuscript_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"crunchy/cmd/internal/manuscript"
)

// folder is a folder with one file, a.md, that holds text.
func folder(t *testing.T, text string) (*os.Root, string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "a.md")
	if err := os.WriteFile(file, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root, file
}

func holds(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestKeepsHowAFileIsWritten: what is edited has plain lines, and what is written
// ends them as the file did, with its byte order mark.
func TestKeepsHowAFileIsWritten(t *testing.T) {
	for _, c := range []struct{ name, before, seen, edited, after string }{
		{"plain", "a\nb\n", "a\nb\n", "a\nB\n", "a\nB\n"},
		{"windows", "a\r\nb\r\n", "a\nb\n", "a\nx\nb\n", "a\r\nx\r\nb\r\n"},
		{"mark", "\ufeffa\r\n", "a\n", "a\nb\n", "\ufeffa\r\nb\r\n"},
		{"old", "a\rb\r", "a\nb\n", "b\n", "b\r"},
		{"mixed", "a\r\nb\nc\r\nd\n", "a\nb\nc\nd\n", "a\nb\nC\nd\n", "a\r\nb\nC\nd\n"},
		{"mostly windows", "a\r\nb\r\nc\nd", "a\nb\nc\nd", "a\nb\nx\nc\nd", "a\r\nb\r\nx\r\nc\nd"},
		{"last line gets an end", "a\r\nb", "a\nb", "a\nb\n", "a\r\nb\r\n"},
		{"last line loses its end", "a\r\nb\r\n", "a\nb\n", "a\nb", "a\r\nb"},
		{"empty", "", "", "a\nb", "a\nb"},
		{"emptied", "a\r\n", "a\n", "", ""},
		{"same lines", "x\r\nx\r\n", "x\nx\n", "x\nx\nx\n", "x\r\nx\r\nx\r\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			root, file := folder(t, c.before)
			f, err := manuscript.Read(root, "a.md")
			if err != nil || f.Text != c.seen {
				t.Fatalf("%v, %q", err, f.Text)
			}
			v, err := manuscript.Write(root, "a.md", c.edited, f.Version)
			if err != nil || holds(t, file) != c.after {
				t.Fatalf("%v, %q", err, holds(t, file))
			}
			if now, err := manuscript.Read(root, "a.md"); err != nil || now.Version != v || now.Text != c.edited {
				t.Errorf("%v, version %s, then %+v", err, v, now)
			}
			if info, _ := os.Stat(file); runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
				t.Errorf("it has become %v", info.Mode())
			}
			if all, _ := os.ReadDir(filepath.Dir(file)); len(all) != 1 {
				t.Errorf("something is left: %v", all)
			}
		})
	}
}

// TestNothingIsWrittenOver: what somebody else has written stays, whatever is saved.
func TestNothingIsWrittenOver(t *testing.T) {
	root, file := folder(t, "one\n")
	f, err := manuscript.Read(root, "a.md")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("theirs\r\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	for _, base := range []string{f.Version, ""} {
		var c *manuscript.Conflict
		if _, err := manuscript.Write(root, "a.md", "mine\n", base); !errors.As(err, &c) || c.Text != "theirs\n" {
			t.Errorf("base %q: %v", base, err)
		}
	}
	if holds(t, file) != "theirs\r\n" {
		t.Error("theirs is gone")
	}
	if v, err := manuscript.Write(root, "a.md", "theirs\n", f.Version); err != nil || v == f.Version || holds(t, file) != "theirs\r\n" {
		t.Errorf("the same text is no conflict: %v", err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, err := manuscript.Write(root, "a.md", "mine\n", f.Version); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of a file that is gone: %v", err)
	}
	if _, err := manuscript.Write(root, "a.md", "mine\n", ""); err != nil || holds(t, file) != "mine\n" {
		t.Errorf("made anew: %v", err)
	}
}

// TestWhatIsNotEdited: each has a reason of its own, and stays as it is.
func TestWhatIsNotEdited(t *testing.T) {
	root, file := folder(t, "text\n")
	dir := filepath.Dir(file)
	outside := filepath.Join(t.TempDir(), "secret.md")
	for name, text := range map[string]string{
		outside: "secret", filepath.Join(dir, "latin.md"): "caf\xe9\n", filepath.Join(dir, "utf16.md"): "\xff\xfea\x00",
		filepath.Join(dir, "zero.md"): "a\x00b", filepath.Join(dir, "big.md"): strings.Repeat("x", manuscript.MaxText+1),
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder.md"), 0o755); err != nil {
		t.Fatal(err)
	}
	want := map[string]error{"latin.md": manuscript.ErrNotText, "utf16.md": manuscript.ErrNotText, "zero.md": manuscript.ErrNotText,
		"big.md": manuscript.ErrTooBig, "folder.md": manuscript.ErrNotOrdinary, "none.md": fs.ErrNotExist}
	for name, target := range map[string]string{"out.md": outside, "up.md": "../x.md", "round.md": "round.md"} {
		if os.Symlink(target, filepath.Join(dir, name)) == nil {
			want[name] = nil // any will do
		}
	}
	for name, reason := range want {
		if f, err := manuscript.Read(root, name); err == nil || reason != nil && !errors.Is(err, reason) {
			t.Errorf("%s is read: %v, %v", name, f, err)
		}
		if _, err := manuscript.Write(root, name, "mine\n", "0"); err == nil || reason != nil && !errors.Is(err, reason) {
			t.Errorf("%s is written: %v", name, err)
		}
	}
	if holds(t, outside) != "secret" {
		t.Error("what is outside has been written")
	}
	f, err := manuscript.Read(root, "a.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"\xff", "a\x00", strings.Repeat("x", manuscript.MaxText+1)} {
		if _, err := manuscript.Write(root, "a.md", text, f.Version); err == nil {
			t.Errorf("%.10q is written", text)
		}
	}
	if err := os.Chmod(file, 0o444); err != nil {
		t.Fatal(err)
	}
	if f, err := manuscript.Read(root, "a.md"); err != nil || !f.ReadOnly {
		t.Errorf("%v, %+v", err, f)
	}
	if _, err := manuscript.Write(root, "a.md", "mine\n", f.Version); !errors.Is(err, manuscript.ErrReadOnly) || holds(t, file) != "text\n" {
		t.Errorf("a file that may only be read: %v, now %q", err, holds(t, file))
	}
}

// TestLinkStaysALink: what it leads to, within the folder, is written.
func TestLinkStaysALink(t *testing.T) {
	root, file := folder(t, "one\n")
	link := filepath.Join(filepath.Dir(file), "link.md")
	if os.Symlink("a.md", link) != nil {
		return // Windows lets only some make links
	}
	f, err := manuscript.Read(root, "link.md")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := manuscript.Write(root, "link.md", "two\n", f.Version); err != nil || holds(t, file) != "two\n" {
		t.Errorf("%v, %q", err, holds(t, file))
	}
	if to, err := os.Readlink(link); err != nil || to != "a.md" {
		t.Errorf("the link is %q, %v", to, err)
	}
}

// FuzzWrite: whatever is in a file and whatever is written, the text comes back as it
// was, and lines that nobody touched are the bytes that they were.
func FuzzWrite(f *testing.F) {
	for _, seed := range [][2]string{{"a\r\nb\n", "a\nc\n"}, {"\ufeffa", "a\n"}, {"", "x"}, {"a\rb", ""}, {"\r\r\n\n", "\n"}} {
		f.Add(seed[0], seed[1])
	}
	dir := f.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { root.Close() })
	file := filepath.Join(dir, "a.md")
	f.Fuzz(func(t *testing.T, before, text string) {
		if !utf8.ValidString(before) || !utf8.ValidString(text) || strings.ContainsAny(before, "\x00") || strings.ContainsAny(text, "\r\x00") {
			return
		}
		if err := os.WriteFile(file, []byte(before), 0o644); err != nil {
			t.Fatal(err)
		}
		was, err := manuscript.Read(root, "a.md")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := manuscript.Write(root, "a.md", was.Text, was.Version); err != nil || holds(t, file) != before {
			t.Fatalf("unchanged, %q becomes %q: %v", before, holds(t, file), err)
		}
		if _, err := manuscript.Write(root, "a.md", was.Text+text, was.Version); err != nil || !strings.Contains(strings.ReplaceAll(before, "\r\n", ""), "\r") && !strings.HasPrefix(holds(t, file), before) {
			t.Fatalf("%q with more at its end becomes %q: %v", before, holds(t, file), err)
		}
		now, err := manuscript.Read(root, "a.md")
		if err != nil {
			t.Fatal(err)
		}
		if now.Text != was.Text+text {
			t.Fatalf("%q is read back as %q", was.Text+text, now.Text)
		}
		if _, err := manuscript.Write(root, "a.md", text, now.Version); err != nil {
			t.Fatal(err)
		}
		if again, err := manuscript.Read(root, "a.md"); err != nil || again.Text != text {
			t.Fatalf("%q is read back as %+v: %v", text, again, err)
		}
	})
}

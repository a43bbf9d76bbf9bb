//go:build linux

package export_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/export"
	"crunchy/cmd/internal/missing"
)

// TestFullDisk exports to a disk that has no room for it, in a process that has
// mounted one: it says so, and an earlier export stays whole.
func TestFullDisk(t *testing.T) {
	const folder = "CRUNCHY_TEST_FOLDER"
	if dir := os.Getenv(folder); dir != "" { // this is that process
		c := config()
		r, err := export.Folder(t.Context(), c, []string{filepath.Join(dir, "small.md")}, filepath.Join(dir, "site"))
		fmt.Println("small:", r.Lessons, err)
		before := len(read(t, dir))
		_, err = export.Folder(t.Context(), c, []string{filepath.Join(dir, "small.md"), filepath.Join(dir, "big.md")}, filepath.Join(dir, "site"))
		fmt.Println("big:", err)
		fmt.Println("stays:", before == len(read(t, dir)))
		return
	}
	dir := t.TempDir()
	cmd := exec.Command("unshare", "-rm", "sh", "-c", `mount -t tmpfs -o size=1m none "$1" || exit 77
		echo "# Small" > "$1/small.md"
		{ echo "# Big"; head -c 600000 /dev/zero | tr '\0' 'x'; } > "$1/big.md"
		exec "$0" -test.run '^TestFullDisk$' -test.v`, os.Args[0], dir)
	cmd.Env = append(os.Environ(), folder+"="+dir)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 77 || errors.Is(err, exec.ErrNotFound) {
		missing.Skip(t, "nothing can be mounted here")
	}
	for _, want := range []string{"small: 1 <nil>\n", "the disk is full; make room, and export again\n", "stays: true\n"} {
		if err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%v: there is no %q in\n%s", err, want, out)
		}
	}
}

package work_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"crunchy/cmd/internal/work"
)

// chaos asks for the long form of the test that kills writers: go test
// ./cmd/internal/work -run Chaos -chaos -v.
var chaos = flag.Bool("chaos", false, "kill writers a thousand times")

// writerName makes the test binary a program that writes into that folder until
// it is killed.
const writerName = "WORK_TEST_WRITER"

// writeOn saves one text after the other, each with its own checksum, and notes
// progress and visits.
func writeOn(dir string) {
	s, err := work.Open(dir)
	if err != nil {
		panic(err)
	}
	l := s.Lesson(tutorial)
	base := l.Read(slot(l, average)).Version
	for n := 0; ; n++ {
		body := strings.Repeat(fmt.Sprintf("# %d\n", rand.Int()), 1+rand.IntN(2000))
		if base, err = l.Save(slot(l, average), fmt.Sprintf("%x\n%s", sha256.Sum256([]byte(body)), body), base); err != nil {
			panic(err)
		}
		l.Runs(slot(l, average), body)
		_ = l.Comes(slot(l, plain), []string{work.Tried, work.Ran, work.Solved}[n%3])
		s.Visited(tutorial, "A lesson")
		if n == 0 {
			fmt.Println("writing")
		}
	}
}

// whole complains of a file in the folder that is torn.
func whole(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		switch filepath.Ext(name) {
		case ".py":
			sum, body, _ := bytes.Cut(b, []byte("\n"))
			if fmt.Sprintf("%x", sha256.Sum256(body)) != string(sum) {
				t.Errorf("%s is torn: %d bytes", name, len(b))
			}
		case ".json":
			if !json.Valid(b) {
				t.Errorf("%s is torn: %q", name, b)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestChaosWritersAreKilled kills a program at any moment of its writing: what
// it leaves is whole, and the next one goes on from there.
func TestChaosWritersAreKilled(t *testing.T) {
	n := 10
	if *chaos {
		n = 1000
	}
	dir := filepath.Join(t.TempDir(), "Crunchy")
	for range n {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), writerName+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		var said bytes.Buffer
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(out).ReadString('\n')
		time.Sleep(time.Duration(rand.IntN(20_000)) * time.Microsecond) // any moment will do
		_ = cmd.Process.Kill()
		_, _ = io.Copy(io.Discard, out)
		exit := new(exec.ExitError)
		if ended := cmd.Wait(); line != "writing\n" || !errors.As(ended, &exit) || exit.Exited() {
			t.Fatalf("the writer says %q, %v, %v: %s", line, err, ended, said.String())
		}
		whole(t, dir)
	}
	t.Logf("check 46: %d writers were killed, and no file was torn", n)
}

package browsertest_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// world is what all tests share: the program, the browser, and where pictures go.
type world struct {
	binary   string
	python   string // one that has matplotlib, or "" for the default
	chromium string
	shots    string                          // "" keeps no pictures
	browser  func() (context.Context, error) // starts it at the first call
}

var shared world

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			shared.chromium = path
			break
		}
	}
	if shared.chromium == "" {
		return m.Run() // each test says why it cannot run
	}
	dir, err := os.MkdirTemp("", "crunchy-browser-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if shared.shots = os.Getenv("CRUNCHY_SCREENSHOTS"); shared.shots != "" {
		if err := os.MkdirAll(shared.shots, 0o755); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	shared.binary = filepath.Join(dir, "crunchy")
	args := []string{"build", "-o", shared.binary}
	if raceDetector {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, "../../crunchy")...).CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%s%v\n", out, err)
		return 1
	}
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import matplotlib").Run() == nil {
			shared.python = python
			break
		}
	}
	ctx, stop := allocator(filepath.Join(dir, "profile"))
	defer stop()
	shared.browser = sync.OnceValues(func() (context.Context, error) {
		ctx, _ := chromedp.NewContext(ctx) // ends with stop
		return ctx, chromedp.Do(ctx)
	})
	return m.Run()
}

// allocator says how the browser is started: quietly, and without a look at the
// network outside.
func allocator(profile string) (context.Context, context.CancelFunc) {
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(shared.chromium), chromedp.UserDataDir(profile), chromedp.WindowSize(1440, 900),
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	return chromedp.NewExecAllocator(context.Background(), options...)
}

// needBrowser skips the test where there is no Chromium.
func needBrowser(t *testing.T) context.Context {
	t.Helper()
	if shared.chromium == "" {
		lacks(t, "no Chromium is installed, so pages cannot be tried in a browser")
	}
	ctx, err := shared.browser()
	if err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	return ctx
}

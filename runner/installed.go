package runner

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"
)

// installed finds all Pythons there are. What a file was asked once it is asked
// again only when it has changed.
type installed struct {
	mu    sync.Mutex
	known map[string]answered // by path
}

// answered is what a command said of itself.
type answered struct {
	python Python // the zero Python for what is none of ours
	size   int64
	time   time.Time
}

// Pythons returns the CPythons from 3.8 on that are installed and can be started
// here, the newest first and one for each version.
func (m *Manager) Pythons(ctx context.Context) []Python {
	return slices.DeleteFunc(m.installed.find(ctx), func(p Python) bool { return !m.launcher.Starts(p) })
}

// atOnce is how many commands are asked at the same time.
const atOnce = 4

func (i *installed) find(ctx context.Context) []Python {
	i.mu.Lock()
	defer i.mu.Unlock() // the others want the same
	paths := commands()
	found := make([]answered, len(paths))
	var wg sync.WaitGroup
	turns := make(chan empty, atOnce)
	for n, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		found[n] = i.known[path]
		if a := found[n]; !a.time.IsZero() && a.time.Equal(info.ModTime()) && a.size == info.Size() {
			continue
		}
		wg.Go(func() {
			turns <- empty{}
			defer func() { <-turns }()
			found[n] = answered{size: info.Size(), time: info.ModTime()}
			if python, ok := probe(ctx, path); ok && fits(python.Version, "") {
				found[n].python = python
			}
		})
	}
	wg.Wait()
	if ctx.Err() == nil { // else they had no time to answer
		i.known = map[string]answered{}
		for n, path := range paths {
			i.known[path] = found[n]
		}
	}
	return newest(found)
}

// commands are the files to ask: each once, whatever its names, and of pyenv the
// versions themselves, and not the slow scripts that look for them.
func commands() (paths []string) {
	seen := map[string]bool{}
	shims := filepath.Join(pyenvRoot(), "shims")
	for _, path := range slices.Concat(candidates(""), numbered()) {
		path, err := exec.LookPath(path)
		if err != nil || filepath.Dir(path) == shims {
			continue
		}
		real, err := filepath.EvalSymlinks(path)
		if err != nil || seen[real] {
			continue
		}
		seen[real] = true
		paths = append(paths, path)
	}
	return paths
}

// newest sorts by version and leaves one of each: that which is found first.
func newest(found []answered) []Python {
	var all []Python
	for _, a := range found {
		if p := a.python; p.Path != "" && !slices.ContainsFunc(all, func(q Python) bool { return q.Version == p.Version }) {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b Python) int { return newestFirst(a.Version, b.Version) })
	return all
}

var numberedName = regexp.MustCompile(`^python3\.\d+$`)

// numbered lists the commands like python3.12 of the folders with commands.
func numbered() []string {
	var list []string
	for _, dir := range append(filepath.SplitList(os.Getenv("PATH")), commandDirs...) {
		found, _ := filepath.Glob(filepath.Join(dir, "python3.*")) // a folder with signs of a pattern has none
		for _, path := range found {
			if numberedName.MatchString(filepath.Base(path)) {
				list = append(list, path)
			}
		}
	}
	return list
}

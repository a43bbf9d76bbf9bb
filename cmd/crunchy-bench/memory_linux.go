package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// memory is what each interpreter of a page needs beyond what they share; the floor
// is what a fork of a bare Python needs.
func (b *bench) memory() ([]figure, error) {
	f := figure{Unit: "MiB", Of: "a fork of a bare Python"}
	p, err := b.open("many.md")
	if err != nil {
		return nil, err
	}
	defer p.shut()
	use := func(n int) error {
		if err := p.do(n, "post", "x = 1\nx\n"); err != nil {
			return err
		}
		return p.until(n, "STDOUT", "1")
	}
	if err := use(1); err != nil { // with what is shared
		return nil, err
	}
	before := b.weight()
	for n := 2; n <= many; n++ {
		if err := use(n); err != nil {
			return nil, err
		}
	}
	f.Value = spreadOf([]float64{(b.weight() - before) / (many - 1)})
	r := b.rival(1, 1, (*jupyter).memory)
	defer r.end()
	if err := r.single(); err != nil {
		return nil, err
	}
	f.Jupyter = r.told()
	forked := map[int]float64{1: 0, many: 0}
	for n := range forked {
		bare, err := b.fork(n)
		if err != nil {
			return nil, err
		}
		forked[n] = family(bare.pid)
		if err := bare.end(); err != nil {
			return nil, err
		}
	}
	f.Floor = spreadOf([]float64{(forked[many] - forked[1]) / (many - 1)})
	return []figure{f}, nil
}

// weight is the memory of the server and all that it has started, in MiB.
func (b *bench) weight() float64 { return family(b.server.cmd.Process.Pid) }

// family is the memory of a process and all that it has started, in MiB.
func family(pid int) float64 { return share(append(descendants(pid), pid)) }

// share is the memory of processes in MiB, where what several have counts in parts.
func share(pids []int) (mib float64) {
	for _, pid := range pids {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		for line := range strings.Lines(string(text)) {
			if rest, ok := strings.CutPrefix(line, "Pss:"); ok {
				kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
				mib += kib / 1024
			}
		}
	}
	return mib
}

// worked is the processor time that a process has had, in the kernel's ticks.
func worked(pid int) (ticks float64) {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(text), ") ") // behind its name
	if fields := strings.Fields(rest); len(fields) > 12 {
		for _, field := range fields[11:13] { // in user mode, and in the kernel
			n, _ := strconv.ParseFloat(field, 64)
			ticks += n
		}
	}
	return ticks
}

// openFiles is how many files and connections one process may have.
func openFiles() int {
	var most syscall.Rlimit
	_ = syscall.Getrlimit(syscall.RLIMIT_NOFILE, &most) // the standard library has raised it
	return int(min(most.Cur, 1<<20))
}

// descendants are a process's children, and theirs.
func descendants(pid int) (all []int) {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, list := range lists {
		text, _ := os.ReadFile(list)
		for word := range strings.FieldsSeq(string(text)) {
			if child, err := strconv.Atoi(word); err == nil {
				all = append(append(all, child), descendants(child)...)
			}
		}
	}
	return all
}

package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// proc is a process, as /proc tells of it.
type proc struct {
	parent   int
	state    string
	line     string // the command line
	terminal bool   // it has one
}

// look reads what there is of a process.
func look(pid int) (p proc, there bool) {
	dir := "/proc/" + strconv.Itoa(pid)
	stat, err := os.ReadFile(dir + "/stat")
	_, after, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(after)
	if err != nil || len(fields) < 5 {
		return p, false
	}
	line, _ := os.ReadFile(dir + "/cmdline")
	p.state, p.line = fields[0], strings.ReplaceAll(string(line), "\x00", " ")
	p.parent, _ = strconv.Atoi(fields[1])
	p.terminal = fields[4] != "0"
	return p, true
}

// pids are all that there are.
func pids() (all []int) {
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil {
			all = append(all, pid)
		}
	}
	return all
}

// living are the processes that belong to the server and live, itself among
// them, with their command lines.
func (r *ruin) living() map[int]string {
	found := map[int]string{}
	for _, pid := range pids() {
		env, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ")
		p, there := look(pid)
		if there && p.state != "Z" && (strings.Contains(string(env), chaosMark+"="+r.mark+"\x00") || strings.Contains(p.line, r.mark)) {
			found[pid] = fmt.Sprintf("%.100s", p.line)
		}
	}
	return found
}

// below are the pids of all descendants of a process, zombies too.
func below(root int) []int {
	parents := map[int]int{}
	for _, pid := range pids() {
		if p, there := look(pid); there {
			parents[pid] = p.parent
		}
	}
	found := map[int]bool{}
	for grown := true; grown; {
		grown = false
		for pid, parent := range parents {
			if !found[pid] && (parent == root || found[parent]) {
				found[pid], grown = true, true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// kept is the program's processes as they should be: the server, the zygotes
// below it, and below those the reapers, and what is forked ahead: reapers too, but
// their students have no terminal yet.
type kept struct {
	server                   int
	zygotes, reapers, spares []int
}

// roles finds out who is who.
func (r *ruin) roles() kept {
	k := kept{server: r.server()}
	found := map[int]proc{}
	for _, pid := range below(k.server) {
		p, _ := look(pid)
		found[pid] = p
		if p.parent == k.server && strings.Contains(p.line, " zygote") {
			k.zygotes = append(k.zygotes, pid)
		}
	}
	for pid, p := range found {
		if !slices.Contains(k.zygotes, p.parent) {
			continue
		}
		spare := true
		for _, child := range found {
			spare = spare && (child.parent != pid || !child.terminal)
		}
		if spare {
			k.spares = append(k.spares, pid)
		} else {
			k.reapers = append(k.reapers, pid)
		}
	}
	return k
}

// server is the pid of what serves: the process itself, or the one that it
// supervises.
func (r *ruin) server() int {
	own := r.cmd.Process.Pid
	program, _ := os.Readlink("/proc/" + strconv.Itoa(own) + "/exe")
	for _, pid := range below(own) {
		if file, _ := os.Readlink("/proc/" + strconv.Itoa(pid) + "/exe"); file == program {
			return pid
		}
	}
	return own
}

// footing is what a server holds of the computer.
type footing struct {
	fds, terminals, processes, zombies int // of others than itself
	spares                             int // that are not among the processes
	kib                                int // in memory
}

// footing looks at the server and all below it.
func (r *ruin) footing() (f footing) {
	server := r.server()
	links, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", server))
	for _, link := range links {
		f.fds++
		if to, _ := os.Readlink(link); strings.HasSuffix(to, "/ptmx") {
			f.terminals++
		}
	}
	ahead := r.roles().spares
	f.spares = len(ahead)
	for _, pid := range below(r.cmd.Process.Pid) {
		p, there := look(pid)
		switch {
		case !there || pid == server || slices.Contains(ahead, pid) || slices.Contains(ahead, p.parent):
		case p.state == "Z":
			f.zombies++
		default:
			f.processes++
		}
	}
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", server))
	_, rss, _ := strings.Cut(string(status), "VmRSS:")
	if fields := strings.Fields(rss); len(fields) > 0 {
		f.kib, _ = strconv.Atoi(fields[0])
	}
	return f
}

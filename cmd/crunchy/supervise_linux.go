package main

import (
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"crunchy/runner"
)

// supervisedName is set for a program that has a supervisor.
const supervisedName = "CRUNCHY_SUPERVISED"

// burial is how long the supervisor waits for the next end of what the server
// has left; longer lives only what hangs in the kernel.
const burial = 5 * time.Second

// supervise runs the program once more, as a child of this process, which sees
// to it that nothing is left when that ends in whatever way, and then ends as it
// did. In the child it returns at once. So it does where programs get pid
// namespaces: there the kernel already promises as much, while elsewhere a
// daemon whose reaper was killed outlives the server.
func supervise() {
	if os.Getenv(supervisedName) != "" {
		_ = os.Unsetenv(supervisedName)
		return
	}
	if runner.PIDNamespaces() {
		return
	}
	runtime.LockOSThread() // never unlocked: the child dies with the thread that started it
	if unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != nil {
		return
	}
	// What ends us would end the server by itself; it may take its time. It gets
	// the terminal's signals twice, and has ears for the first of them only.
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	server, err := os.StartProcess("/proc/self/exe", os.Args, &os.ProcAttr{
		Env:   append(os.Environ(), supervisedName+"=1"),
		Files: []*os.File{os.Stdin, os.Stdout, os.Stderr},
		Sys:   &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL},
	})
	if err != nil {
		signal.Stop(signals)
		return // it has to do without
	}
	go func() {
		for s := range signals {
			_ = server.Signal(s)
		}
	}()
	status := await(server.Pid)
	bury()
	endAs(status)
}

// ending says what ends programs when the server is killed.
func ending() string {
	if runner.PIDNamespaces() {
		return "They end with Crunchy, whatever happens: each has a pid namespace."
	}
	parent, _ := os.Readlink("/proc/" + strconv.Itoa(os.Getppid()) + "/exe")
	if own, err := os.Readlink("/proc/self/exe"); err == nil && parent == own {
		return "They end with Crunchy, whatever happens: there is a supervisor."
	}
	return "Each has a parent that ends it with Crunchy."
}

// await waits for the end of a child, and also reaps what was left to us.
func await(child int) syscall.WaitStatus {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		switch {
		case pid == child:
			return status
		case err != nil && err != syscall.EINTR:
			return 1 << 8 // it cannot be: there is a child
		}
	}
}

// bury ends all that has become ours, and what becomes ours by that. What is in
// our session, as the browser, was never anybody's program, and stays.
func bury() {
	own, _ := unix.Getsid(0)
	for last := time.Now(); time.Since(last) < burial; time.Sleep(time.Millisecond) {
		listed, killed := 0, 0
		for _, pid := range children() {
			listed++
			if session, err := unix.Getsid(pid); err == nil && session != own {
				killed++
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		}
		pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		for ; pid > 0; pid, err = syscall.Wait4(-1, nil, syscall.WNOHANG, nil) {
			last = time.Now()
			killed++ // its children are ours now
		}
		// A list of children may miss some, while they come and go.
		if err == syscall.ECHILD || listed > 0 && killed == 0 {
			return
		}
	}
}

// children are the pids of our children.
func children() (pids []int) {
	tasks, _ := filepath.Glob("/proc/self/task/*/children") // only a bad pattern is an error
	for _, task := range tasks {
		list, _ := os.ReadFile(task)
		for _, field := range strings.Fields(string(list)) {
			if pid, err := strconv.Atoi(field); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// endAs ends this process as another one has ended.
func endAs(status syscall.WaitStatus) {
	if !status.Signaled() {
		os.Exit(status.ExitStatus())
	}
	signal.Reset()
	// Of a core there is one already.
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	_ = syscall.Kill(os.Getpid(), status.Signal())
	time.Sleep(time.Second) // it does not come when the signal is one that Go keeps
	os.Exit(128 + int(status.Signal()))
}

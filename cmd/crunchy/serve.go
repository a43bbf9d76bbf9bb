package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"crunchy/cmd/internal/engine"
	"crunchy/cmd/internal/web"
	"crunchy/comet"
	"crunchy/runner"
	"crunchy/static"
	"crunchy/tutorials"
)

// serve runs the server until ctx ends, or hands the tutorial to the one that
// is running already.
func serve(ctx context.Context, o options, stdout, stderr io.Writer) error {
	level := slog.LevelWarn
	if o.verbose {
		level = slog.LevelDebug
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: level}))
	if !isLoopback(o.host) {
		return fmt.Errorf("whoever reaches this server can run programs on this computer, so it does not listen on %s; use --host 127.0.0.1", o.host)
	}
	if o.starts < 1 {
		return fmt.Errorf("with --starts %d nothing could be run; give a number from 1 upward, or leave the flag out", o.starts)
	}
	if o.followers < 1 {
		return fmt.Errorf("with --subscribers %d nobody could follow a channel; give a number from 1 upward, or leave the flag out", o.followers)
	}
	if o.polls < 1 {
		return fmt.Errorf("with --polls %d no page would hear of anything; give a number from 1 upward, or leave the flag out", o.polls)
	}
	path, err := pathOf(o.baseURL)
	if err != nil {
		return err
	}
	st, err := openState(o)
	if err != nil {
		return err
	}
	if address, to := st.handOver(ctx, o); address != "" {
		fmt.Fprintf(stdout, "Crunchy is running already; it shows the tutorial at %s\n", address)
		if said := to.notTaken(o); said != "" {
			fmt.Fprintln(stderr, said)
		}
		st.show(address, o, stdout)
		return nil
	}
	if o.work == "" {
		o.work = workDir(st.dir, log)
	}
	password, made, err := o.teacherPassword(os.Stdin)
	if err != nil {
		return err
	}
	for first := true; ; first = false {
		err := serveOnce(ctx, &o, st, served{log: log, password: password, made: made, path: path, first: first}, stdout)
		if !errors.Is(err, web.ErrRestart) {
			return err
		}
		fmt.Fprintln(stdout, "Crunchy begins anew.")
	}
}

// served is what stays the same when the server begins anew.
type served struct {
	log      *slog.Logger
	password string // of the teacher
	made     bool   // it is a new one
	path     string // of the address
	first    bool   // it has not run before
}

// serveOnce runs the server until ctx ends or it is told to end; the error is
// web.ErrRestart when it is told to begin anew. Its ports are kept in o, so that it
// is found where it was.
func serveOnce(ctx context.Context, o *options, st *state, of served, stdout io.Writer) error {
	log, password, path := of.log, of.password, of.path
	ctx, end := context.WithCancel(ctx)
	python := seek(ctx, o.python)
	defer func() {
		end()
		<-python.done
	}()
	listener, err := listen(*o, st.Port)
	if err != nil {
		return err
	}
	defer listener.Close()
	port := listener.Addr().(*net.TCPAddr).Port
	o.port, o.portGiven = port, true
	frontends, err := o.listenForFrontends()
	if err != nil {
		return err
	}
	if frontends != nil {
		defer frontends.Close()
	}
	own := "http://" + net.JoinHostPort(o.host, strconv.Itoa(port))
	o.baseURL = strings.TrimSuffix(cmp.Or(o.baseURL, own), "/")
	lessons, front, err := folders(*o)
	if err != nil {
		return err
	}
	limits, err := o.limits.on(o.usualLimits())
	if err != nil {
		return err
	}
	launcher, err := o.launcher(ctx, python, log)
	if err != nil {
		return err
	}
	done := func() {}
	defer func() { done() }() // last of all: whoever waits for the end goes by the note
	manager := runner.New(runner.Config{Python: o.python, Find: python.find, Launcher: launcher, Limits: limits, Log: log})
	local := engine.NewLocal(manager, comet.NewHub(comet.Limits{}), log)
	defer local.Shutdown()
	operator := newToken()
	server, err := web.New(ctx, web.Config{
		Engine: local, Log: log, Token: st.Token, Operator: operator, Teacher: password, Port: strconv.Itoa(port),
		BaseURL: o.baseURL, AllowHosts: o.allowHosts,
		Static: front, Lessons: lessons, Start: o.target, Work: o.work, Language: o.language,
		Sandboxed: o.sandbox, User: userName(), Version: version(),
		Shown:         filepath.Join(st.dir, "shown"),
		Trust:         filepath.Join(st.dir, "trust.json"),
		Documentation: pythonDocumentation(),
		GraceClosed:   o.grace, GraceSilent: o.silence, MaxStarts: o.starts, MaxSubscribers: o.followers,
		MaxPolls: o.polls, MaxPages: max(2000, 2*o.polls), MaxConnections: max(1024, 2*o.polls),
		Frontends: frontends, Guests: o.guests, Debug: o.debug,
		Extensions: extensions(), Fetch: web.NewFetcher(), Rest: python.rest,
	})
	if err != nil {
		return err
	}
	defer server.Close()
	serving := make(chan error, 1)
	go func() { serving <- server.Serve(ctx, listener) }()
	if _, err := python.found(ctx); err != nil {
		if ctx.Err() != nil { // we are to end
			return <-serving
		}
		end()
		<-serving
		return err
	}
	done, err = st.running(ctx, note{URL: o.baseURL, Local: own + path, Key: operator, Port: port, Flags: o.flags})
	if err != nil {
		log.Warn("the state could not be kept", "err", err)
	}
	fmt.Fprintln(stdout, contained(launcher))
	if frontends != nil {
		fmt.Fprintf(stdout, "Frontends come in at %s\n", frontends.Addr())
	}
	fmt.Fprintf(stdout, "Crunchy is ready: %s\nPress Ctrl-C to end it and everything it started.\n", server.Address())
	if password != "" {
		fmt.Fprintf(stdout, "The teacher signs in at %s\n", server.TeacherAddress())
	}
	if of.made && of.first {
		fmt.Fprintf(stdout, "The teacher's password is %s; it is not shown again.\n", password)
	}
	switch {
	case password != "" && !o.sandbox:
		fmt.Fprintln(stdout, "Programs of lessons are you here, and could act as the teacher; --sandbox keeps them apart.")
	case password == "" && o.sandbox:
		fmt.Fprintln(stdout, "Whoever comes in here is the author of your lessons, and may read their answers and write them; with --teacher only the teacher is.")
	}
	if o.debug {
		fmt.Fprintf(stdout, "Messages of frontends are tried at %s\n", server.PlaygroundAddress())
	}
	if of.first {
		st.show(server.Address(), *o, stdout)
	}
	return <-serving
}

// show opens the address in the browser, unless that is not wanted.
func (st *state) show(address string, o options, stdout io.Writer) {
	if o.noBrowser {
		return
	}
	if err := st.openBrowser(address); err != nil {
		fmt.Fprintln(stdout, "The browser could not be started; please open that address yourself.")
	}
}

// pathOf returns the path of a base URL, and refuses what no browser can open.
func pathOf(address string) (string, error) {
	if address == "" {
		return "", nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("--base-url %s is no address of a web server; write it as in --base-url https://example.org/crunchy", address)
	}
	return strings.TrimSuffix(u.EscapedPath(), "/"), nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// nextPorts is how many ports are tried after a taken one.
const nextPorts = 100

// listen takes the port that was asked for, or else the one of the last time,
// or else the first free one from the default upward.
func listen(o options, last int) (net.Listener, error) {
	try := func(port int) (net.Listener, error) {
		return net.Listen("tcp", net.JoinHostPort(o.host, strconv.Itoa(port)))
	}
	if !o.portGiven && last != 0 {
		if l, err := try(last); err == nil {
			return l, nil
		}
	}
	for n := range nextPorts {
		l, err := try(o.port + n)
		switch {
		case err == nil:
			return l, nil
		case o.portGiven && errors.Is(err, syscall.EADDRINUSE):
			return nil, fmt.Errorf("port %d is taken by another program; choose another with --port, or --port 0 for any that is free", o.port)
		case !errors.Is(err, syscall.EADDRINUSE):
			return nil, fmt.Errorf("cannot listen on %s port %d (%w); try --port 0", o.host, o.port+n, errors.Unwrap(err))
		}
	}
	return nil, fmt.Errorf("ports %d to %d are all taken; choose another with --port, or --port 0 for any that is free", o.port, o.port+nextPorts-1)
}

// listenForFrontends takes the address at which frontends come in, if they are to.
func (o *options) listenForFrontends() (net.Listener, error) {
	if o.frontends == "" {
		return nil, nil
	}
	host, port, err := net.SplitHostPort(o.frontends)
	if err != nil || port == "" {
		return nil, fmt.Errorf("--frontend-addr %s is no address; write it as in --frontend-addr 127.0.0.1:7007", o.frontends)
	}
	if !isLoopback(host) {
		return nil, fmt.Errorf("whoever comes in with --frontend-addr may run programs on this computer, so it does not listen on %s; use --frontend-addr 127.0.0.1:%s", cmp.Or(host, "every address"), port)
	}
	l, err := net.Listen("tcp", o.frontends)
	if err != nil {
		return nil, fmt.Errorf("frontends cannot come in at %s (%w); choose another port with --frontend-addr, or 0 for any that is free", o.frontends, errors.Unwrap(err))
	}
	o.frontends = l.Addr().String()
	return l, nil
}

// folders returns the lessons and the front end: built in, or from disk.
func folders(o options) (lessons, front fs.FS, err error) {
	lessons, front = tutorials.FS(), static.FS()
	for _, f := range []struct {
		flag, dir, wanted string
		to                *fs.FS
	}{{"--tutorials", o.tutorials, ".", &lessons}, {"--static", o.static, "crunchy.js", &front}} {
		if f.dir == "" {
			continue
		}
		root, err := os.OpenRoot(f.dir) // which no link in it leaves
		if err == nil {
			_, err = root.Stat(f.wanted)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s %s cannot be used; name a folder that has what is needed", f.flag, f.dir)
		}
		*f.to = root.FS()
	}
	return lessons, front, nil
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// commandPatience is how long a server may take over a command, and over its end.
const commandPatience = 10 * time.Second

// ctlCommand is crunchy ctl: what the operator does to a server that runs.
func ctlCommand(stdout io.Writer) *cobra.Command {
	port := 0
	cmd := &cobra.Command{
		Use:   "ctl COMMAND",
		Short: "Command the Crunchy that is running",
		Long: "Ctl commands the server that you have started on this computer. It is found by the\n" +
			"note that it keeps where only you can read it.",
		Example: "  crunchy ctl pages\n  crunchy ctl notice \"Ten minutes left\"\n  crunchy ctl quit",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.PersistentFlags().IntVarP(&port, "port", "p", 0, "port of the server, when several are running")
	// add takes in a command, whose answer is read into answer and then told.
	add := func(use, short string, args cobra.PositionalArgs, do func(ctx context.Context, n note, args []string) (string, error)) {
		cmd.AddCommand(&cobra.Command{
			Use: use, Short: short, Args: args, ValidArgsFunction: cobra.NoFileCompletions,
			RunE: func(cmd *cobra.Command, args []string) error {
				n, err := running(cmd.Context(), port)
				if err != nil {
					return err
				}
				ctx, cancel := context.WithTimeout(cmd.Context(), commandPatience)
				defer cancel()
				said, err := do(ctx, n, args)
				if err != nil {
					return err
				}
				fmt.Fprintln(stdout, said)
				return nil
			},
		})
	}
	add("deactivate", "Answer all who wait for news, and let nobody wait", cobra.NoArgs, func(ctx context.Context, n note, _ []string) (string, error) {
		return "Nobody waits for news any more; programs go on. Let it go on with: crunchy ctl activate", n.command(ctx, "deactivate", "", nil)
	})
	add("activate", "Let pages and programs wait for news again", cobra.NoArgs, func(ctx context.Context, n note, _ []string) (string, error) {
		return "Pages and programs hear of news again.", n.command(ctx, "activate", "", nil)
	})
	add("set-timeout SECONDS", "Say how long a poll waits, from 1 to 60 seconds", cobra.ExactArgs(1), func(ctx context.Context, n note, args []string) (string, error) {
		var set struct{ Seconds float64 }
		err := n.command(ctx, "set-timeout?"+url.Values{"seconds": args}.Encode(), "", &set)
		return fmt.Sprintf("A poll waits for %v s now.", set.Seconds), err
	})
	add("notice TEXT", "Send a notice to every open page", cobra.MinimumNArgs(1), func(ctx context.Context, n note, args []string) (string, error) {
		return "The notice is sent.", n.command(ctx, "notice", strings.Join(args, " "), nil)
	})
	add("pages", "List the open pages, and the elements in which a program is", cobra.NoArgs, func(ctx context.Context, n note, _ []string) (string, error) {
		return n.pages(ctx)
	})
	add("stop [UID]", "End the program of an element, or all programs", cobra.MaximumNArgs(1), func(ctx context.Context, n note, args []string) (string, error) {
		target := "stop"
		if len(args) == 1 {
			target += "?" + url.Values{"uid": args}.Encode()
		}
		var ended struct{ Stopped int }
		err := n.command(ctx, target, "", &ended)
		switch ended.Stopped {
		case 0:
			return "Nothing was running.", err
		case 1:
			return "One program is ended.", err
		}
		return fmt.Sprintf("%d programs are ended.", ended.Stopped), err
	})
	add("quit", "Tell every page, and end the server", cobra.NoArgs, func(ctx context.Context, n note, _ []string) (string, error) {
		if err := n.command(ctx, "quit", "", nil); err != nil {
			return "", err
		}
		return "Crunchy has ended.", n.gone(ctx)
	})
	return cmd
}

// running is the one server that is there, or that has the port. The error says
// what to do when there is none, or more.
func running(ctx context.Context, port int) (note, error) {
	st, err := openState(options{})
	if err != nil {
		return note{}, err
	}
	all := slices.Collect(st.answering(ctx, func(n note) bool { return port == 0 || n.Port == port }))
	switch {
	case len(all) == 1:
		return all[0], nil
	case len(all) == 0 && port != 0:
		return note{}, fmt.Errorf("no Crunchy that you have started runs on port %d; leave --port out to find the one that does", port)
	case len(all) == 0:
		return note{}, errors.New("no Crunchy that you have started is running; crunchy starts one")
	}
	ports := make([]string, len(all))
	for i, n := range all {
		ports[i] = "--port " + strconv.Itoa(n.Port)
	}
	return note{}, fmt.Errorf("%d Crunchys are running; say which is meant with one of %s", len(all), strings.Join(ports, ", "))
}

// command has the server do something, and reads the answer, if it is wanted.
func (n note) command(ctx context.Context, target, body string, answer any) error {
	if answer == nil {
		answer = &struct{}{}
	}
	return n.ask(ctx, http.MethodPost, "/ctl/"+target, n.Key, body, answer)
}

// pages tells what is open: a line for each page, and one for each of its programs.
func (n note) pages(ctx context.Context) (string, error) {
	var open struct {
		Pages []struct {
			Page, Tutorial, State string
			Programs              []string
		}
	}
	if err := n.command(ctx, "pages", "", &open); err != nil {
		return "", err
	}
	if len(open.Pages) == 0 {
		return "No page is open.", nil
	}
	var b strings.Builder
	for _, p := range open.Pages {
		name := p.Tutorial
		if name == "" {
			name = "-"
		}
		fmt.Fprintf(&b, "%s  %s  %s\n", p.Page, p.State, name)
		for _, uid := range p.Programs {
			fmt.Fprintf(&b, "  program in %s\n", uid)
		}
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

// gone waits for the end of a server: its note is what goes last.
func (n note) gone(ctx context.Context) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := os.Stat(n.file); errors.Is(err, os.ErrNotExist) {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.New("the server has been told to end, and is still at it; what it prints says why")
		case <-tick.C:
		}
	}
}

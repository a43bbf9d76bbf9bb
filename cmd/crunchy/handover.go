package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"
)

// handOver gives the tutorial to a server of the same user that runs already,
// and returns the address to open and the server's note. One that was not meant,
// because another port or token was asked for, is left alone.
func (st *state) handOver(ctx context.Context, o options) (address string, to note) {
	to, found := st.find(ctx, func(n note) bool {
		return (!o.portGiven || o.port == n.Port) && (st.kept || st.Token == n.Token)
	})
	if !found {
		return "", to
	}
	q := url.Values{}
	if o.target != "" {
		target := o.target
		if !strings.Contains(target, "://") {
			target = absolute(target)
		}
		q.Set("target", target)
	}
	var answer struct{ Path string }
	ctx, cancel := context.WithTimeout(ctx, usualPatience)
	defer cancel()
	if err := to.ask(ctx, http.MethodPost, "/open?"+q.Encode(), to.Token, "", &answer); err != nil {
		return "", to
	}
	sep := "?"
	if strings.Contains(answer.Path, "?") {
		sep = "&"
	}
	return to.URL + answer.Path + sep + "token=" + url.QueryEscape(to.Token), to
}

// flagsOf returns the flags that make a server what it is, and which of them
// were given. Those that choose a server, or only concern one start, are left out.
func flagsOf(flags *pflag.FlagSet) (all map[string]string, given []string) {
	all = map[string]string{}
	flags.VisitAll(func(f *pflag.Flag) {
		value := strings.Trim(f.Value.String(), "[]") // of lists
		switch f.Name {
		case "port", "token", "token-file", "no-browser", "help", "version":
			return
		case "static", "tutorials", "work":
			if value != "" {
				value = absolute(value)
			}
		}
		all[f.Name] = value
		if f.Changed {
			given = append(given, f.Name)
		}
	})
	return all, given
}

// notTaken says which of the flags that were given the server does without, and
// how to have them, or "".
func (n note) notTaken(o options) string {
	var without []string
	for _, name := range o.given {
		if value := o.flags[name]; n.Flags[name] != value {
			without = append(without, strings.TrimSuffix("--"+name+" "+value, " true"))
		}
	}
	if len(without) == 0 {
		return ""
	}
	return fmt.Sprintf("It was started without %s and goes on so; end it first to have that, or add --port 0 to start a second one beside it.",
		strings.Join(without, ", "))
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

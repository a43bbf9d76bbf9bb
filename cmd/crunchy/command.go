package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"os/user"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"crunchy/runner"
)

// options are the flags, each of which can also be given as CRUNCHY_NAME.
type options struct {
	target    string
	host      string
	port      int
	portGiven bool
	flags     map[string]string // what the server is like, by the names of flags
	given     []string          // of these
	noBrowser bool
	token     string
	tokenFile string
	teacher   bool
	// passwordFile holds the teacher's password.
	passwordFile string
	baseURL      string
	python       string
	allowHosts   []string
	static       string
	tutorials    string
	work         string
	language     string
	grace        time.Duration
	silence      time.Duration
	sandbox      bool
	limits       limitFlag
	starts       int
	followers    int
	polls        int
	frontends    string // address at which they come in
	guests       bool   // of frontends
	debug        bool
	verbose      bool
}

// run is the program: it returns when ctx ends or the command is done. Its
// error is one sentence for the user.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	cmd := command(stdout, stderr)
	cmd.SetArgs(args)
	return cmd.ExecuteContext(ctx)
}

func command(stdout, stderr io.Writer) *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "crunchy [FILE | FOLDER | URL]",
		Short: "Turn any Python tutorial into a living page",
		Long: "Crunchy serves a tutorial on this computer and opens it in the browser; every\n" +
			"Python example on it runs in the Python that is installed here. Without an\n" +
			"argument it opens its own lessons. Every flag can be given as an environment\n" +
			"variable too: --no-browser is CRUNCHY_NO_BROWSER=true.",
		Example: "  crunchy\n  crunchy lesson.md\n  crunchy /usr/share/doc/python3/html\n" +
			"  crunchy https://docs.python.org/3/tutorial/introduction.html",
		Args:          cobra.MaximumNArgs(1),
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return fromEnvironment(cmd.Flags())
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.target = args[0]
			}
			o.portGiven = cmd.Flags().Changed("port")
			o.flags, o.given = flagsOf(cmd.Flags())
			return serve(cmd.Context(), o, stdout, stderr)
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"md", "qmd", "html", "htm", "ipynb", "rst", "py"}, cobra.ShellCompDirectiveFilterFileExt
		},
	}
	cmd.SetOut(stdout)
	cmd.SetErr(stderr)
	f := cmd.Flags()
	f.StringVar(&o.host, "host", "127.0.0.1", "address to listen on; only this computer's own (loopback)")
	f.IntVarP(&o.port, "port", "p", 8001, "port to listen on; the next free one if it is taken and not asked for; 0 for any")
	f.BoolVar(&o.noBrowser, "no-browser", false, "do not open the browser")
	f.StringVar(&o.token, "token", "", "access token (other users can see it in the process list: for tests)")
	f.StringVar(&o.tokenFile, "token-file", "", "file that holds the access token")
	f.BoolVar(&o.teacher, "teacher", false, "make a password for a teacher, who can write to every page, and print it once")
	f.StringVar(&o.passwordFile, "teacher-password-file", "", "file that holds the teacher's password; - for standard input")
	f.StringVar(&o.baseURL, "base-url", "", "address under which browsers reach Crunchy, if it is behind a proxy")
	f.StringVar(&o.python, "python", "", "Python to run: a path, a name or a version such as 3.12 (default python3)")
	f.StringSliceVar(&o.allowHosts, "allow-host", nil, "host name that Crunchy answers to, beside localhost; may be repeated")
	f.StringVar(&o.static, "static", "", "folder with the front end, instead of the built-in one")
	f.StringVar(&o.tutorials, "tutorials", "", "folder with the lessons, instead of the built-in ones")
	f.StringVar(&o.work, "work", "", "folder for students' programs and what they write (default ~/Crunchy)")
	f.StringVar(&o.language, "language", "", "language of the interface, en or de (default that of the page, else of the browser)")
	f.DurationVar(&o.grace, "grace", 90*time.Second, "how long a page that was closed is kept")
	f.DurationVar(&o.silence, "silence", 15*time.Minute, "how long a page that fell silent is kept")
	f.BoolVar(&o.sandbox, "sandbox", false, "run programs in a sandbox, for students who do not trust each other; see crunchy doctor")
	f.Var(&o.limits, "limit", "limit of each program, such as memory=2G,cpu=10m,idle=none; of "+strings.Join(runner.LimitNames, ", "))
	f.IntVar(&o.starts, "starts", 1200, "how many programs may be started in a minute")
	f.IntVar(&o.followers, "subscribers", 512, "how many may follow channels at once")
	f.IntVar(&o.polls, "polls", 512, "how many tabs and programs may wait for news at once")
	f.StringVar(&o.frontends, "frontend-addr", "", "address for frontends over TCP, as 127.0.0.1:7007; only this computer's own (loopback)")
	f.BoolVar(&o.guests, "frontend-guests", true, "let frontends in that do not say who they are: they list lessons and chat")
	f.BoolVar(&o.debug, "debug", false, "show a page /api on which messages of frontends can be written and sent")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "log more")
	cmd.AddCommand(&cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		Run: func(*cobra.Command, []string) { fmt.Fprintln(stdout, "crunchy", version()) },
	})
	cmd.AddCommand(checkCommand(stdout, stderr), newCommand(stdout), doctorCommand(stdout), ctlCommand(stdout), exportCommand(stdout, stderr), importCommand(stdout, stderr), manCommand(stdout), progressCommand(stdout, stderr))
	return cmd
}

// fromEnvironment sets the flags that were not given from CRUNCHY_* variables.
func fromEnvironment(flags *pflag.FlagSet) error {
	var first error
	flags.VisitAll(func(f *pflag.Flag) {
		name := "CRUNCHY_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		v, ok := os.LookupEnv(name)
		if !ok || v == "" || f.Changed || f.Name == "help" || f.Name == "version" {
			return
		}
		if err := flags.Set(f.Name, v); err != nil && first == nil {
			first = fmt.Errorf("%s=%s does not fit: %w", name, v, err)
		}
	})
	return first
}

// userName is what the computer calls whoever started the program.
func userName() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return cmp.Or(strings.TrimSpace(u.Name), u.Username)
}

func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "development version"
	}
	return info.Main.Version
}

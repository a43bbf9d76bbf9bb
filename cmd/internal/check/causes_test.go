package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crunchy/cmd/internal/check"
)

// What follows from something that does not work is not told again.
// holds looks for parts of a report.
func holds(t *testing.T, report string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(report, part) {
			t.Errorf("it lacks %q in\n%s", part, report)
		}
	}
}

// TestQuietMistakes tells authors of what students would only wonder about.
func TestQuietMistakes(t *testing.T) {
	got := text(t, run(t, check.Config{}, lesson(t, strings.ReplaceAll(`# Mistakes

~~~text quiz name=one
Which?

=
~~~

~~~pycon doctest name=one
>>> f(1)
1
~~~

~~~python predict name=two
print(2)
~~~

~~~python solution name=two
print(2)
~~~

~~~python image_file a.tiff
print("none")
~~~

~~~python image_file a.png
open("a.png", "w").write("none")
~~~

<p>A <span title="load_remote">nowhere</span>
and <em title="cluetip">nothing</em>.</p>
`, "~~~", "```"))))
	holds(t, got,
		":3: No answer of this quiz is right: the one that is stands behind the = sign.",
		":9: a quiz is called \"one\", too, and takes no parts; give this another name.",
		":18: a predict is called \"two\", too, and takes no parts; give this another name.",
		":22: browsers show no pictures that end in .tiff",
		":22: The program has not written the picture a.tiff.",
		":26: The file a.png is no picture that a browser shows.",
		":30: a load_remote holds no address",
		":31: a cluetip on <em> says nothing.",
	)
}

// TestWhatNewerPythonsSuppose is no difference, whichever Python it was written with.
func TestWhatNewerPythonsSuppose(t *testing.T) {
	r := run(t, check.Config{}, lesson(t, "# Names\n\n```pycon\n>>> cello = 1\n>>> cell\nTraceback (most recent call last):\n  ...\nNameError: name 'cell' is not defined\n```\n"))
	if n, _ := r.Found(); n != 0 {
		t.Error(text(t, r))
	}
}

// TestPagesOfSphinx reads examples whose options were taken off, with remarks for
// the reader, and one that needs the network.
func TestPagesOfSphinx(t *testing.T) {
	name := filepath.Join(t.TempDir(), "page.html")
	page := `<pre>
&gt;&gt;&gt; [1, object(), 3]
[1, &lt;object object at ...&gt;, 3]
&gt;&gt;&gt; for n in (2002, 3): print(n)
2002      # year
3         # month
&gt;&gt;&gt; x = 1
# now x is one
&gt;&gt;&gt; x
2         # really
&gt;&gt;&gt; print("# a heading")
# another heading
&gt;&gt;&gt; import ctypes
&gt;&gt;&gt; ctypes.c_int(1).value.from_bytes()
Traceback (most recent call last):
  ...
TypeError: ...
&gt;&gt;&gt; raise ctypes.ArgumentError("no")
Traceback (most recent call last):
  ...
ArgumentError: no
&gt;&gt;&gt; import socket
&gt;&gt;&gt; answer = socket.getaddrinfo("crunchy.invalid", 80)
&gt;&gt;&gt; len(answer)
4
</pre>
`
	if err := os.WriteFile(name, []byte(page), 0o640); err != nil {
		t.Fatal(err)
	}
	got := text(t, run(t, check.Config{}, name))
	holds(t, got, ":9: This prints something else", "+1", ":11: This prints something else", ":23: note: not tried: it needs the network.", ":24: note: not tried: it needs a name", "2 findings")
}

// TestNamesOutOfSight are those that Sphinx may have prepared: a note on its pages,
// and a finding on others. What is not given by the author's own lines is no such name.
func TestNamesOutOfSight(t *testing.T) {
	dir := t.TempDir()
	page := `<pre>
&gt;&gt;&gt; mean([1, 3])
2
&gt;&gt;&gt; m = mean([1, 3])
&gt;&gt;&gt; m
2
&gt;&gt;&gt; mean
Traceback (most recent call last):
NameError: name 'mean' is not defined
&gt;&gt;&gt; 1 + 1
3
&gt;&gt;&gt; import socket
&gt;&gt;&gt; gone = socket.create_server(("127.0.0.1", 0))
&gt;&gt;&gt; address = gone.getsockname()
&gt;&gt;&gt; gone.close()
&gt;&gt;&gt; s = socket.create_connection(address)
&gt;&gt;&gt; s.recv(1)
b'x'
</pre>
`
	for name, text := range map[string]string{"sphinx.html": `<script src="_static/doctools.js"></script>` + page, "page.html": page} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	got := text(t, run(t, check.Config{}, filepath.Join(dir, "sphinx.html")))
	holds(t, got, `:2: note: not tried: nothing that runs on this page of Sphinx's gives the name "mean"`, ":4: note: 4 examples from here not tried",
		":10: This prints something else", ":16: note: not tried: it needs a server that does not answer here.", "1 finding")
	got = text(t, run(t, check.Config{}, filepath.Join(dir, "page.html")))
	holds(t, got, ":2: This raises a NameError", ":10: This prints something else", "2 findings")
}

// TestCommandsOfJupyter are nothing that an author must mend.
func TestCommandsOfJupyter(t *testing.T) {
	r := run(t, check.Config{}, lesson(t, "# Plots\n\n```{python}\n%matplotlib inline\nprint(1)\n```\n"))
	if n, _ := r.Found(); n != 0 || !strings.Contains(text(t, r), "note: commands of Jupyter") {
		t.Errorf("%d findings: %s", n, text(t, r))
	}
}

func TestOneCauseIsOneFinding(t *testing.T) {
	file := filepath.Join(t.TempDir(), "lesson.html")
	page := "<h1>x</h1>\n<pre>\n" +
		"&gt;&gt;&gt; c = Counter('aab')\n" +
		"&gt;&gt;&gt; c['a']\n2\n" +
		"&gt;&gt;&gt; for k in c: total[k] = 1\n" +
		"&gt;&gt;&gt; len(total)\n2\n</pre>\n<pre>\n" +
		"&gt;&gt;&gt; sorted(c)\n['a', 'b']\n" +
		"&gt;&gt;&gt; c = 5\n" +
		"&gt;&gt;&gt; c\n6\n" +
		"&gt;&gt;&gt; [1, 2, 3]\n[1,\n2,\n3]\n</pre>\n"
	if err := os.WriteFile(file, []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	got := strings.ReplaceAll(text(t, run(t, check.Config{}, file)), file, "lesson.html")
	want := "lesson.html:3: This raises a NameError, which the page does not say.\n" +
		"    +NameError: name 'Counter' is not defined\n" +
		"lesson.html:4: note: 3 examples from here not tried: they need names that something before them should have given.\n" +
		"lesson.html:11: note: not tried: it needs a name that something before it should have given.\n" +
		"lesson.html:14: This prints something else than the page shows.\n    -6\n    +5\n" +
		"2 findings in 1 lesson.\n"
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

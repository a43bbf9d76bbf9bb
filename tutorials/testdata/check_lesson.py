"""Run the blocks of one lesson and say what does not do as the page says.

Reads one JSON object: {"blocks": [...]}; each block has
  kind     "session" (lines with >>>) or "program"; or of an exercise, which is only
           read, "examples" (lines with >>>) or "code"
  group    blocks with the same non-empty group share one namespace
  file     name for tracebacks
  line     where the block begins in the page
  source   its text
  stdin    what is typed into it (programs)
  terminal true when it has a terminal, where each key is typed when it waits
  printed  what it must print, or null when the page does not say
  raises   name of the exception that it is meant to end with, or ""
  endless  true when it is meant to run until it is stopped
Writes one line for each difference. No line: all is as the page says.
"""

import contextlib
import doctest
import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time

os.environ.update(MPLBACKEND="Agg", PYTHONIOENCODING="utf-8", PYTHONWARNINGS="ignore")


def session(block, names):
    """Run a printed session; its answers must be exactly those on the page."""
    said = []
    test = doctest.DocTestParser().get_doctest(
        block["source"], names, block["file"], block["file"], block["line"])
    if ">>>" in block["source"] and not test.examples:
        said.append("no example found")
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    return "".join(said)


def together(block, names):
    """Run a program in a namespace that it shares with other blocks."""
    out = io.StringIO()
    raised, keyboard = "", sys.stdin
    sys.stdin = io.StringIO(block["stdin"])
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(block["source"], block["file"], "exec"), names)
        except BaseException as problem:
            raised = type(problem).__name__
        finally:
            sys.stdin = keyboard
    return out.getvalue(), raised


def alone(block, folder):
    """Run a program in a process of its own, as an editor does."""
    name = os.path.join(folder, block["file"])
    with open(name, "w", encoding="utf-8") as file:
        file.write(block["source"])
    try:
        done = subprocess.run(
            [sys.executable, block["file"]], cwd=folder, input=block["stdin"].encode(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=1 if block["endless"] else 60)
    except subprocess.TimeoutExpired:
        return "", "endless", ""
    trace = done.stderr.decode().replace(folder + os.sep, "")
    last = trace.rstrip().rpartition("\n")[2]
    raised = re.match(r"\w*", last).group() if done.returncode else ""
    return done.stdout.decode(), raised, trace


def on_terminal(block, folder):
    """Run a program on a terminal, as the element of that name does."""
    name = os.path.join(folder, block["file"])
    with open(name, "w", encoding="utf-8") as file:
        file.write(block["source"])
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ.update(TERM="xterm-256color", LINES="24", COLUMNS="80")
        os.execv(sys.executable, [sys.executable, block["file"]])
    shown, keys, limit = b"", re.findall("\x1bO.|.", block["stdin"], re.DOTALL), time.monotonic() + 60
    while time.monotonic() < limit:
        if select.select([terminal], [], [], 0.5)[0]:
            try:
                shown += os.read(terminal, 65536)
            except OSError:
                break  # that is its end
        elif keys:
            os.write(terminal, keys.pop(0).encode())
    else:
        os.kill(pid, 9)
    status = os.waitpid(pid, 0)[1]
    os.close(terminal)
    text = shown.decode().replace("\r\n", "\n")
    last = text.rstrip().rpartition("\n")[2]
    return text, re.match(r"\w*", last).group() or "nothing" if status else "", text


def read(block):
    """Say what of a part of an exercise is no Python."""
    sources = [block["source"]]
    if block["kind"] == "examples":
        sources = [example.source for example in doctest.DocTestParser().get_examples(block["source"])]
    for source in sources:
        try:
            compile(source, block["file"], "exec")
        except SyntaxError as problem:
            return "%s: %s" % (problem, source)
    return "" if sources else "no example found"


def bare(trace):
    """Take away the marks that newer versions draw below a line."""
    return "".join(line for line in trace.splitlines(True) if line.strip(" ^~\n"))


def check(block, groups, folder):
    names = groups.setdefault(block["group"], {"__name__": "__main__"}) if block["group"] else {"__name__": "__main__"}
    if block["kind"] == "session":
        return session(block, names)
    if block["kind"] in ("examples", "code"):
        return read(block)
    trace = ""
    if block["terminal"]:
        printed, raised, trace = on_terminal(block, folder)
    elif block["group"]:
        printed, raised = together(block, names)
    else:
        printed, raised, trace = alone(block, folder)
    wanted = "endless" if block["endless"] else block["raises"]
    if raised != wanted:
        return "ended with %r, not with %r\n%s" % (raised, wanted, trace)
    expected = block["printed"]
    if expected is None:
        return ""
    got = bare(trace) if expected.startswith("Traceback") else printed
    lines = [line.rstrip() for line in got.splitlines()]
    if lines != expected.splitlines():
        return "prints\n%s\nnot\n%s" % ("\n".join(lines), expected)
    return ""


def main():
    lesson = json.loads(sys.stdin.buffer.read().decode())
    groups = {}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for block in lesson["blocks"]:
            said = check(block, groups, os.path.realpath(folder))
            if said:
                print("line %d, %s: %s" % (block["line"], block["file"], said))
        os.chdir(os.sep)  # nothing can be taken away under our feet everywhere


main()

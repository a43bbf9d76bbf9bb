"""Formats source with what the learner's Python has for it, in a process of its own.

Nothing of the learner's is on that process's way: neither their folder nor
their changes to modules. A formatter is found by looking for its files.
"""
import os
import select
import signal
import sys
import time

from . import modules, parsing

KNOWN = (
    ("ruff", ["format", "-"]),
    ("black", ["-q", "-"]),
    ("yapf", []),
    ("autopep8", ["-"]),
)
TIME = 10.0  # seconds
MOST = 16 << 20  # bytes that are taken from a formatter

# What the new interpreter runs: it gets its folders, a module's name and arguments.
_START = (
    "import os, sys; os.chdir('/'); sys.path[:] = sys.argv[3:3 + int(sys.argv[2])]; name = sys.argv[1];"
    " sys.argv[:] = [name] + sys.argv[3 + int(sys.argv[2]):];"
    " import runpy; runpy.run_module(name, run_name='__main__', alter_sys=True)"
)
_spawn, _now = os.posix_spawn, time.monotonic


def format(source):
    """{"code", "by"}, or {"problem"}: "missing", "failed" with "by", "syntax" with "line"."""
    try:
        parsing.tree(source)
    except SyntaxError as error:
        if str(error) != "too long":
            return {"problem": "syntax", "line": error.lineno or 0}
    library, installed = modules.places()
    for name, arguments in KNOWN:
        if modules.is_installed(name):
            break
    else:
        return {"problem": "missing"}
    folders = library + installed
    command = [sys.executable, "-I", "-c", _START, name, str(len(folders))] + folders + arguments
    kept = signal.getsignal(signal.SIGCHLD)
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # the learner's handler is not meant
        status, output = _run(command, source.encode("utf-8", "surrogatepass"))
        code = output.decode("utf-8")
    except (OSError, ValueError, TypeError):  # it is broken, or what the learner made of os.environ is
        return {"problem": "failed", "by": name}
    finally:
        if kept is not None:
            signal.signal(signal.SIGCHLD, kept)
    if status != 0 or not code.strip() and source.strip():
        return {"problem": "failed", "by": name}
    return {"code": code, "by": name}


def _run(command, text):
    """Give a command its input and take its output: (exit status, output)."""
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    deadline = _now() + TIME
    try:
        pid = _spawn(
            command[0], command, os.environ, setpgroup=0, setsigdef=[signal.SIGINT, signal.SIGPIPE],
            file_actions=[(os.POSIX_SPAWN_DUP2, number, copy)
                          for number, copy in ((theirs_in, 0), (theirs_out, 1), (nowhere, 2))])
        for number in (theirs_in, theirs_out):
            os.close(number)
        theirs_in = theirs_out = -1
        try:
            output = _exchange(ours_in, ours_out, text, deadline)
        finally:
            status = _end(pid, deadline)
        return status, output
    finally:
        for number in (theirs_in, theirs_out, ours_in, ours_out, nowhere):
            if number >= 0:
                try:
                    os.close(number)
                except OSError:
                    pass  # closed when all was written


def _exchange(source, target, text, deadline):
    """Write text to target, which is closed then, while reading source to its end."""
    os.set_blocking(target, False)
    output, rest = [], memoryview(text)
    writing = True
    while True:
        if writing and not rest:
            os.close(target)
            writing = False
        readable, writable, _ = select.select([source], [target] if writing else [], [], max(0, deadline - _now()))
        if not readable and not writable:
            raise TimeoutError
        if writable:
            try:
                rest = rest[os.write(target, rest):]
            except BrokenPipeError:
                rest = rest[:0]
        if readable:
            data = os.read(source, 1 << 16)
            if not data or sum(map(len, output)) > MOST:
                return b"".join(output)
            output.append(data)


def _end(pid, deadline):
    """The exit status of a process, which gets no more time than there is."""
    while True:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            return status
        if _now() > deadline:
            os.killpg(pid, signal.SIGKILL)
            return os.waitpid(pid, 0)[1]
        time.sleep(0.003)

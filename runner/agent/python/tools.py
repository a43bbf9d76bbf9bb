"""Runs programs that work on source, each in a process of its own.

Nothing of the learner's is on that process's way: neither their folder nor their
changes to modules. A tool is found by looking for its files, among the packages of
the learner's Python and, if that is wanted, along PATH.
"""
import os
import select
import signal
import sys
import time

from . import environment, modules

MOST = 16 << 20  # bytes that are taken from a tool

# What the new interpreter runs: it gets its folders, a module's name and arguments.
_START = (
    "import os, sys; os.chdir('/'); sys.path[:] = sys.argv[3:3 + int(sys.argv[2])]; name = sys.argv[1];"
    " sys.argv[:] = [name] + sys.argv[3 + int(sys.argv[2]):];"
    " import runpy; runpy.run_module(name, run_name='__main__', alter_sys=True)"
)
# The same for a command: no tool is to take the learner's folder for a place of its own.
_SHELL = 'cd / && exec "$0" "$@"'
_spawn, _now = os.posix_spawn, time.monotonic


def module(name):
    """The command that starts an installed module, or None."""
    if not modules.is_installed(name):
        return None
    library, installed = modules.places()
    folders = library + installed
    return [sys.executable, "-I", "-c", _START, name, str(len(folders))] + folders


def command(name):
    """The command that starts a program that is on PATH, or None."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        path = os.path.join(folder, name)
        if os.path.isabs(folder) and os.path.realpath(folder) != environment.folder and not environment.is_own(path) \
                and os.path.isfile(path) and os.access(path, os.X_OK):
            return ["/bin/sh", "-c", _SHELL, path]
    return None


def run(command, text, seconds):
    """Give a command text and take what it writes: (exit status, text). Fails with
    OSError, ValueError or TypeError when it is broken, too slow, or writes no text."""
    kept = signal.getsignal(signal.SIGCHLD)
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # the learner's handler is not meant
        status, output = _run(command, text.encode("utf-8", "surrogatepass"), _now() + seconds)
        return status, output.decode("utf-8")
    finally:
        if kept is not None:
            signal.signal(signal.SIGCHLD, kept)


def _run(command, text, deadline):
    """Give a command its input and take its output: (exit status, output)."""
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    nowhere = os.open(os.devnull, os.O_WRONLY)
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

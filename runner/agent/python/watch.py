"""Notices what could write to the terminals, or change what they are, beside the agent."""
import functools
import os
import sys

# Functions that no audit event tells of, and how many descriptors each begins with.
FUNCTIONS = {
    "write": 1, "writev": 1, "pwrite": 1, "pwritev": 1, "sendfile": 1, "splice": 2,
    "dup": 1, "dup2": 2, "close": 1, "closerange": 1,
}
STARTS = frozenset((
    "subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "pty.spawn",
))
TOLD = frozenset(("open", "import", "fcntl.fcntl"))  # audit events that may tell, with those of ctypes
TERMINALS = 2  # the last of their descriptors


class Watched:
    """A function as it was, which asks before it does something to a terminal.

    No function of Python's own, since that would be a method where a class has it.
    """

    def __init__(self, watch, real, count):
        functools.update_wrapper(self, real)
        self._watch, self._real, self._count = watch, real, count

    def __call__(self, *arguments, **named):
        if named or not self._count or not all(type(a) is int and a > TERMINALS for a in arguments[:self._count]):
            self._watch.expose()
        return self._real(*arguments, **named)

    def __getattr__(self, name):
        return getattr(self._real, name)

    def __repr__(self):
        return repr(self._real)

    def __reduce__(self):
        return self._real.__reduce__()


class Watch:
    """Has the terminals exposed when somebody might write there, as long as there is a page."""

    def __init__(self):
        self.installed = False
        self.wire = None

    def install(self):
        """Where modules have their functions. A zygote does it for those it will fork."""
        if self.installed:
            return
        self.installed = True
        for name, count in FUNCTIONS.items():
            self._replace(name, count, os, sys.modules[os.name])
        self._replace("fork_exec", 0, sys.modules.get("_posixsubprocess"))

    def _replace(self, name, count, *modules):
        real = getattr(modules[0], name, None)
        if real is not None:
            watched = Watched(self, real, count)
            for module in modules:
                setattr(module, name, watched)

    def expose(self):
        if self.wire is not None:
            self.wire.expose()

    def sees(self, event, arguments):
        """Look at an audit event. Does it expose the terminals?"""
        if self.wire.page is None or not self._tells(event, arguments):
            return False
        self.wire.expose()
        return True

    @staticmethod
    def _tells(event, arguments):
        if event == "open":
            return _is_terminal(arguments[0])
        if event == "import":
            return _foreign(*arguments[:2])
        if event == "fcntl.fcntl":
            return not (type(arguments[0]) is int and arguments[0] > TERMINALS)
        return True


def _is_terminal(path):
    """Could that be a terminal, by its name or number?"""
    if type(path) is int:
        return path <= TERMINALS
    if type(path) is bytes:
        path = path.decode("latin-1")
    if type(path) is not str:
        return True
    return path.startswith("/dev/") and path not in ("/dev/null", "/dev/urandom") or "/fd/" in path


def _foreign(name, file):
    """Is this a module in C that could print by itself? Those of the library do not, but for two."""
    if name in ("_curses", "readline"):
        return True
    return type(file) is str and os.path.basename(os.path.dirname(file)) != "lib-dynload"


watch = Watch()

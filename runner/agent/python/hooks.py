"""Changes to Python that make the page a good terminal: input, getpass, child processes."""
import builtins
import os
import sys
from time import monotonic

from . import interrupts
from .interrupts import guarded
from .watch import STARTS, TOLD, watch
from .wire import ANY

def install(wire, streams, single):
    """Once, in the learner's process. single: it has one terminal, whose order needs no help."""
    wire.children = Children(wire)
    if not single:
        builtins.input = _input(streams)
        sys.addaudithook(_audit(wire.children, STARTS, TOLD, watch, interrupts))
    os.register_at_fork(after_in_child=wire.lost)


def _input(streams):
    """CPython's own writes its prompt to stderr when standard output is a terminal."""
    def input(prompt="", /):
        sys.audit("builtins.input", prompt)
        for name in ("stdin", "stdout", "stderr"):
            if getattr(sys, name, None) is None:
                raise RuntimeError("input(): lost sys." + name)
        sys.stderr.flush()
        text = str(prompt)
        stream = sys.stdin
        source = streams.stdin.buffer.raw if stream is streams.stdin else None
        sys.stdout.write(text)
        sys.stdout.flush()
        if source is not None:
            source.prompt = text
        try:
            line = stream.readline()
        finally:
            if source is not None:
                source.prompt = ""
        if not line:
            raise EOFError("EOF when reading a line")
        if line.endswith("\n"):
            line = line[:-1]
        sys.audit("builtins.input/result", line)
        return line

    input.__doc__ = builtins.input.__doc__
    input.__module__ = "builtins"
    input.__qualname__ = "input"
    return input


def _audit(children, starts, told, watch, interrupts):
    # All in variables of its own: it is called until modules have lost theirs.
    def hook(event, arguments):
        if event in starts:
            watch.expose()
            children.before()
        elif watch.wire is None or event not in told and event[:7] != "ctypes." or not watch.sees(event, arguments):
            return
        if interrupts.held:
            interrupts.deliver()
    return hook


class Children:
    """Keeps what child processes print in order with what we print.

    While there are any, each write makes sure of the order again, though not
    more often than every few milliseconds; and once more when the last has ended.
    """

    RECENT = 0.002

    def __init__(self, wire):
        self.wire = wire
        self.looked = 0.0

    @guarded
    def before(self):
        """A process is about to start that shares the terminals."""
        wire = self.wire
        if wire.lock._is_owned() or not wire.live:
            return
        with wire.lock:
            for sink in wire.sinks:
                sink.release()
            wire.last, wire.shared = ANY, True

    @guarded
    def check(self):
        """Before a write, while terminals are shared. The caller holds the lock."""
        wire = self.wire
        try:
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            wire.last, wire.shared = ANY, False
            return
        except AttributeError:
            pass  # macOS before 3.13: for all we know there are some
        now = monotonic()
        if now - self.looked > self.RECENT:
            self.looked = now
            wire.last = ANY

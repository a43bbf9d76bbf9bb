"""The zygote: an interpreter with everything loaded that forks one process per request.

Once there has been one, it forks the next ahead, when it has nothing else to do. It
stays single-threaded, since forking is only safe then. A request is one message of a
SOCK_SEQPACKET socket: a JSON object and the seven descriptors of the new process. The end
of the socket is the zygote's end.
"""
import gc
import importlib
import json
import os
import platform
import select
import signal
import socket
import sys

from . import environment, linux, reaper
from .spare import Spare, close, receive
from .start import Start
from .watch import watch

# What beginners import most. Loaded while nothing is asked for, one by one.
COMMON = (
    "random", "math", "datetime", "collections.abc", "itertools", "functools", "string",
    "re", "typing", "dataclasses", "enum", "textwrap", "time", "copy", "operator",
    "statistics", "fractions", "decimal", "pathlib", "subprocess", "threading", "queue",
    "inspect", "doctest", "pprint", "unittest", "csv", "glob", "shutil", "tempfile",
    "urllib.request", "logging", "argparse", "heapq", "bisect", "contextlib", "asyncio",
)
# The agent's own modules that a student's process will want.
OWN = ("student", "agent", "friendly")
PAUSE = 0.02  # seconds without a request after which a spare is forked


class Forker:
    """Forks a reaper, into a pid namespace of its own where that is possible."""

    def __init__(self):
        self.home = None
        try:
            home = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return
        # Whoever may leave a namespace may also make one: try both before relying on it.
        if linux.unshare(linux.CLONE_NEWPID) and linux.setns(home, linux.CLONE_NEWPID):
            self.home = home
        else:
            os.close(home)

    def fork(self, start):
        """Fork for a Start, and return the pid, or 0 in the child."""
        gc.freeze()  # collections in the children would copy these pages
        if self.home is None or not linux.unshare(linux.CLONE_NEWPID):
            return linux.fork()
        pid = -1
        try:
            pid = linux.fork()
        finally:
            if pid != 0 and not linux.setns(self.home, linux.CLONE_NEWPID):
                # Later children would be born into a namespace that may be dead.
                os._exit(1)
        if pid == 0:
            os.close(self.home)
            start.namespaced = True
        return pid


def serve(descriptor, refuse=None):
    """Fork for every request. Returns, in a child, what it is to be, a Start.

    Where there is a filter, as sandbox.py has it, it is for the students' processes.
    In a sandbox all processes count as its student's, so no spare is kept there.
    """
    reaper.settle()  # the terminal's Ctrl-C is the server's affair
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies
    line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, fileno=descriptor)
    forker = Forker()
    for name in OWN:
        importlib.import_module("_crunchy." + name)
    watch.install()
    linux.is_real_root()  # is read here, once
    environment.prepare()
    line.send(json.dumps({
        "ready": True, "version": platform.python_version(), "pidns": forker.home is not None,
    }).encode())
    waiting = list(reversed(COMMON))
    spare, wanted = None, False
    while True:
        while waiting and not _asked(line, 0):
            try:
                importlib.import_module(waiting.pop())
            except Exception:
                pass  # a trimmed installation, or a broken one: the student will see
            if not waiting:
                gc.collect()
        if wanted and refuse is None and spare is None and not _asked(line, PAUSE) and _roomy():
            try:
                spare = Spare()
                if forker.fork(spare) == 0:
                    line.close()
                    close(spare.ours)
                    return spare
                close(spare.theirs)
            except OSError:
                spare, wanted = None, False  # no room for more processes, or descriptors: not now
        text, descriptors = receive(line)
        if text is None:
            sys.exit(0)
        request, wanted, given = json.loads(text.decode()), True, False
        if spare is not None and spare.fits(request):
            given = spare.give(text, descriptors)
            close(spare.ours)
            spare = None
        if not given:
            new = Start(request, descriptors, refuse)
            if forker.fork(new) == 0:
                line.close()
                if spare is not None:
                    close(spare.ours)
                return new
        for number in descriptors:
            os.close(number)


def _asked(line, patience):
    return bool(select.select([line], [], [], patience)[0])


def _roomy():
    """Is there memory for a process that nobody wants yet?"""
    try:
        with open("/proc/meminfo", "rb") as table:
            have = dict(row.split()[:2] for row in table)
        return int(have[b"MemAvailable:"]) * 8 > int(have[b"MemTotal:"])
    except (OSError, KeyError, ValueError):
        return False

"""The zygote: an interpreter with everything loaded that forks one process per request.

It stays single-threaded, since forking is only safe then. A request is one
message of a SOCK_SEQPACKET socket: a JSON object and the six descriptors of the
new process. The end of the socket is the zygote's end.
"""
import array
import gc
import importlib
import json
import os
import platform
import select
import signal
import socket
import sys

from . import linux

# What beginners import most. Loaded while nothing is asked for, one by one.
COMMON = (
    "random", "math", "datetime", "collections.abc", "itertools", "functools", "string",
    "re", "typing", "dataclasses", "enum", "textwrap", "time", "copy", "operator",
    "statistics", "fractions", "decimal", "pathlib", "subprocess", "threading", "queue",
    "inspect", "doctest", "pprint", "unittest", "csv", "glob", "shutil", "tempfile",
    "urllib.request", "logging", "argparse", "heapq", "bisect", "contextlib", "asyncio",
)
# The agent's own modules that a student's process will want.
OWN = ("reaper", "student", "agent", "friendly")
MESSAGE = 256 * 1024


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

    def fork(self):
        """Return (pid, namespaced); pid is 0 in the child."""
        if self.home is None:
            return os.fork(), False
        if not linux.unshare(linux.CLONE_NEWPID):
            return os.fork(), False
        pid = os.fork()
        if pid == 0:
            os.close(self.home)
            return 0, True
        if not linux.setns(self.home, linux.CLONE_NEWPID):
            # Later children would be born into a namespace that may be dead.
            os._exit(1)
        return pid, True


def serve(descriptor):
    """Fork for every request. Returns, in a child, the request and its descriptors."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's Ctrl-C is the server's affair
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies
    line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, fileno=descriptor)
    forker = Forker()
    for name in OWN:
        importlib.import_module("_crunchy." + name)
    line.send(json.dumps({
        "ready": True, "version": platform.python_version(), "pidns": forker.home is not None,
    }).encode())
    waiting = list(reversed(COMMON))
    while True:
        while waiting and not select.select([line], [], [], 0)[0]:
            try:
                importlib.import_module(waiting.pop())
            except Exception:
                pass  # a trimmed installation, or a broken one: the student will see
            if not waiting:
                gc.collect()
        request, descriptors = receive(line)
        if request is None:
            sys.exit(0)
        gc.freeze()  # collections in the children would copy these pages
        pid, namespaced = forker.fork()
        if pid == 0:
            line.close()
            request["namespaced"] = namespaced
            return request, descriptors
        for number in descriptors:
            os.close(number)


def receive(line):
    """One request and its descriptors, or None, [] at the end."""
    space = socket.CMSG_SPACE(6 * array.array("i").itemsize)
    try:
        text, ancillary, _, _ = line.recvmsg(MESSAGE, space, getattr(socket, "MSG_CMSG_CLOEXEC", 0))
    except ConnectionError:
        return None, []
    descriptors = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(data[:len(data) - len(data) % descriptors.itemsize])
    if not text:
        return None, []
    return json.loads(text.decode()), descriptors.tolist()

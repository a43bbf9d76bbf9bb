"""What a student's process of a sandbox can do that it must not, found by trying.

It runs where the student's code would, with every layer on, before there is any
student; so it finds what really holds on this machine, whatever settings say.
"""
import ctypes
import errno
import fcntl
import json
import os
import socket
import struct
import sys
import termios

from . import linux

SECRET_FOLDERS = ("/root", "/home", "/srv", "/mnt", "/media", "/boot", "/sys", "/run", "/opt", "/var/lib", "/var/log")


def tell(events, canary):
    """Write the list of what does not hold, in words that follow "a program in it", as JSON."""
    holes = []
    for check in (_identity, _processes, _network, _files, _calls, _terminal, _sizes, _left):
        try:
            holes.extend(check(canary))
        except Exception as problem:
            holes.append("could not be looked at (%s: %s)" % (check.__name__, problem))
    os.write(events, (json.dumps({"ev": "holes", "holes": holes, "last": 4}) + "\n").encode())


def _identity(canary):
    with open("/proc/self/status") as status:
        fields = dict(line.rstrip("\n").split(":\t", 1) for line in status if ":\t" in line)
    if os.getuid() == 0 or os.geteuid() == 0:
        yield "is root"
    for name, want in (("CapEff", 0), ("CapPrm", 0), ("CapAmb", 0), ("NoNewPrivs", 1), ("Seccomp", 2)):
        if int(fields.get(name, "-1"), 16) != want:
            yield "has %s %s" % (name, fields.get(name))


def _processes(canary):
    if len([name for name in os.listdir("/proc") if name.isdigit()]) > 2:
        yield "sees processes that are not its own"


def _network(canary):
    if [name for _, name in socket.if_nameindex()] != ["lo"]:
        yield "has a network"
    try:
        socket.create_connection(("127.0.0.1", canary["port"]), 1).close()
        yield "reaches programs of this computer"
    except OSError:
        pass
    try:
        socket.socket(getattr(socket, "AF_VSOCK", 40), socket.SOCK_STREAM)
        yield "reaches the host of this computer"
    except OSError:
        pass


def _files(canary):
    if os.path.exists(canary["file"]):
        yield "sees files of this computer"
    for folder in SECRET_FOLDERS:
        try:
            found = set(os.listdir(folder)) - set(canary["seen"].get(folder, ()))
        except OSError:
            continue
        if found:
            yield "sees what is in " + folder
    for folder in ("/", "/usr", "/etc", "/dev", "/home", "/usr/bin", "/proc/sys/kernel"):
        written = os.path.join(folder, "crunchy-check")
        try:
            os.close(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            os.remove(written)
            yield "can write into " + folder
        except OSError:
            pass


def _calls(canary):
    calls = ctypes.CDLL(None, use_errno=True)
    for name, arguments in (
        ("unshare", (linux.CLONE_NEWUSER,)), ("unshare", (linux.CLONE_NEWNS,)), ("setns", (0, 0)),
        ("mount", (b"none", b"/tmp", b"tmpfs", 0, None)), ("ptrace", (0, 0, 0, 0)), ("chroot", (b"/",)),
        ("sethostname", (b"x", 1)),
    ):
        if getattr(calls, name)(*arguments) == 0 or ctypes.get_errno() != errno.EPERM:
            yield "may call " + name
    for bits in (0, 1 << 32):
        calls.ioctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_char_p]
        if calls.ioctl(0, termios.TIOCSTI | bits, b"x") == 0 or ctypes.get_errno() != errno.EPERM:
            yield "may type into a terminal"


def _terminal(canary):
    if not os.isatty(0) or os.tcgetpgrp(0) != os.getpgrp():
        yield "has no terminal, so that Stop would not reach it"
    size = fcntl.ioctl(0, termios.TIOCGWINSZ, bytes(8))
    if struct.unpack("HHHH", size)[0] == 0:
        yield "has a terminal without a size"


def _sizes(canary):
    for folder in canary["folders"]:
        room = os.statvfs(folder)
        if room.f_blocks * room.f_frsize > canary["bytes"] or not 0 < room.f_files <= canary["files"]:
            yield "has no limit of what it writes into " + folder


def _left(canary):
    if set(os.environ) & {"SUDO_USER", "SSH_CONNECTION", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"}:
        yield "has our environment"
    more = [kind for kind in map(_kind, os.listdir("/proc/self/fd")) if kind != "terminal"]
    own = ["pipe", "pipe", "socket", "socket"]  # the agent's; its page is in memory
    if sorted(more) not in (own, ["/memfd"] + own):
        yield "has inherited open files"
    if sys.flags.isolated != 1:
        yield "is not isolated"


def _kind(number):
    """What an open file is; that of the listing itself is closed, and as good as a terminal."""
    try:
        found = os.readlink("/proc/self/fd/" + number)
    except OSError:
        return "terminal"
    return "terminal" if int(number) < 3 else found.partition(":")[0]

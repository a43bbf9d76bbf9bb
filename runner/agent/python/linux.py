"""The few system calls of Linux that Python has no name for.

Every function says whether it worked and never raises: all of them are better
protection where there is any, and there are machines that refuse each of them.
"""
import os
import sys

CLONE_NEWNS = 0x00020000
CLONE_NEWPID = 0x20000000
MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_REC, MS_SLAVE = 0x4000, 0x80000
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
CAPABILITY_VERSION_3 = 0x20080522

libc = None
if sys.platform.startswith("linux"):
    try:
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
    except (ImportError, OSError):
        pass  # an interpreter built without ctypes: the plain ways are taken


def _call(name, *arguments):
    try:
        return getattr(libc, name)(*arguments) == 0
    except (AttributeError, TypeError):
        return False


def prctl(option, value=0):
    if libc is None:
        return False
    number = ctypes.c_ulong
    return _call("prctl", option, number(value), number(0), number(0), number(0))


def unshare(flags):
    return _call("unshare", flags)


def setns(descriptor, kind):
    return _call("setns", descriptor, kind)


def private_proc():
    """Give this process, pid 1 of its namespace, and its children a /proc of their own."""
    if not unshare(CLONE_NEWNS):
        return False
    if not _call("mount", b"none", b"/", None, ctypes.c_ulong(MS_REC | MS_SLAVE), None):
        return False
    flags = ctypes.c_ulong(MS_NOSUID | MS_NODEV | MS_NOEXEC)
    return _call("mount", b"proc", b"/proc", b"proc", flags, None)


def is_real_root():
    """Is this root of the machine, and not of a user namespace?"""
    if os.geteuid() != 0:
        return False
    try:
        with open("/proc/self/uid_map") as table:
            return table.read().split() == ["0", "0", "4294967295"]
    except OSError:
        return True


def drop_privileges():
    """Give up what the namespace granted. The student is to be an ordinary user."""
    if libc is None or is_real_root():
        return
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    _call("capset", header, (ctypes.c_uint32 * 6)())

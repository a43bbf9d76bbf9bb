"""The few system calls of Linux that Python has no name for.

Most say whether they worked and never raise: they are better protection where
there is any, and there are machines that refuse each of them. What a sandbox
cannot do without raises OSError: must, mount and confine.
"""
import errno
import functools
import os
import sys

CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_REC, MS_SLAVE = 0x4000, 0x80000
PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
CAPABILITY_VERSION_3 = 0x20080522

libc = bare = None
if sys.platform.startswith("linux"):
    try:
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        bare = ctypes.PyDLL(None, use_errno=True).fork
        for _name in ("prctl", "unshare", "setns", "mount", "capset"):
            getattr(libc, _name)  # is looked up here, once, and not by each child of a zygote
    except (ImportError, OSError):
        pass  # an interpreter built without ctypes: the plain ways are taken


def _call(name, *arguments):
    try:
        return getattr(libc, name)(*arguments) == 0
    except (AttributeError, TypeError):
        return False


def fork():
    """As os.fork, without all that Python's modules do after one.

    That touches more pages than all else, and each is copied. It is for a process
    with a single thread, and a child that runs nothing but our own code.
    """
    if bare is None:
        return os.fork()
    pid = bare()
    if pid < 0:
        raise OSError(ctypes.get_errno(), "fork")
    return pid


def prctl(option, value=0):
    if libc is None:
        return False
    number = ctypes.c_ulong
    return _call("prctl", option, number(value), number(0), number(0), number(0))


def die_first():
    """When memory is short, the kernel is to end this process before the zygote, the server and the browser."""
    try:
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("500")
    except OSError:
        pass  # not Linux, or one that would be ended sooner anyhow


def unshare(flags):
    return _call("unshare", flags)


def setns(descriptor, kind):
    return _call("setns", descriptor, kind)


def must(name, *arguments):
    """Call what has to work."""
    if not _call(name, *arguments):
        number = ctypes.get_errno() if libc else errno.ENOSYS
        raise OSError(number, "%s: %s" % (name, os.strerror(number)))


def mount(source, target, kind, flags, data=None):
    must("mount", source, target, kind, ctypes.c_ulong(flags), data)


def confine(program):
    """Let the kernel refuse what the program (sock_filter records, in hexadecimal) refuses, for good."""
    records = ctypes.create_string_buffer(bytes.fromhex(program))
    length = (len(records) - 1) // 8

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    pointer = Program(length, ctypes.addressof(records))
    number = ctypes.c_ulong
    must("prctl", PR_SET_NO_NEW_PRIVS, number(1), number(0), number(0), number(0))
    must("prctl", PR_SET_SECCOMP, number(SECCOMP_MODE_FILTER), ctypes.byref(pointer), number(0), number(0))


def private_proc():
    """Give this process, pid 1 of its namespace, and its children a /proc of their own."""
    if not unshare(CLONE_NEWNS):
        return False
    try:
        own_proc()
    except OSError:
        return False
    return True


def own_proc():
    """Have a /proc of its own in the mount namespace that this process has made."""
    mount(b"none", b"/", None, MS_REC | MS_SLAVE)
    mount(b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)


@functools.lru_cache(None)
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

"""The reaper: the parent of one student's process, who ends all its descendants.

It waits for the end of the student's process, which it reports, and for the
hang-up of the command pipe, which is how the server, dying or alive, ends an
element. In a pid namespace it is pid 1, so that the kernel does the ending.
"""
import _signal  # what signal wraps in enums, which each process would have to copy
import os
import select
import signal
import subprocess
import sys
import time

from . import linux, start


def settle():
    """Be deaf to what is not meant for a reaper. A zygote does it for those it will fork."""
    for quiet in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM, signal.SIGPIPE):
        signal.signal(quiet, signal.SIG_IGN)


def watch(order, spawn=False):
    """Start the student's process, in which this returns; the reaper never returns."""
    if order.namespaced:
        linux.private_proc()
    else:
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
    # Before there is a child, so that its end cannot be missed.
    readable, writable = os.pipe()
    os.set_blocking(writable, False)
    _signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
    _signal.signal(_signal.SIGCHLD, lambda number, frame: None)

    sys.stdout = sys.stderr = sys.stdin = None  # nothing of the parent's is written twice
    reaper = os.getpid()
    child = _spawn(order) if spawn else os.fork()
    if child == 0:
        _signal.set_wakeup_fd(-1)
        _signal.signal(_signal.SIGCHLD, _signal.SIG_DFL)
        os.close(readable)
        os.close(writable)
        linux.prctl(linux.PR_SET_PDEATHSIG, _signal.SIGKILL)
        if os.getppid() != reaper:
            os._exit(1)  # the reaper died before that took effect
        return

    if order.take(start.REAPER):
        commands, events = _keep([order.descriptors[2], order.descriptors[3], readable, writable])[:2]
        end = _wait(child, commands, readable)
        if end is not None:
            try:
                os.write(events, ("\n%s\n" % _report(*end)).encode())
            except OSError:
                pass  # the server is gone
    if order.namespaced:
        end_namespace()
    else:
        end_descendants(child)
    # The events end here, which tells the server that nobody is left.
    os._exit(0)


def _spawn(order):
    """Start the student's process with exec: forking alone is unsafe on macOS."""
    import _crunchy
    for number in order.descriptors:
        os.set_inheritable(number, True)
    arguments = [sys.executable, "-I", "-c", _crunchy.program, "spawned"] + _crunchy.rest
    if order.single:
        arguments.append("terminal")
    return os.posix_spawn(sys.executable, arguments, os.environ)


def _keep(numbers):
    """Close every descriptor but these."""
    before = -1
    for number in sorted(numbers) + [None]:
        if number is None:
            os.closerange(before + 1, max(before + 1, 1024))
        else:
            os.closerange(before + 1, number)
            before = number
    return numbers


def _wait(child, commands, wakeup):
    """How child ended and what it used, or None when the command pipe was hung up first.

    Also reaps what was left to us by processes that ended.
    """
    poll = select.poll()
    poll.register(commands, 0)  # hang-up only; what is written there is the student's
    poll.register(wakeup, select.POLLIN)
    while True:
        for descriptor, _ in poll.poll():
            if descriptor == commands:
                return None
            os.read(wakeup, 4096)
        while True:
            try:
                pid, status, used = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return None
            if pid == child:
                return status, used
            if pid == 0:
                break


def _report(status, used):
    if os.WIFSIGNALED(status):
        return '{"ev":"exit","signal":%d,"cpu_ms":%d,"last":4}' % (
            os.WTERMSIG(status), (used.ru_utime + used.ru_stime) * 1000)
    return '{"ev":"exit","code":%d,"last":4}' % os.WEXITSTATUS(status)


def end_namespace():
    """Kill all others in the namespace whose pid 1 this is, and see them off."""
    _signal.set_wakeup_fd(-1)
    try:
        os.kill(-1, signal.SIGKILL)
        while True:
            os.waitpid(-1, 0)
    except (ChildProcessError, ProcessLookupError):
        pass  # whom we could not wait for goes when we do


def end_descendants(child):
    """Kill until nobody is left. Orphans become our children where there is a subreaper."""
    _signal.set_wakeup_fd(-1)
    deadline = time.monotonic() + 10  # what does not die by then hangs in the kernel
    while time.monotonic() < deadline:
        found = descendants(os.getpid(), child)
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            if not found:
                return
        time.sleep(0.002)


def descendants(root, session):
    """The pids of all processes below root, and of those in the student's session."""
    parents = _linux_parents() if os.path.isdir("/proc/self") else _ps_parents()
    known, grown = {root}, True
    while grown:
        grown = False
        for pid, (parent, leader) in parents.items():
            if pid not in known and (parent in known or leader == session):
                known.add(pid)
                grown = True
    known.discard(root)
    return known


def _linux_parents():
    parents = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name, "rb") as stat:
                fields = stat.read().rpartition(b")")[2].split()
        except OSError:
            continue  # gone already
        if fields[0] != b"Z":
            parents[int(name)] = int(fields[1]), int(fields[3])
    return parents


def _ps_parents():
    parents = {}
    try:
        ps = subprocess.Popen(["ps", "-axo", "pid=,ppid=,pgid="], stdout=subprocess.PIPE)
    except OSError:
        return parents
    for line in ps.communicate()[0].decode().splitlines():
        pid, parent, group = (int(field) for field in line.split())
        if pid != ps.pid:
            parents[pid] = parent, group
    return parents

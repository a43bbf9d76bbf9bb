"""The way into the sandbox of one student, for the zygote that bubblewrap has started.

Bubblewrap has made the file system, and took away the network. What is left to do
here is what every process of the student needs for its own pid namespace later: a
user namespace in which the zygote is somebody, with a pid namespace in which it is
the first, and folders of a bounded size to write into.

The first message on the socket says how: a JSON object with "folders", which are
to be made, with "bytes" and "files", the size of each, with "home", which of them
is the student's own, and with "filter", a program for the kernel, in hexadecimal,
that refuses the system calls that are not for students.
"""
import array
import json
import os
import signal
import socket
import sys

from . import linux


def enter(descriptor):
    """Return the filter, in the process that is to be the zygote. On failure the cause is sent."""
    os.closerange(descriptor + 1, 4096)  # whatever the server has inherited
    line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, fileno=descriptor)
    settings = json.loads(line.recv(65536).decode())
    try:
        _namespaces()
        _folders(settings)
    except OSError as problem:
        line.send(json.dumps({"ready": False, "cause": str(problem)}).encode())
        sys.exit(1)
    _show(line, settings["home"])
    line.detach()
    return settings["filter"]


def _namespaces():
    user, group = os.getuid(), os.getgid()
    linux.must("unshare", linux.CLONE_NEWUSER | linux.CLONE_NEWNS | linux.CLONE_NEWPID)
    for name, text in (("setgroups", "deny"), ("uid_map", "%d %d 1" % (user, user)), ("gid_map", "%d %d 1" % (group, group))):
        with open("/proc/self/" + name, "w") as table:
            table.write(text)
    first = os.fork()
    if first:
        os.closerange(0, 64)
        os.waitpid(first, 0)
        os._exit(0)
    linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    linux.own_proc()
    try:  # nobody in here makes a user namespace to be root in
        with open("/proc/sys/user/max_user_namespaces", "w") as most:
            most.write("0")
    except OSError:
        pass  # it is filtered as well


def _folders(wanted):
    flags = linux.MS_NOSUID | linux.MS_NODEV
    size = "size=%d,nr_inodes=%d,mode=700" % (wanted["bytes"], wanted["files"])
    for folder in wanted["folders"]:
        linux.mount(b"tmpfs", folder.encode(), b"tmpfs", flags, size.encode())
    terminals = b"newinstance,ptmxmode=0666,mode=620,max=32"  # whoever opens them all takes them from everybody
    linux.mount(b"devpts", b"/dev/pts", b"devpts", linux.MS_NOSUID | linux.MS_NOEXEC, terminals)
    os.chdir(wanted["home"])


def _show(line, folder):
    """Send the folder itself, so that the server can reach into it."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    line.sendmsg([b'{"home":true}'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [opened]))])
    os.close(opened)

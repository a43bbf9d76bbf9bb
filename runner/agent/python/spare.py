"""A process that is forked ahead, when its zygote has nothing to do.

What takes time at a start has happened when somebody wants it. It has nothing of
anybody's before: folder, environment, limits and descriptors come with the request.
"""
import array
import json
import socket

from . import start
from .start import REAPER, STUDENT, Start

MESSAGE = 256 * 1024


class Spare(Start):
    def __init__(self):
        super().__init__()
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in (STUDENT, REAPER)]
        self.ours, self.theirs = zip(*pairs)

    def fits(self, request):
        return not request.get("terminal") and not request.get("probe")

    def give(self, text, descriptors):
        """In the zygote: let it be that process. False if it is not there any more."""
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))]
        try:
            self.ours[STUDENT].sendmsg([text], rights)
        except OSError:
            return False
        try:
            self.ours[REAPER].sendmsg([text], rights)
        except OSError:
            pass  # it dies, and its student with it: that is seen as with any other
        return True

    def take(self, who):
        self.theirs[1 - who].close()
        text, self.descriptors = receive(self.theirs[who])
        self.theirs[who].close()
        self.request = json.loads(text.decode()) if text else None
        return self.request is not None


def receive(line):
    """One request and its descriptors, or None, [] at the end."""
    space = socket.CMSG_SPACE(start.DESCRIPTORS * array.array("i").itemsize)
    try:
        text, ancillary, _, _ = line.recvmsg(MESSAGE, space, getattr(socket, "MSG_CMSG_CLOEXEC", 0))
    except ConnectionError:
        return None, []
    descriptors = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(data[:len(data) - len(data) % descriptors.itemsize])
    return text or None, descriptors.tolist()


def close(lines):
    for line in lines:
        line.close()

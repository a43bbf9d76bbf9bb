"""The raw layer of sys.stdin."""
import io
import os
import select

from .interrupts import guarded

_readv, _select = os.readv, select.select


class Source(io.RawIOBase):
    """The raw layer of sys.stdin. Tells the server when the program waits for a line."""

    name, mode = "<stdin>", "rb"

    def __init__(self, wire):
        self.wire = wire
        self.prompt, self.secret = "", False
        self.draining = self.ended = False
        self.tap = None  # is called with what is typed
        self.halfway = False  # a long line comes in pieces, the next of which is on its way

    def readinto(self, buffer):
        if self.draining:
            return self._drain(buffer)
        if not _ready(0, 0.2 if self.halfway else 0):
            return self._wait(buffer)
        return self._take(buffer)

    def _wait(self, buffer):
        """Read what is typed next, and tell the server before and after."""
        self.wire.emit("stdin", waiting=True, prompt=self.prompt, secret=self.secret)
        count = 0
        try:
            try:
                _select([0], [], [])
            except (OSError, ValueError):
                pass  # closed, or something odd, of which reading will complain better
            count = self._take(buffer)
            return count
        finally:
            answer = "" if self.secret else bytes(buffer[:count]).decode("utf-8", "replace")
            if self.tap is not None:
                self.tap(answer)
            self.wire.emit("stdin", waiting=False, secret=self.secret, text=answer)

    @guarded
    def _take(self, buffer):
        count = _readv(0, (buffer,))
        self.halfway = count > 0 and buffer[count - 1] != 10
        return count

    def _drain(self, buffer):
        """Read what is there, without waiting; then it is as if the file ended."""
        while _ready(0):
            try:
                count = self._take(buffer)
            except OSError:
                return 0
            if count:
                return count
            if self.ended:
                return 0  # a file or a closed terminal: it ends for ever
            self.ended = True
        return 0

    def readable(self):
        return True

    def fileno(self):
        return 0

    def isatty(self):
        return os.isatty(0)


def _ready(descriptor, patience=0):
    try:
        return bool(_select([descriptor], [], [], patience)[0])
    except (OSError, ValueError):
        return True

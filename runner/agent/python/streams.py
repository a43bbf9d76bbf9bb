"""sys.stdin, sys.stdout and sys.stderr of a learner's program.

Printed is printed: what ends with a line end is on the page or in the terminal
before print returns, so that it is seen whatever becomes of the process.
"""
import io
import os
import select
import sys
from time import monotonic

from . import interrupts
from .interrupts import guarded
from .source import Source
from .wire import OUT

_write, _select = os.write, select.select
PATIENCE = 0.01  # a part of a line waits for more if the last one went out this short ago
MOST = 8192  # bytes of a line's part that are held at most


class Sink(io.BufferedIOBase):
    """The binary layer of an output stream: sys.stdout.buffer."""

    mode = "wb"

    def __init__(self, wire, stream, name):
        self.wire, self.stream, self.name = wire, stream, name
        self.held = b""
        self.released = 0.0
        self._tap = None
        if wire.page is not None:
            self.arm()

    def arm(self):
        """Let what is printed be left on the page, if there is one and nobody listens."""
        page = self.wire.page
        if page is not None and self.stream == OUT and self._tap is None and not self.closed:
            self.write = page.writer(self._slow, self.wire.ring)
        else:
            self.__dict__.pop("write", None)

    @property
    def tap(self):
        """Is called with all that is written, if it is not None."""
        return self._tap

    @tap.setter
    def tap(self, tap):
        self._tap = tap
        self.arm()

    def close(self):
        super().close()
        self.arm()

    @property
    def raw(self):
        return self

    def write(self, data):
        count = self._write(data)
        if interrupts.held:
            interrupts.deliver()
        return count

    _slow = write

    @guarded
    def _write(self, data):
        if self.closed:
            raise ValueError("write to closed file")
        if type(data) is not bytes:
            data = memoryview(data).tobytes()
        wire = self.wire
        if wire.lock._is_owned():  # a signal handler prints, in the middle of our printing
            wire.later.append(lambda: self._write(data))
            return len(data)
        with wire.lock:
            if self.tap is not None:
                self.tap(self.stream, data)
            if wire.page is not None and self.stream == OUT:
                if 0 in data:
                    self._out(data)
                else:
                    wire.fill(data)
                return len(data)
            held = self.held + data
            if b"\n" in data or len(held) > MOST or monotonic() - self.released > PATIENCE:
                self.held = b""
                self._out(held)
            else:
                self.held = held
        if wire.later:
            wire.catch_up()
        return len(data)

    @guarded
    def _out(self, data):
        stream, wire = self.stream, self.wire
        if wire.shared and wire.live:
            wire.children.check()
        if wire.last != stream:
            wire.switch(stream)
        written = _write(stream, data) if data else 0
        while written < len(data):
            try:
                written += _write(stream, memoryview(data)[written:])
            except BlockingIOError:  # some child made the terminal non-blocking
                _select([], [stream], [], 1)
        self.released = monotonic()

    @guarded
    def release(self):
        """Let out what is held. The caller has the lock."""
        if self.held:
            held, self.held = self.held, b""
            try:
                self._out(held)
            except OSError:
                pass  # closed by the program; the event that follows matters more

    def flush(self):
        if self.closed:
            raise ValueError("flush of closed file")
        self._flush()
        if interrupts.held:
            interrupts.deliver()

    @guarded
    def _flush(self):
        wire = self.wire
        if wire.lock._is_owned():
            return
        with wire.lock:
            if self.held:
                held, self.held = self.held, b""
                self._out(held)

    def writable(self):
        return True

    def fileno(self):
        self.wire.expose()  # whoever has the number may write there
        return self.stream

    def isatty(self):
        return os.isatty(self.stream)


class Streams:
    """Makes the three streams and remakes those that a program has spoiled."""

    def __init__(self, wire):
        self.wire = wire
        self.backup = []
        self.stdin = self.stdout = self.stderr = None
        for name in ("stdin", "stdout", "stderr"):
            self._make(name)
            setattr(sys, name, getattr(self, name))

    def back_up(self):
        """The terminals are there now: keep them, whatever a program closes."""
        self.backup = [_high(number) for number in range(3)]

    def _make(self, name):
        if name == "stdin":
            raw = io.BufferedReader(Source(self.wire))
            made = io.TextIOWrapper(raw, "utf-8", "surrogateescape")
            made.mode = "r"
        else:
            number = 1 if name == "stdout" else 2
            sink = Sink(self.wire, number, "<%s>" % name)
            made = Output(sink, "utf-8", "backslashreplace", newline="\n", write_through=True)
            made.mode = "w"
        setattr(self, name, made)
        setattr(sys, "__%s__" % name, made)
        if name != "stdin":
            self.wire.sinks = tuple(s.buffer for s in (self.stdout, self.stderr) if s is not None)

    def repair(self):
        """Between runs: a closed or missing stream must not spoil the next run.

        A stream that works, be it a StringIO, is what the learner wanted.
        """
        for number in range(3):
            try:
                os.fstat(number)
            except OSError:
                os.dup2(self.backup[number], number)
        for name in ("stdin", "stdout", "stderr"):
            if _closed(getattr(self, name)):
                self._make(name)
            if _closed(getattr(sys, name, None)):
                setattr(sys, name, getattr(self, name))

    def unread(self):
        """What nobody has read: (text, does the end of the file follow)."""
        if _closed(self.stdin):
            self._make("stdin")
        source = self.stdin.buffer.raw
        source.draining, source.ended = True, False
        try:
            return self.stdin.read(), source.ended
        finally:
            source.draining = False


class Output(io.TextIOWrapper):
    """As TextIOWrapper, but says what holds for Sink: a line end flushes."""

    line_buffering = True
    write_through = False

    def __repr__(self):
        return "<_io.TextIOWrapper name=%r mode=%r encoding=%r>" % (self.name, self.mode, self.encoding)


Output.__name__ = Output.__qualname__ = "TextIOWrapper"
Output.__module__ = "_io"


def _closed(stream):
    try:
        return stream is None or bool(stream.closed)
    except (AttributeError, ValueError):  # an object of the learner's; a detached buffer
        return isinstance(stream, io.TextIOWrapper)


def _high(number):
    """A copy of a descriptor out of the way of programs that close a range of them."""
    import fcntl
    import resource
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    least = 512 if soft == resource.RLIM_INFINITY or soft >= 600 else max(10, soft - 32)
    return fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, least)

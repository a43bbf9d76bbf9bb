"""The way to the server: event lines, and the order of all that leaves the process.

Terminals 1 and 2 and the event pipe (4) are three ways, and the server cannot
know which was written first. So whoever writes to another one than was written
last makes a barrier: a sync event, which the server acknowledges once it has
taken all that was written before. What is left on the page has its place among the
events, each of which says how far the page was written before it.
"""
import _thread
import json
import os

from . import interrupts
from .interrupts import guarded
from .watch import watch

OUT, ERR, EVENT = 1, 2, 4
ANY = 0  # somebody else, a child process, may have written anywhere
BELL = b"\np\n"  # "look at the page"

# The C parts alone, bound once: what a learner does to json or os is their affair.
if json.encoder.c_make_encoder is not None:
    _pieces = json.encoder.c_make_encoder(
        None, repr, json.encoder.encode_basestring_ascii, None, ": ", ", ", False, False, False)

    def encode(message):
        return "".join(_pieces(message, 0))
else:
    encode = json.JSONEncoder(check_circular=False).encode

decode = json.JSONDecoder().scan_once  # (text, 0) -> (value, where it ended)
write, read, leave = os.write, os.read, os._exit
BROKEN = 120  # the exit status when the way to the server is lost


class Wire:
    """Shared by all threads. Whoever holds lock may write."""

    def __init__(self, single):
        self.commands = self.events = self.acks = -1
        self.lock = _thread.RLock()
        self.last = EVENT
        self.live = True  # False in a forked child: it has no server
        self.shared = False  # child processes may be writing to the terminals
        self.children = None
        self.single = single  # one terminal, written by others than us: a barrier follows each event
        self.sinks = ()  # hold parts of lines, which go before an event
        self.page = None  # where standard output is left, as long as only we write to the terminals
        self.later = []  # calls of a signal handler that came in the middle of our own
        self.sent = self.acked = 0

    def open(self, commands, events, acks):
        self.commands, self.events, self.acks = commands, events, acks

    def share(self, page):
        """From now on what is printed is left on a page, while only we write to the terminals."""
        self.page, watch.wire = page, self
        watch.install()
        for sink in self.sinks:
            sink.arm()

    def emit(self, kind, **fields):
        self._emit(kind, fields)
        if interrupts.held:
            interrupts.deliver()

    @guarded
    def _emit(self, kind, fields):
        if self.lock._is_owned():
            self.later.append(lambda: self._emit(kind, fields))
            return
        with self.lock:
            if not self.live:
                return
            for sink in self.sinks:
                sink.release()
            self._line(dict(fields, ev=kind, last=self.last or ERR))
            self.last = EVENT
            if self.single:
                self.switch(OUT)
        self.catch_up()

    @guarded
    def switch(self, stream):
        """Make sure that stream may be written. The caller holds the lock."""
        if not self.live or stream == self.last:
            return
        for sink in self.sinks:
            if sink.stream != stream:
                sink.release()
        if self._sync():
            self.last = stream

    @guarded
    def _sync(self, **fields):
        """Wait until the server has taken all there is. False if there is no server any more."""
        if self.page is not None:
            self.page.close()
        self.sent += 1
        self._line(dict(fields, ev="sync", id=self.sent % 256, last=self.last or ERR))
        while self.acked < self.sent:
            ack = read(self.acks, 1)
            if not ack:
                self.live = False
                return False
            # Acknowledgements come in order, so the number can be told from its low byte.
            self.acked += (ack[0] - self.acked) % 256
        return True

    @guarded
    def fill(self, data):
        """Leave text on the page. The caller holds the lock."""
        if self.last != EVENT:
            self._line({"ev": "turn", "last": self.last or ERR})
            self.last = EVENT
        data = memoryview(data)
        self.page.open()
        while data:
            count = self.page.put(data)
            data = data[count:]
            if not count:
                if not self._sync(reset=True):
                    return
                self.page.clear()
        self._bell()

    def ring(self):
        """Let the server look at the page."""
        self._ring()
        if interrupts.held:
            interrupts.deliver()

    @guarded
    def _ring(self):
        if self.lock._is_owned():  # perhaps in the middle of a line
            self.later.append(self._ring)
            return
        with self.lock:
            self._bell()
        self.catch_up()

    @guarded
    def _bell(self):
        if self.page is not None and self.page.memory[0]:
            try:
                self.page.memory[0] = 0
            finally:
                self._send(BELL)

    @guarded
    def expose(self):
        """Somebody else may write to the terminals from now on. So all goes there again."""
        if self.page is None or not self.live:
            return
        if self.lock._is_owned():  # a signal handler, in the middle of our printing
            self.later.append(self.expose)
            return
        with self.lock:
            self.page.close()
            self.switch(OUT)
            self.page = None
            for sink in self.sinks:
                sink.arm()
        self.catch_up()

    @guarded
    def _line(self, message):
        # The line end in front ends what was left of a line by a learner's signal
        # handler that raised in the middle of it; usually it is an empty line.
        if self.page is not None:
            message["page"] = self.page.end()
        self._send(("\n" + encode(message) + "\n").encode())

    @guarded
    def _send(self, data):
        data = memoryview(data)
        try:
            while data:
                data = data[write(self.events, data):]
        except OSError:
            # Closed by the program, os.closerange perhaps. Nothing more can be
            # told, and the reaper reports this status.
            leave(BROKEN)

    @guarded
    def catch_up(self):
        while self.later and not self.lock._is_owned():
            self.later.pop(0)()

    def lost(self):
        """In a forked child: leave the server to the parent."""
        self.live = False
        if self.page is not None:
            self.page.close()
            self.page = None
        self.lock = _thread.RLock()
        self.later = []
        for number in (self.commands, self.events, self.acks):
            try:
                os.close(number)
            except OSError:
                pass

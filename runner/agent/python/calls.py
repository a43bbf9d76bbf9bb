"""A student's process, once its program has run: it does what the checker asks."""
import contextlib
import io
import sys

from . import interrupts, tracebacks
from .peer import Peer, Raising
from .proxy import FUNCTIONS, Proxy
from .wire import decode

LONGEST = 1 << 20  # characters of output that one example may have


class Calls:
    """next gives the next command, namespace is the program's, files are the names
    of the learner's sources, values knows what was shown, compile makes code of an
    example."""

    def __init__(self, wire, next, namespace, files, values, compile):
        self.wire, self.next, self.namespace, self.files, self.compile = wire, next, namespace, files, compile
        self.values = values
        functions = dict(FUNCTIONS, name=self.name, last=self.last, names=self.names, example=self.example)
        self.peer = Peer(self.send, self.receive, functions, Raising(vars(interrupts)["__builtins__"]), Proxy)
        self.peer.line = self.line
        self.examples = {}  # by the number of their block: each has names of its own
        self.id = 0

    class Finished(BaseException):
        """Nothing more is asked."""

    def serve(self, number):
        """Until the checker has seen enough."""
        self.id = number
        try:
            while True:
                reply = interrupts.call(self.peer.perform, self.receive()["ask"])
                self.send({"reply": reply})
        except self.Finished:
            pass

    def send(self, message):
        self.wire.emit("answer", id=self.id, data=message)

    def receive(self):
        command = self.next()
        if command is None or command.get("op") != "call":
            raise self.Finished
        return decode(command["text"], 0)[0]

    # What can be asked besides what proxies do.

    def names(self):
        return [name for name in self.namespace if type(name) is str]

    def name(self, name):
        """The value of a name of the program's, in a list, or none."""
        return [self.namespace[name]] if name in self.namespace else []

    def last(self):
        """The value of the program's last line, where the program shows it."""
        return self.values.last

    def example(self, block, source, file):
        """Run one example of a block. Returns what it printed, values included, and
        the exception that ended it: its class, its message and the line."""
        names = self.examples.get(block)
        if names is None:
            names = self.examples[block] = dict(self.namespace)
        out, error, show = io.StringIO(), None, sys.displayhook
        sys.displayhook = sys.__displayhook__
        with contextlib.redirect_stdout(out):
            try:
                exec(self.compile(source, file, "single"), names)
            except KeyboardInterrupt:
                raise
            except BaseException as raised:
                error = raised
            finally:
                sys.displayhook = show
        printed = out.getvalue()[:LONGEST]
        if error is None:
            return printed, None
        described = tracebacks.describe(error, self.files)
        return printed, [described["type"], described["message"], self.line(error)]

    def line(self, error):
        """The line of the student's own program in which it went wrong."""
        try:
            described = tracebacks._describe(error, {f for f in self.files if not f.startswith("<example")})
            return int(described["line"] or 0)
        except BaseException:
            return 0

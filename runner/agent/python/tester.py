"""Checks a student's program, from a process of its own.

The student's process (calls.py) holds what their program has defined; this one
holds the tests and says what came of them. All that passes between the two are
values and requests, through the server: nothing that a student's program does to
itself changes a test, a comparison, or the verdict.
"""
import builtins
import json
import os
import sys
import types

from . import outputs, sent, statements
from .outcome import Report
from .peer import Peer, Raising
from .proxy import CALLBACKS, Proxy
from .wire import decode, encode


def runner(kind):
    """What tries tests of a kind; the library's own tools take long to import."""
    if kind == "doctest":
        from . import doctests
        return doctests.run
    if kind == "unittest":
        from . import unittests
        return unittests.run
    if kind == "grader":
        from . import graders
        return graders.run
    if kind == "parsons":
        from . import order
        return order.run
    return statements.run if kind == "check" else outputs.run


class Line:
    """Messages on standard input and output, one a line."""

    def __init__(self):
        self.waiting = b""

    def send(self, message):
        data = memoryview((encode(message) + "\n").encode())
        while data:
            data = data[os.write(1, data):]

    def receive(self):
        while b"\n" not in self.waiting:
            data = os.read(0, 65536)
            if not data:
                os._exit(0)  # the server wants no more
            self.waiting += data
        line, _, self.waiting = self.waiting.partition(b"\n")
        return decode(line.decode(), 0)[0]


class Printing:
    """What tests print goes to the student."""

    def __init__(self, line):
        self.line = line

    def write(self, text):
        self.line.send({"print": text})
        return len(text)

    def flush(self):
        pass


def main():
    line = Line()
    task = line.receive()
    sys.stdin, sys.stdout = open(os.devnull), Printing(line)
    closed()
    sent.offer(task["modules"])
    raising = Raising(vars(builtins))
    peer = Peer(line.send, line.receive, CALLBACKS, raising, Proxy)
    report = Report(task)
    student = Student(peer, task)
    for number, test in enumerate(task["tests"] or ()):
        if test["kind"] == "dialogue":
            continue  # the server has compared that
        report.begin(number, test)
        try:
            runner(test["kind"])(test["source"], student, report)
        except KeyboardInterrupt:
            line.send({"result": None})  # it was stopped: there is no verdict
            return
        except BaseException as error:
            report.broken(error)
    line.send({"result": json.loads(json.dumps(report.result()))})


def closed():
    """Nobody else opens the terminal that the messages go through."""
    try:
        import fcntl
        import termios
        fcntl.ioctl(0, termios.TIOCEXCL)
    except (ImportError, OSError):
        pass


class Student:
    """The student's program, as tests see it."""

    def __init__(self, peer, task):
        self.peer = peer
        self.source, self.output = task["source"], task["output"]
        self.setup = task["setup"]
        # Names that Python has of itself are Python's, unless the author means the student's.
        self.own = set()
        for text in task["author"] or ():
            self.own |= statements.defined(text)
        peer.classes = frozenset(self.own)
        self.helpers = None  # what the preparation has defined

    def namespace(self):
        """Globals for tests: their own names, then Python's, then the student's."""
        names = {"__name__": "check", "__builtins__": Names(self)}
        if self.helpers is None:
            prepared = dict(names)
            exec(compile(self.setup, "<preparation>", "exec"), prepared)
            # Helpers are the author's; classes and data are what the student's program works with.
            self.helpers = {
                name: value for name, value in prepared.items()
                if isinstance(value, (types.FunctionType, types.ModuleType)) and name not in names}
            for name in set(prepared) - set(names) - set(self.helpers):
                del prepared[name]
        names.update(self.helpers)
        return names


class Names(dict):
    """What a test's name stands for that the test has not defined itself."""

    def __init__(self, student):
        super().__init__(vars(builtins))
        self.student = student

    def __getitem__(self, name):
        if name in self and name not in self.student.own:
            return super().__getitem__(name)
        found = self.student.peer.ask("name", name)
        if found:
            return found[0]
        return super().__getitem__(name)

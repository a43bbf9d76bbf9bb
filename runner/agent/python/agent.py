"""The main loop: one command after the other, in the main thread, as at a prompt."""
import os
import select

from . import analyzer, finish, formatter, hooks, interrupts, lookup, run, static
from .desk import desk
from .interrupts import guarded
from .wire import BROKEN, decode, leave, read

EVENT = b'{"op":"event",'  # how the server writes one


class Agent:
    def __init__(self, wire, streams, single=False):
        self.wire, self.streams = wire, streams
        self.pid = os.getpid()
        self.runner = run.Runner(wire, streams, self.next, single)
        self.input = b""
        self.getpid, self.select = os.getpid, select.select
        self.told = []  # what the page has told a running program
        hooks.install(wire, streams, single)
        desk.event = self.event

    def serve(self):
        """Take commands until the process is to end, then end it as CPython would."""
        while True:
            status = None
            try:
                # A loop of its own, because Python looks for signals where a loop
                # begins again: what a learner's handler raises there is caught too.
                while status is None:
                    status = self.turn()
            except BaseException:
                if self.getpid() != self.pid:
                    raise
            if status is not None:
                self.runner.main = None  # CPython clears what nobody holds in good order
                finish.leave(self.wire, self.streams, status)

    def turn(self):
        """Do one command. Returns the exit status if it ends the process."""
        command = None
        try:
            command = self.next()
            if command is None:
                leave(0)  # the server is gone, or closed us
            return self.obey(command)
        except BaseException as error:
            if self.getpid() != self.pid:
                raise
            return self.failed(command, error)

    def failed(self, command, error):
        """We could not do our part: a signal handler of the learner's raised between
        runs, as it can at a prompt, or the library lies in ruins. Every command is
        answered all the same, or the process ends: the server must never wait in vain.
        """
        self.runner.show(error)
        if command is not None:
            try:
                name = static.class_name(type(error))
                self.wire.emit("done", id=command.get("id", 0), exception={"type": name, "message": "", "line": 0})
            except BaseException:
                leave(BROKEN)
        return None

    def next(self):
        """The next command, or None at the end of them."""
        while True:
            while b"\n" not in self.input:
                # Waiting here, where nothing can be lost, signal handlers may raise.
                self.select([self.wire.commands], [], [])
                data = read(self.wire.commands, 65536)
                if not data:
                    return None
                self.input += data
            line, _, self.input = self.input.partition(b"\n")
            command = decode(line.decode(), 0)[0]
            if command.get("op") != "event":  # it came too late: its program has ended
                return command

    def event(self, patience):
        """While a program runs: what the page tells it within so many seconds, or None."""
        if not self.told and self.getpid() == self.pid:
            self.listen(self.select([self.wire.commands], [], [], patience)[0])
            if interrupts.held:
                interrupts.deliver()
        return self.told.pop(0) if self.told else None

    @guarded
    def listen(self, ready):
        if ready:
            data = read(self.wire.commands, 65536)
            if not data:
                leave(0)  # the server is gone
            self.input += data
        # No other commands come before the run is over.
        while self.input.startswith(EVENT) and b"\n" in self.input:
            line, _, self.input = self.input.partition(b"\n")
            self.told.append(decode(decode(line.decode(), 0)[0]["text"], 0)[0])

    def obey(self, command):
        """Do one command and answer it. Returns the exit status if it ends the process."""
        op = command.get("op")
        if op in ("line", "exec", "run", "cancel"):
            return getattr(self.runner, op)(command)
        if op == "unread":
            text, ended = self.streams.unread()
            self.wire.emit("unread", id=command["id"], text=text, eof=ended)
        elif op in ("complete", "inspect"):
            try:
                answer = getattr(lookup, op)(
                    self.runner.main.__dict__, command.get("text", ""), command.get("cursor", 0))
            except Exception:
                # Odd objects; an answer that is not there is no harm.
                answer = {"start": command.get("cursor", 0), "end": command.get("cursor", 0), "matches": [], "found": False}
            self.wire.emit("answer", id=command["id"], data=answer)
        elif op == "format":
            self.wire.emit("answer", id=command["id"], data=formatter.format(command.get("text", "")))
        elif op == "analyze":
            self.wire.emit("answer", id=command["id"], data=analyzer.analyze(command.get("text", "")))
        return None

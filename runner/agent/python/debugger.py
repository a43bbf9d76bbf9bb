"""A program under the library's own debugger, which is typed at as on any terminal.

Wherever it stops, what there is to be seen is also told as data, in the words of
steps.py, for a page to show. Only the learner's own file is stopped in.
"""
import bdb
import pdb

from . import interrupts, steps
from .brief import raised
from .snapshot import Snapshot

STOP = "application/vnd.crunchy.stop+json"
PROMPT = "(Pdb) "
KEPT = "__pdb_convenience_variables"  # which it puts among the program's names


class Debugger(pdb.Pdb):
    def __init__(self, wire, streams, command):
        super().__init__(completekey=None, stdin=Typed(streams, self), stdout=streams.stdout, nosigint=True, readrc=False)
        self.prompt = PROMPT
        self.file = command["file"]
        self.sight = Sight(wire)
        self.threw = 0  # the frame through which an exception goes
        self.reset()

    # What bdb is to do otherwise.

    def trace(self, frame, event, arg):
        """As sys.settrace wants it."""
        return self.trace_dispatch(frame, event, arg)

    def trace_dispatch(self, frame, event, arg):
        if interrupts.is_agent(frame.f_code):
            return None
        return super().trace_dispatch(frame, event, arg)

    def dispatch_call(self, frame, arg):
        if not frame.f_code.co_flags & steps.GENERATES:
            self.sight.entered(frame)
        return super().dispatch_call(frame, arg)

    def stop_here(self, frame):
        return frame.f_code.co_filename == self.file and super().stop_here(frame)

    def canonic(self, filename):
        """The program has the name that the learner knows, and need not be on disk."""
        return filename if filename == self.file else super().canonic(filename)

    def lookupmodule(self, filename):
        return filename if filename == self.file else super().lookupmodule(filename)

    # Where it stops.

    def user_call(self, frame, argument_list):
        if self.stop_here(frame):  # else there are breakpoints in it
            self.stopped(frame, "call", None)
        super().user_call(frame, argument_list)

    def user_line(self, frame):
        self.threw = 0
        self.stopped(frame, "line", None)
        super().user_line(frame)

    def user_return(self, frame, return_value):
        if self.threw == id(frame) and return_value is None:
            return  # an exception leaves it
        self.stopped(frame, "return", return_value)
        super().user_return(frame, return_value)

    def user_exception(self, frame, exc_info):
        if exc_info[2] is None:
            return  # the end of what a loop goes through
        self.threw = id(frame)
        self.stopped(frame, "exception", exc_info)
        super().user_exception(frame, exc_info)

    def stopped(self, frame, event, arg):
        self.sight.stopped(own(frame, self.file), event, arg)

    def postcmd(self, stop, line):
        """What was typed may have changed a value."""
        if not stop:
            self.sight.again()
        return super().postcmd(stop, line)

    def _cmdloop(self):
        """Ctrl-C ends the program, here too."""
        self.cmdloop()

    # How it ends.

    def finish(self, _tracer):
        self.sight.forget()

    @staticmethod
    def ends(error):
        """Has the learner ended the program by a command?"""
        return isinstance(error, (bdb.BdbQuit, pdb.Restart))

    @staticmethod
    def trim(error):
        """Take out of a traceback what the debugger did when it was interrupted, and
        the second of two entries for the frame that it was tracing."""
        entry = error.__traceback__
        while entry is not None:
            after = entry.tb_next
            if after is not None and after.tb_frame.f_code is Debugger.trace_dispatch.__code__:
                entry.tb_next = None
            elif after is not None and after.tb_frame is entry.tb_frame:
                entry.tb_next = after.tb_next
                continue
            entry = entry.tb_next


class Typed:
    """Standard input as the debugger reads it: whoever watches learns that it is the one who asks."""

    def __init__(self, streams, debugger):
        self.streams, self.debugger = streams, debugger

    def readline(self):
        stream = self.streams.stdin
        source = stream.buffer.raw
        source.prompt = self.debugger.prompt
        try:
            return stream.readline()
        finally:
            source.prompt = ""


class Sight:
    """What there is to be seen where a program stops."""

    def __init__(self, wire):
        self.wire = wire
        self.number = self.frames = 0  # given last
        self.ids = {}  # numbers of the frames of the stop before
        self.known = {}  # its objects: id -> (number, id of the type)
        self.forget()

    def forget(self):
        self.stack, self.event, self.arg, self.told = [], "line", None, None

    def next(self):
        self.number += 1
        return self.number

    def entered(self, frame):
        """A frame begins, perhaps where one was that is gone."""
        self.ids.pop(id(frame), None)

    def stopped(self, stack, event, arg):
        """stack: the frames with their lines and names, the innermost first."""
        self.stack, self.event, self.arg = stack, event, arg
        self.tell(True)

    def again(self):
        self.tell(False)

    def tell(self, fresh):
        """Tell it. Unless that is fresh, only if it is another than was told last. A
        mistake of ours must not become the learner's."""
        try:
            told = self.describe()
        except Exception:
            return
        if fresh or told != self.told:
            self.told = told
            self.wire.emit("display", data={STOP: dict(told, fresh=fresh)})

    def describe(self):
        stack, hidden = list(self.stack), max(0, len(self.stack) - steps.FRAMES)
        if hidden:
            stack[steps.FRAMES - 1:-1] = []
        snapshot = Snapshot(self.known, self.next)
        ids, told = {}, []
        for frame, line, names in reversed(stack):
            ids[id(frame)] = number = self.ids.get(id(frame)) or self.numbered()
            told.append(described(number, frame, line, names, snapshot))
        self.ids = ids
        step = {"f": told}
        if hidden:
            step["hidden"] = hidden
        if self.event != "line":
            step["e"] = self.event
        if self.event == "return":
            step["v"] = snapshot.value(self.arg)
            if steps.yields(stack[0][0]):
                step["e"] = "yield"
        elif self.event == "exception":
            step["x"] = raised(self.arg)
        step["h"] = {str(number): thing for number, thing in snapshot.finish().items()}
        self.known = snapshot.numbers
        return step

    def numbered(self):
        self.frames += 1
        return self.frames


def described(number, frame, line, names, snapshot):
    """One frame with its names, as a step that tells all has it."""
    entry, values = {"i": number, "n": steps.title(frame.f_code), "l": line or 0}, []
    shown, more = steps.told(frame, {name: value for name, value in list(names.items()) if name != KEPT})
    for name, value in shown:
        values.append([name, snapshot.value(value)])
    if values:
        entry["v"] = values
    if more:
        entry["m"] = more
    return entry


def own(frame, file):
    """The program's own frames with their lines and names, the innermost first. The names
    are taken here once and for all: before 3.13, asking for them again undoes what is
    typed at the prompt."""
    found = []
    while frame is not None:
        if frame.f_code.co_filename == file:
            found.append((frame, frame.f_lineno, frame.f_locals))
        frame = frame.f_back
    return found

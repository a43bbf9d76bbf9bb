"""Records a run step by step, to be looked at afterwards.

Each step is told by what is other than in the step before, and sent as it comes.
Now and then one tells all, so that what was sent before may be forgotten. All
that is kept here is text: no object lives longer because it was seen.
"""
import opcode
import sys
import types
import warnings
from time import monotonic

from . import interrupts, static
from .brief import MORE, own as is_own, raised
from .interrupts import guarded
from .snapshot import Snapshot, visible
from .static import has
from .wire import encode

FRAMES = 20  # of one step, the outermost and the innermost
NAMES = 60  # of one frame
BROUGHT = 12  # of them, functions and classes of other modules; of more, none is told
PIECE = 24 << 10  # bytes from one step that tells all to the next
COUNT = 200  # steps from one that tells all to the next
PATIENCE = 0.05  # seconds for which steps are held at most
OUTPUT = 2000  # characters of output before a step
RESERVE = 70  # calls that are left to a program that nests very deep
OPTIMISED, GENERATES = 0x1, 0x20 | 0x80 | 0x200  # flags of code
TYPED = 0  # what was typed, beside the streams 1 and 2
# Where a frame is that has just yielded; in 3.13, where it goes on.
YIELDS = [opcode.opmap[name] for name in ("YIELD_VALUE", "YIELD_FROM", "RESUME") if name in opcode.opmap]


class Recorder:
    def __init__(self, wire, streams, command):
        self.wire, self.id, self.file = wire, command["id"], command["file"]
        self.sinks = [stream.buffer for stream in (streams.stdout, streams.stderr)]
        self.source = streams.stdin.buffer.raw
        self.recursion = sys.getrecursionlimit
        self.number = self.frames = 0  # given last
        self.ids = {}  # numbers of the frames of the step before, for those that are traced no more
        self.known = {}  # objects of the step before: id -> (number, id of the type)
        self.shown, self.drawn = [], {}  # the frames and objects of the step before
        self.output, self.before, self.start = [], [], []  # since the step before; before that; before the piece
        self.held, self.first = [], 0  # steps that were not sent; the number of the first
        self.size = self.length = 0  # of the piece
        self.flushed = monotonic()
        self.threw = None  # whose exception was the last that happened
        self.threading, self.threads = None, False  # the module, once it is there; whether others run the program
        for sink in self.sinks:
            sink.tap = self.printed
        self.source.tap = self.typed
        if sys.version_info[:2] == (3, 12):
            # Its comprehensions have no frame, and it warns of what that does to their names.
            warnings.filterwarnings("ignore", "assigning None to unbound local", RuntimeWarning)

    def next(self):
        self.number += 1
        return self.number

    # What happens.

    def trace(self, frame, event, arg):
        """As sys.settrace wants it: each frame of the learner's program gets a follower."""
        if frame.f_code.co_filename != self.file:
            return None
        follower = getattr(frame.f_trace, "__self__", None)  # of a generator that goes on
        if type(follower) is not Follower or follower.recorder is not self:
            self.frames += 1
            follower = Follower(self, self.frames)
        self.entering = follower.number  # it has no f_trace yet
        return follower.trace(frame, event, arg)

    def printed(self, stream, data):
        self.output.append([stream, bytes(data).decode("utf-8", "replace")])
        if len(self.output) > 100:
            self.output = joined(self.output)

    def typed(self, text):
        self.output.append([TYPED, text])

    @guarded
    def note(self, follower, frame, event, arg):
        """One step. A mistake of ours must not become the learner's."""
        if not self.wire.live:
            return
        try:
            if self.passes(follower, frame, event, arg):
                stack, depth = self.stack(frame)
                if depth < self.recursion() - RESERVE:
                    self.add(self.describe(stack, event, arg))
        except RecursionError:
            raise  # the program is at its limit
        except Exception:
            pass

    def passes(self, follower, frame, event, arg):
        """Is that a step? Not what only Python's own machinery does."""
        unwinds, self.threw = self.threw is follower, None
        if self.threading is None:
            self.watch(sys.modules.get("threading"))
        if event == "exception":
            # The end of what a for loop goes through is raised too, but nowhere.
            if arg[2] is None or arg[2].tb_frame is not frame:
                return False
            self.threw = follower
            return True
        if event == "return":
            return not (unwinds and arg is None)  # else an exception leaves it
        return event == "line" or event == "call" and frame.f_code.co_name != "<module>"

    def watch(self, threading):
        """What other threads do is not recorded, but that they do something."""
        if type(threading) is types.ModuleType and hasattr(threading, "_trace_hook") and threading._trace_hook is None:
            self.threading = threading
            threading.settrace(self.aside)

    def aside(self, frame, event, arg):
        """As threading.settrace wants it: until a thread comes to the learner's program."""
        if frame.f_code.co_filename == self.file:
            self.threads = True
            sys.settrace(None)

    def stack(self, frame):
        """The program's own frames with their lines, the innermost first, and the depth of all."""
        found, depth = [], 0
        while frame is not None:
            depth += 1
            if frame.f_code.co_filename == self.file:
                found.append((frame, frame.f_lineno))
            frame = frame.f_back
        return found, depth

    def describe(self, stack, event, arg):
        step, hidden, top = {}, max(0, len(stack) - FRAMES), stack[0][0]
        if hidden:
            stack[FRAMES - 1:-1] = []
            step["hidden"] = hidden
        if event == "call":
            self.ids = {}  # it may be where one was that is gone
        snapshot = Snapshot(self.known, self.next)
        frames = [self.frame(frame, line, snapshot) for frame, line in reversed(stack)]
        self.ids = {id(at[0]): frame[0] for at, frame in zip(reversed(stack), frames)}
        if event != "line":
            step["e"] = event
        if event == "return":
            step["v"] = snapshot.value(arg)
            if yields(top):
                step["e"] = "yield"
        elif event == "exception":
            step["x"] = raised(arg)
        objects = snapshot.finish()
        self.known = snapshot.numbers
        return self.changes(step, frames, objects)

    def frame(self, frame, line, snapshot):
        shown, more = told(frame, frame.f_locals)
        names = {name: snapshot.value(value) for name, value in shown}
        follower = getattr(frame.f_trace, "__self__", None)
        number = follower.number if type(follower) is Follower else self.ids.get(id(frame), self.entering)
        return number, title(frame.f_code), line or 0, names, more

    def finish(self, tracer):
        """The run is over. If something else traces, or nothing, its end is not told yet."""
        for sink in self.sinks:
            sink.tap = None
        self.source.tap = None
        if self.threading is not None and self.threading._trace_hook == self.aside:
            self.threading.settrace(None)
        error = sys.exc_info()[1]
        lost = type(tracer) is not types.MethodType or tracer.__self__ is not self
        try:
            if lost and error is not None and self.length:
                self.add(self.describe(self.blamed(error), "exception", (type(error), error, None)))
            self.flush()
        except Exception:
            pass  # what there is will do

    @staticmethod
    def ends(error):
        return False

    @staticmethod
    def trim(error):
        pass  # no frame of ours is left in it, or show takes it out

    def blamed(self, error):
        """The program's frames, as stack gives them, out of a traceback."""
        found, entry = [], error.__traceback__
        while entry is not None:
            if entry.tb_frame.f_code.co_filename == self.file:
                if found and found[-1][0] is entry.tb_frame:
                    found.pop()  # what is raised by tracing a call is there twice
                found.append((entry.tb_frame, entry.tb_lineno))
            entry = entry.tb_next
        return found[::-1]

    # What is told of it.

    def changes(self, step, frames, objects):
        """The step, told by what is other than before."""
        if self.size > PIECE or self.length >= COUNT:
            self.begin()
        kept, before = 0, {frame[0]: frame for frame in self.shown}
        while kept < min(len(frames), len(self.shown)) and frames[kept] == self.shown[kept]:
            kept += 1
        if kept:
            step["k"] = kept
        told = []
        for number, name, line, names, more in frames[kept:]:
            entry, old = {"i": number, "l": line}, before.get(number)
            if old is None:
                entry["n"] = name
                old = (0, "", 0, {}, 0)
            values = [[key, value] for key, value in names.items() if key not in old[3] or old[3][key] != value]
            gone = [key for key in old[3] if key not in names]
            if values:
                entry["v"] = values
            if gone:
                entry["d"] = gone
            if more:
                entry["m"] = more
            told.append(entry)
        if told:
            step["f"] = told
        new = {number: drawn for number, drawn in objects.items() if self.drawn.get(number) != drawn}
        if new:
            step["h"] = new
        self.shown, self.drawn = frames, objects
        return step

    def add(self, step):
        output, self.output = self.output, []
        if output:
            step["o"] = joined(output)
            self.before = joined(self.before + output)
        self.held.append(step)
        self.length += 1
        self.size += len(encode(step))
        if monotonic() - self.flushed > PATIENCE or self.size > PIECE:
            self.flush()

    def begin(self):
        """The next step tells all."""
        self.flush()
        self.shown, self.drawn, self.size, self.length = [], {}, 0, 0
        self.start = self.before

    def flush(self):
        if self.held:
            fields = {"from": self.first, "steps": self.held}
            if self.threads:
                fields["threads"] = True
            whole = self.length == len(self.held)
            if whole:
                fields["out"] = self.start
            self.wire._emit("steps", {"id": self.id, "data": fields, "whole": whole})
            self.first += len(self.held)
            self.held = []
        self.flushed = monotonic()


def told(frame, names):
    """The names of a frame that are told, with their values, and how many others there are.
    What from … import * brings would hide the learner's own."""
    shown = [(name, value) for name, value in list(names.items()) if visible(name)]
    own = [item for item in shown if not brought(item[1], frame)] if len(shown) > BROUGHT else shown
    if len(shown) - len(own) <= BROUGHT:
        own = shown
    return own[:NAMES], len(shown) - min(len(own), NAMES)


def brought(value, frame):
    """Is that a function or a class of another module than the frame's?"""
    if static.is_class(value):
        return not is_own(value)
    if type(value) is types.FunctionType:
        return value.__globals__ is not frame.f_globals
    return has(static.BUILTIN_FUNCTIONS, type(value))


class Follower:
    """The trace function of one frame, which remembers what it is called here."""

    def __init__(self, recorder, number):
        self.recorder, self.number = recorder, number

    def trace(self, frame, event, arg):
        self.recorder.note(self, frame, event, arg)
        if interrupts.held:
            interrupts.deliver()
        return self.trace


def yields(frame):
    """Does a frame that returns something go on afterwards?"""
    code = frame.f_code
    return bool(code.co_flags & GENERATES) and code.co_code[frame.f_lasti] in YIELDS


def title(code):
    if code.co_flags & OPTIMISED or code.co_name == "<module>":
        return code.co_name
    return "class " + code.co_name


def joined(output):
    """Neighbours of the same stream as one, and of all of it the end."""
    found, room = [], OUTPUT
    for stream, text in reversed(output):
        if not room:
            break
        if len(text) > room:
            text = MORE + text[-room:]
            room = 0
        else:
            room -= len(text)
        if found and found[0][0] == stream:
            found[0] = [stream, text + found[0][1]]
        else:
            found.insert(0, [stream, text])
    return found

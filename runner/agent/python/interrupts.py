"""KeyboardInterrupt, exactly where a learner's code runs and nowhere else.

The handler looks at the stack. Above a frame of call() there is learner's code,
and there it raises. In a function marked @guarded, which must not be torn (half
a line of the protocol), it only takes a note, and whoever called the guarded
function calls deliver() when that is done. Elsewhere it does nothing.
"""
import _signal
import signal
import threading
from _thread import get_ident

AGENT = "<crunchy "  # the file names of all frames of ours begin so

_guarded = set()
_callers = set()
held = False  # an interrupt came in a guarded function


def guarded(function):
    _guarded.add(function.__code__)
    return function


def call(function, *arguments):
    """Call what is, or leads to, learner's code: what can be interrupted."""
    return function(*arguments)


_callers.add(call.__code__)


def wait(function, *arguments):
    """Call what can be interrupted wherever it is, also in C without a learner's frame."""
    return function(*arguments)


_waits = wait.__code__


def is_bottom(code):
    """Is this the frame of ours on which learner's frames stand?"""
    return code in _callers


def is_agent(code):
    return code.co_filename.startswith(AGENT)


def on_sigint(number, frame):
    global held
    learner = guard = False
    while frame is not None:
        code = frame.f_code
        if code in _callers or code is _waits:
            if not learner and code is not _waits:
                return
            if guard:
                held = True
                return
            raise KeyboardInterrupt
        if code in _guarded:
            guard = True
        elif not is_agent(code):
            learner = True
        frame = frame.f_back


def deliver():
    """Raise what was held back, in the main thread, to which alone it belongs."""
    global held
    if held and get_ident() == threading.main_thread().ident:
        held = False
        raise KeyboardInterrupt


def forget():
    """What came too late for one run must not hit the next."""
    global held
    held = False


def install():
    """Become Python's own handler: asyncio, pdb and learners compare with that name."""
    on_sigint.__name__ = on_sigint.__qualname__ = "default_int_handler"
    signal.default_int_handler = on_sigint
    _signal.signal(_signal.SIGINT, on_sigint)


class Handler:
    """The learner's own SIGINT handler works while their code runs, ours between runs."""

    def __init__(self):
        self.own = None

    def enter(self):
        forget()
        if self.own is not None:
            signal.signal(signal.SIGINT, self.own)
            self.own = None

    def leave(self):
        current = signal.getsignal(signal.SIGINT)
        if current is not on_sigint and current is not None:
            self.own = current
            signal.signal(signal.SIGINT, on_sigint)

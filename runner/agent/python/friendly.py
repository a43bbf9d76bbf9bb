"""What friendly-traceback, if the learner has it, says of the cause of an exception.

It is loaded and asked in a forked child: it changes warnings and caches, it may
print, and it may take its time.
"""
import importlib
import os
import select
import signal
import sys
import time
import warnings

from . import environment, modules

TIME = 1.5  # seconds
LONGEST = 2000  # characters

_now = time.monotonic


def explain(error):
    """The likely cause of error in words, or ""."""
    if isinstance(error, (SystemExit, KeyboardInterrupt)) or not modules.is_installed("friendly_traceback"):
        return ""
    kept = signal.getsignal(signal.SIGCHLD)
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # the learner's handler is not meant
        return _ask(error)
    except Exception:
        return ""
    finally:
        if kept is not None:
            signal.signal(signal.SIGCHLD, kept)


def _ask(error):
    source, target = os.pipe()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about threads: the child only needs this one
            pid = os.fork()
        if pid == 0:
            try:
                os.write(target, _cause(error).strip()[:LONGEST].encode("utf-8", "replace"))
            finally:
                os._exit(0)
        os.close(target)
        target = -1
        return _read(source, pid)
    finally:
        os.close(source)
        if target >= 0:
            os.close(target)


def _cause(error):
    """In the child: nothing here comes back but what is returned."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    sys.stdout = sys.stderr = open(os.devnull, "w")
    library, installed = modules.places()
    sys.path[:] = library + installed
    for name, module in list(sys.modules.items()):
        if environment.is_own(getattr(module, "__file__", None)):
            del sys.modules[name]  # what it hides may be needed
    core = importlib.import_module("friendly_traceback.core")
    importlib.import_module("friendly_traceback").set_lang("en")
    found = core.FriendlyTraceback(type(error), error, error.__traceback__)
    found.assign_cause()
    return str(found.info.get("cause") or "")


def _read(source, pid):
    deadline, text = _now() + TIME, b""
    try:
        while True:
            if not select.select([source], [], [], max(0, deadline - _now()))[0]:
                return ""
            data = os.read(source, 1 << 16)
            if not data:
                return text.decode("utf-8", "ignore")
            text += data
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

"""Shows exceptions as CPython does, but without our frames, and with the learner's source."""
import io
import linecache
import os
import re
import sys
import traceback
from _thread import get_ident

from . import blame, environment, library, static
from .interrupts import AGENT, call

_hint = re.compile(r"\. Did you (?:mean: |forget to import )[^\n]*\n\Z")
_format = traceback.TracebackException
FRAMES = 20  # of a traceback that the event tells
LONGEST = 4000  # characters of a message in the event; the text shown has all
DEEPEST = 400  # exceptions of a chain that are looked at

# 3.10 and 3.11 know suggestions ("Did you mean") in C only; later ones in traceback.py.
_SUGGESTS_IN_C = (3, 10) <= sys.version_info < (3, 12)


def show(error):
    """Print error through sys.excepthook, and keep it for pdb.pm(). Returns what
    CPython adds to its message when it prints it, ("Did you mean"), or ""."""
    _trim_all(error)
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    if sys.version_info >= (3, 12):
        sys.last_exc = error
    hook = getattr(sys, "excepthook", None)
    if hook is None or hook is sys.__excepthook__:
        return _print(error)
    try:
        hook(type(error), error, error.__traceback__)
    except SystemExit:
        raise
    except BaseException as second:
        _trim_all(second)
        _write("Error in sys.excepthook:\n")
        _print(second, chain=False)
        _write("\nOriginal exception was:\n")
        return _print(error)
    return ""


def _print(error, chain=True):
    formatted = _formatted(error)
    if sys.version_info < (3, 11):
        _as_in_c(formatted)
    text = "".join(formatted.format(chain=chain))
    if _SUGGESTS_IN_C and text.endswith("\n"):
        text = text[:-1] + _suggestion(error, text) + "\n"
    _write(text)
    found = _hint.search(text) if isinstance(error, (NameError, AttributeError, ImportError)) else None
    return found.group(0).rstrip("\n") if found else ""


def _formatted(error):
    formatted = _format(type(error), error, error.__traceback__)
    try:
        library.shorten(formatted)
    except Exception:
        pass  # the whole of it will do
    return formatted


def _write(text):
    stream = getattr(sys, "stderr", None) or sys.__stderr__
    stream.write(text)
    stream.flush()


def shorten(error):
    """The last resort, when even formatting fails: memory, recursion, interruption."""
    try:
        call(sys.__excepthook__, type(error), error, error.__traceback__)
        return
    except BaseException:
        pass
    try:
        sys.__stderr__.write("%s\n" % static.class_name(type(error)))
    except BaseException:
        pass


def _as_in_c(formatted):
    """Before 3.11 traceback.py differed in small things from what CPython prints itself."""
    while formatted is not None:
        kind = formatted.exc_type
        if kind is not None and kind.__module__ == "__main__" and not issubclass(kind, SyntaxError):
            shown = type(kind.__name__, (Exception,), {"__module__": "builtins"})
            name = kind.__name__ if sys.version_info < (3, 9) else kind.__qualname__
            shown.__qualname__ = "__main__." + name
            formatted.exc_type = shown
        if (getattr(formatted, "_str", None) or "").startswith("<unprintable "):
            formatted._str = "<exception str() failed>"
        formatted = formatted.__cause__ or formatted.__context__


def complete(error, files):
    """The compiler reads the line of an error from the file, which is nowhere but here."""
    try:
        if isinstance(error, SyntaxError) and error.text is None and error.filename in files:
            error.text = linecache.getline(error.filename, error.lineno) or None
    except Exception:
        pass  # somebody's own SyntaxError with odd values


def thread_hook(arguments):
    """As threading.excepthook, which sees only source that is in files."""
    kind, error, entry, thread = arguments
    if kind is SystemExit:
        return
    name = thread.name if thread is not None else get_ident()
    _trim_all(error)
    text = "".join(_formatted(error).format())
    _write("Exception in thread %s:\n%s" % (name, text))


def unraisable_hook(arguments, original=sys.__unraisablehook__):
    """As sys.unraisablehook, likewise."""
    try:
        text = arguments.err_msg or ("" if arguments.object is None else "Exception ignored in")
        if arguments.object is not None:
            try:
                text += ": " + repr(arguments.object)
            except Exception:
                text += ": <object repr() failed>"
            text += "\n"
        elif text:
            text += ":\n"
        error = arguments.exc_value
        if error is None:
            error = arguments.exc_type()
        error.__traceback__ = _trim(arguments.exc_traceback)
        _write(text + "".join(_formatted(error).format(chain=False)))
    except Exception:
        original(arguments)  # late in the end, when modules are in pieces


def _suggestion(error, text):
    """What CPython's own printing adds to the last line of text."""
    if not isinstance(error, (NameError, AttributeError)) or error.__traceback__ is None:
        return ""
    kept, sys.stderr = sys.stderr, io.StringIO()
    try:
        sys.__excepthook__(type(error), error, error.__traceback__)
        last = sys.stderr.getvalue().rstrip("\n").rpartition("\n")[2]
    finally:
        sys.stderr = kept
    ours = text.rstrip("\n").rpartition("\n")[2]
    return last[len(ours):] if last.startswith(ours + ". Did you mean: ") else ""


def _trim_all(error):
    """Take our frames out of the tracebacks of error and all that it is chained to."""
    seen, waiting = set(), [error]
    while waiting and len(seen) < DEEPEST:
        error = waiting.pop()
        if error is None or id(error) in seen:
            continue
        seen.add(id(error))
        try:
            error.__traceback__ = _trim(error.__traceback__)
            waiting += [error.__cause__, error.__context__]
            waiting += [e for e in getattr(error, "exceptions", None) or ()
                        if isinstance(e, BaseException)]
        except BaseException:
            pass  # an exception class that does not like being looked at


def _trim(first):
    """A chain of traceback entries without those of ours."""
    while first is not None and _ours(first):
        first = first.tb_next
    entry = first
    while entry is not None:
        following = entry.tb_next
        while following is not None and _ours(following):
            following = following.tb_next
        if following is not entry.tb_next:
            entry.tb_next = following
        entry = following
    return first


def _ours(entry):
    return entry.tb_frame.f_code.co_filename.startswith(AGENT)


def describe(error, files, hint=""):
    """The exception for the done event. files are the names of the learner's sources,
    hint is what show has added to the message."""
    try:
        described = call(_describe, error, files)
        described["message"] = (described["message"] + hint)[:LONGEST]
        described["frames"] = _frames(error, files)
        shadow = call(blame.shadow, error)
        if shadow:
            described["shadow"] = shadow
        return described
    except BaseException:  # a class that does not like being looked at
        return {"type": static.class_name(type(error)), "message": "", "line": 0, "file": ""}


def _describe(error, files):
    kind = type(error)
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__"):
        name = kind.__module__ + "." + name
    try:
        message = str(error)
    except BaseException:
        message = ""
    file, line = "", 0
    if isinstance(error, SyntaxError) and error.filename in files:
        file, line, message = error.filename, error.lineno, error.msg
    else:
        entry = error.__traceback__
        while entry is not None:
            if entry.tb_frame.f_code.co_filename in files:
                file, line = entry.tb_frame.f_code.co_filename, entry.tb_lineno
            entry = entry.tb_next
    return {"type": str(name), "message": str(message)[:LONGEST],
            "line": line if isinstance(line, int) else 0, "file": file}


def _frames(error, files):
    """The learner's own frames, the innermost last."""
    found, entry = [], error.__traceback__
    while entry is not None:
        code = entry.tb_frame.f_code
        name = code.co_filename
        if name in files or environment.is_own(name):
            if os.path.isabs(name):
                name = os.path.relpath(os.path.realpath(name), environment.folder)
            found.append({"file": name, "line": entry.tb_lineno or 0, "function": code.co_name})
            del found[:-FRAMES]
        entry = entry.tb_next
    return found

"""Leaves the inside of libraries out of a traceback, where the learner's own lines are in it."""
import os
import traceback

from . import environment

_stdlib = os.path.dirname(os.__file__) + os.sep
_INSTALLED = ("site-packages", "dist-packages")
MOST = 400  # exceptions of a chain that are looked at


def module(path):
    """The module of a library that a file belongs to, as it is imported, or "" for
    whatever a learner may have written or may want to see."""
    if type(path) is not str:
        return ""
    if path.startswith("<frozen ") and path.endswith(">"):
        return path[len("<frozen "):-1].partition(".")[0]
    parts = path.split(os.sep)
    for folder in _INSTALLED:
        if folder in parts[:-1]:
            parts = parts[len(parts) - parts[::-1].index(folder):]
            return parts[0].partition(".")[0]
    if path.startswith(_stdlib) and not environment.is_own(path):
        return path[len(_stdlib):].split(os.sep)[0].partition(".")[0]
    return ""


class _Shortened(traceback.StackSummary):
    """Formats the learner's frames as ever, and what is between them in one line."""

    def format(self, **options):
        shown, run, names = [], [], []
        for frame in list(self) + [None]:  # None ends the last run
            name = module(frame.filename) if frame is not None else ""
            if run and bool(name) != bool(names) or frame is None:
                if names:
                    shown.append(_line(len(run), names))
                elif run:
                    shown += traceback.StackSummary.from_list(run).format(**options)
                run, names = [], []
            run.append(frame)
            if name and name not in names:
                names.append(name)
        return shown


def _line(calls, names):
    count = "one call" if calls == 1 else "%d calls" % calls
    return "  ... %s in the library (%s) ...\n" % (count, ", ".join(names))


def shorten(formatted):
    """Change a traceback.TracebackException, unless it never was in a learner's line:
    then the library is all there is to see."""
    found, waiting = {}, [formatted]
    while waiting and len(found) < MOST:
        each = waiting.pop()
        if each is None or id(each) in found:
            continue
        found[id(each)] = each
        waiting += [each.__cause__, each.__context__]
        waiting += getattr(each, "exceptions", None) or ()
    stacks = [each.stack for each in found.values() if each.stack]
    if all(module(frame.filename) for stack in stacks for frame in stack):
        return
    for each in found.values():
        if each.stack and any(module(frame.filename) for frame in each.stack):
            each.stack = _Shortened(each.stack)

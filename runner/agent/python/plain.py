"""The streams of a program that has one terminal for everything, as CPython makes them.

Nothing of the page comes between such a program and its terminal.
"""
import io
import sys


class Streams:
    """Stands where streams.Streams does for the others."""

    def __init__(self):
        self.stdin = sys.stdin = sys.__stdin__ = _stream(0, "stdin", "strict")
        self.stdout = sys.stdout = sys.__stdout__ = _stream(1, "stdout", "strict")
        self.stderr = sys.stderr = sys.__stderr__ = _stream(2, "stderr", "backslashreplace")

    def back_up(self):
        """There is nothing to come back to."""

    def repair(self):
        """There is one run only, which has just begun."""

    def unread(self):
        return "", False


def _stream(number, name, errors):
    raw = io.FileIO(number, "r" if number == 0 else "w", closefd=False)
    raw.name = "<%s>" % name
    buffer = io.BufferedReader(raw) if number == 0 else io.BufferedWriter(raw)
    text = io.TextIOWrapper(buffer, "utf-8", errors, newline="\n", line_buffering=number > 0)
    text.mode = "r" if number == 0 else "w"
    return text

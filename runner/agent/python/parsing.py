"""Parses code that is being written, which seldom is whole. Nothing of it is run."""
import ast
import time
import warnings

LONGEST = 300_000  # characters that are parsed at all
REPAIRS = 24  # attempts
TIME = 0.25  # seconds that an answer may take here

_now = time.perf_counter
_deadline = 0.0


class TooLong(Exception):
    """The time for an answer is over: give what there is."""


def begin():
    """From here on an answer is being worked at."""
    global _deadline
    _deadline = _now() + TIME


def check():
    if _now() > _deadline:
        raise TooLong


def tree(code, file="<code>"):
    """The tree of code. Raises SyntaxError if it is not whole; whatever else
    may be wrong with it (null bytes, too deep nesting) is a SyntaxError, too."""
    if len(code) > LONGEST:
        raise SyntaxError("too long")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return compile(code, file, "exec", ast.PyCF_ONLY_AST, True)
        except (ValueError, RecursionError, MemoryError, OverflowError) as error:
            raise SyntaxError(str(error))


def repaired(code, current):
    """The statements of code as far as they can be understood. current is the
    number of the line that is being written, from 1."""
    if len(code) > LONGEST:
        return []
    try:
        return tree(code).body
    except SyntaxError:
        pass
    written = code.split("\n")
    lines = list(written)
    if current <= len(lines):
        _neutralise(lines, current - 1)
    for _ in range(REPAIRS):
        check()
        try:
            body = tree("\n".join(lines)).body
        except SyntaxError as error:
            if not _repair(lines, error):
                break
        else:
            return body + _each_line(line if line.strip() != now.strip() else "" for line, now in zip(written, lines))
    return _each_line(written)


def _neutralise(lines, index):
    """Put something harmless in the place of a line, nothing if that was tried."""
    line = lines[index]
    text = line.strip()
    indent = line[:len(line) - len(line.lstrip())]
    lines[index] = indent + "pass" if text and text != "pass" else ""


def _repair(lines, error):
    """Change the line that is to blame. False when there is none left."""
    at = min(max(error.lineno or 1, 1), len(lines)) - 1
    if isinstance(error, IndentationError) and "expected an indented block" in str(error.msg):
        for index in range(at, -1, -1):
            if lines[index].split("#")[0].rstrip().endswith(":"):
                lines[index] = lines[index].split("#")[0].rstrip() + " pass"
                return True
    while at >= 0 and not lines[at].strip():
        at -= 1
    if at < 0:
        return False
    _neutralise(lines, at)
    return True


def _each_line(lines):
    """The last resort: the lines that say something by themselves."""
    body = []
    for number, line in enumerate(lines):
        text = line.split("#")[0].strip()
        if not text or text[0] in ")]}@\"'":
            continue
        check()
        for attempt in (text + " pass",) if text.endswith(":") else (text,):
            try:
                found = tree(attempt).body
            except SyntaxError:
                continue
            for node in found:
                ast.increment_lineno(node, number)
            body += found
    return body

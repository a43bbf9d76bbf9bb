"""Formats source with what the learner's Python has for it (see tools.py)."""
from . import parsing, tools

KNOWN = (
    ("ruff", ["format", "-"]),
    ("black", ["-q", "-"]),
    ("yapf", []),
    ("autopep8", ["-"]),
)
TIME = 10.0  # seconds


def format(source):
    """{"code", "by"}, or {"problem"}: "missing", "failed" with "by", "syntax" with "line"."""
    try:
        parsing.tree(source)
    except SyntaxError as error:
        if str(error) != "too long":
            return {"problem": "syntax", "line": error.lineno or 0}
    for name, arguments in KNOWN:
        command = tools.module(name)
        if command:
            break
    else:
        return {"problem": "missing"}
    try:
        status, code = tools.run(command + arguments, source, TIME)
    except (OSError, ValueError, TypeError):  # it is broken, or what the learner made of os.environ is
        return {"problem": "failed", "by": name}
    if status != 0 or not code.strip() and source.strip():
        return {"problem": "failed", "by": name}
    return {"code": code, "by": name}

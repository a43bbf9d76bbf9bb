"""Has source judged by the analysers that the learner has (see tools.py). They read it
and do not run it.
"""
import json
import os
import re

from . import parsing, tools

TIME = 20.0  # seconds for each
MOST = 200  # remarks of one
LONGEST = 500  # characters of a remark
FILE = "program.py"  # what the source is called to them
PYLINT = ["--from-stdin", FILE, "--rcfile=" + os.devnull, "--persistent=n", "--disable=import-error", "--output-format="]
RUFF = ["check", "--isolated", "--no-cache", "--output-format", "json", "--stdin-filename", FILE, "-"]

_line = re.compile(r"[^:\n]*:(\d+):(?:\d+:?)? ?(.*)")


def analyze(source):
    """{"reports": [{"by", "remarks": [{"line", "code", "text"}], "score"}]}, or {"problem"}:
    "missing", "failed", "syntax" with "line"."""
    try:
        parsing.tree(source)
    except SyntaxError as error:
        if str(error) != "too long":
            return {"problem": "syntax", "line": error.lineno or 0}
    if not source.endswith("\n"):
        source += "\n"  # which an editor does not show
    reports, tried = [], False
    for name, judge in (("pylint", pylint), ("ruff", ruff), ("pyflakes", pyflakes)):
        if name == "pyflakes" and any(report["by"] == "ruff" for report in reports):
            break  # that says the same
        command = tools.module(name) or tools.command(name)
        if not command:
            continue
        tried = True
        try:
            report = judge(command, source)
        except Exception:  # it is broken, another version than we know, or too slow
            continue
        reports.append(dict(report, by=name))
    if reports:
        return {"reports": reports}
    return {"problem": "failed" if tried else "missing"}


def pylint(command, source):
    report = {}
    try:
        found = json.loads(_said(command + PYLINT[:-1] + [PYLINT[-1] + "json2"], source))
        messages, score = found["messages"], found["statistics"]["score"]
        if type(score) in (int, float):
            report["score"] = score
    except (ValueError, KeyError, TypeError):  # before 3.0 it knows no more than this
        messages = json.loads(_said(command + PYLINT[:-1] + [PYLINT[-1] + "json"], source))
    report["remarks"] = remarks((m["line"], m["symbol"], m["message"]) for m in messages)
    return report


def ruff(command, source):
    messages = json.loads(_said(command + RUFF, source))
    return {"remarks": remarks((m["location"]["row"], m["code"], m["message"]) for m in messages)}


def pyflakes(command, source):
    found = [_line.match(line) for line in _said(command, source).splitlines()]
    return {"remarks": remarks((int(m.group(1)), "", m.group(2)) for m in found if m)}


def _said(command, source):
    return tools.run(command, source, TIME)[1]


def remarks(found):
    """The remarks in the order of the lines."""
    told = []
    for line, code, text in found:
        if len(told) == MOST:
            break
        told.append({"line": int(line), "code": str(code or ""), "text": str(text)[:LONGEST]})
    return sorted(told, key=lambda remark: remark["line"])

"""Sentences about tests, for somebody who learns."""
import ast

from .said import say

# What an answer is of the one expected, where that is worth saying.
PARTS = {2: "twice", 3: "three", 4: "four", 10: "ten", 1 / 2: "half", 1 / 3: "third", 1 / 4: "quarter", 1 / 10: "tenth"}


def count(passed, failed, noun):
    """How many of the tests work, as the heading of the verdict."""
    total = passed + failed
    if total == 1:
        form = "works" if passed else "fails"
    elif not failed:
        form = "both" if total == 2 else "all"
    elif not passed:
        form = "none"
    else:
        form = "one" if passed == 1 else "some"
    return say("%s.%s" % (noun, form), passed=passed, total=total)


def explain(expected, got, error, hidden):
    """One sentence about why a test fails, or "" if there is nothing to say that the
    two values do not say better."""
    if error is not None:
        kind, message = error
        if kind == "NameError":
            return say("why.name", message=message.rstrip("."))
        if kind == "TypeError" and "positional argument" in message:
            return say("why.arguments", message=message.rstrip("."))
        if kind == "NotImplementedError":
            return say("why.unwritten")
        a = "an" if kind[:1] in "AEIOU" else "a"
        return say("why.endedSaying", a=a, type=kind, message=message) if message else say("why.ended", a=a, type=kind)
    want, have = expected.strip(), got.strip()
    if not want and not have:
        return ""
    if not have:
        if hidden:
            return say("why.nothingHidden")
        return say("why.nothing")
    if not want:
        return say("why.something") if not hidden else ""
    if hidden:
        return say("why.other")
    try:
        return _compare(want, have)
    except Exception:
        return ""  # numbers too large to calculate with, say


def _compare(want, have):
    if have == "None":
        return say("why.none")
    one, other = _value(want), _value(have)
    if type(one) is str and have == one:
        return say("why.printed")
    if type(other) is str and want == other:
        return say("why.returned")
    if have.endswith("\nNone") and have[:-5].strip() == want:
        return say("why.printedNone")
    if type(one) in (int, float) and type(other) is str and _value(other) == one:
        return say("why.text")
    if type(one) is str and type(other) in (int, float) and str(other) == one:
        return say("why.number")
    if type(one) is list and type(other) is tuple and one == list(other):
        return say("why.tuple")
    if type(one) is tuple and type(other) is list and list(one) == other:
        return say("why.list")
    if type(one) is list and type(other) is list:
        if sorted(map(repr, one)) == sorted(map(repr, other)):
            return say("why.items")
    if type(one) in (int, float) and type(other) in (int, float) and one == -other != 0:
        return say("why.sign")
    if type(one) in (int, float) and type(other) in (int, float) and one:
        for part, words in PARTS.items():
            if abs(other / one - part) < 1e-9:
                return say("why." + words)
    if want.lower() == have.lower():
        return say("why.letters")
    if "".join(want.split()) == "".join(have.split()):
        return say("why.blanks")
    return ""


def _value(text):
    try:
        return ast.literal_eval(text)
    except Exception:
        return None

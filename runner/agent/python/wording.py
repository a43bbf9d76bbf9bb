"""Sentences about tests, for somebody who learns."""
import ast

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
# What an answer is of the one expected, where that is worth saying.
PARTS = {2: "twice", 3: "three times", 4: "four times", 10: "ten times", 1 / 2: "half of", 1 / 3: "a third of", 1 / 4: "a quarter of", 1 / 10: "a tenth of"}


def word(n):
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def count(passed, failed, noun):
    """How many of the tests work, as the heading of the verdict."""
    total = passed + failed
    if total == 1:
        return "The %s works." % noun if passed else "The %s does not work yet." % noun
    if not failed:
        all_ = "Both %ss" % noun if total == 2 else "All %s %ss" % (word(total).lower(), noun)
        return all_ + " work."
    if not passed:
        return "None of the %s %ss works yet." % (word(total).lower(), noun)
    verb = "works" if passed == 1 else "work"
    return "%s of %s %ss %s." % (word(passed), word(total).lower(), noun, verb)


def explain(expected, got, error, hidden):
    """One sentence about why a test fails, or "" if there is nothing to say that the
    two values do not say better."""
    if error is not None:
        kind, message = error
        if kind == "NameError":
            return "Python does not know this name: %s." % message.rstrip(".")
        if kind == "TypeError" and "positional argument" in message:
            return "The test calls your function with other arguments than it takes: %s." % message.rstrip(".")
        if kind == "NotImplementedError":
            return "This part is not written yet."
        return "It ended with %s %s%s" % ("an" if kind[:1] in "AEIOU" else "a", kind, ": %s" % message if message else ".")
    want, have = expected.strip(), got.strip()
    if not want and not have:
        return ""
    if not have:
        if hidden:
            return "Nothing came back where something is expected."
        return "Nothing came back. Does your function return its answer?"
    if not want:
        return "Something is shown where nothing is expected." if not hidden else ""
    if hidden:
        return "The answer is another one than expected."
    try:
        return _compare(want, have)
    except Exception:
        return ""  # numbers too large to calculate with, say


def _compare(want, have):
    if have == "None":
        return "Your function gives back None. Is a return missing?"
    one, other = _value(want), _value(have)
    if type(one) is str and have == one:
        return "The words are right, but they are printed. The function is to return them."
    if type(other) is str and want == other:
        return "The words are right, but they are returned. They are to be printed."
    if have.endswith("\nNone") and have[:-5].strip() == want:
        return "The answer is printed, and then None comes back. Is it to be returned?"
    if type(one) in (int, float) and type(other) is str and _value(other) == one:
        return "The answer is text. It is to be a number."
    if type(one) is str and type(other) in (int, float) and str(other) == one:
        return "The answer is a number. It is to be text."
    if type(one) is list and type(other) is tuple and one == list(other):
        return "The answer is a tuple. It is to be a list."
    if type(one) is tuple and type(other) is list and list(one) == other:
        return "The answer is a list. It is to be a tuple."
    if type(one) is list and type(other) is list:
        if sorted(map(repr, one)) == sorted(map(repr, other)):
            return "The items are right, but they are in another order."
    if type(one) in (int, float) and type(other) in (int, float) and one == -other != 0:
        return "Only the sign is wrong."
    if type(one) in (int, float) and type(other) in (int, float) and one:
        for part, words in PARTS.items():
            if abs(other / one - part) < 1e-9:
                return "Your answer is exactly %s what is expected." % words
    if want.lower() == have.lower():
        return "Only capital and small letters differ."
    if "".join(want.split()) == "".join(have.split()):
        return "Only blanks and line ends differ."
    return ""


def _value(text):
    try:
        return ast.literal_eval(text)
    except Exception:
        return None

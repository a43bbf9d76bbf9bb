"""What came of the tests, in the form of the page's RESULT."""
from .said import Said, say
from .wording import count, explain

MOST = 200  # tests that are told of one by one
LONGEST = 4000  # characters of what is told of a value


class Report:
    def __init__(self, task):
        self.tests = []
        self.block, self.hidden, self.kind = 0, False, ""
        self.student = task["source"]

    def begin(self, number, test):
        self.block, self.hidden, self.kind = number, test.get("hidden", False), test["kind"]

    def add(self, outcome, name, expected="", got="", message="", line=0, example=None, error=None, says=True):
        """outcome: passed, failed, error or skipped; expected and got: as text;
        message: the author's words; error: (type, message) of an exception; says: whether the two values say why."""
        if not message and says and outcome in ("failed", "error"):
            message = explain(expected, got, error, self.hidden)
        test = {
            "name": _short(name), "outcome": outcome, "line": line, "expected": _short(expected),
            "got": _short(got), "message": _short(message), "test": self.block,
        }
        if example is not None:
            test["example"] = example
        if self.hidden:
            name = say("name.hidden")
            test.update(name=name, expected="", got="", hidden=True)
        self.tests.append(_with_words(test, name=name, message=message))

    def broken(self, error):
        """The block itself does not work: its author's mistake, or something that no test foresees."""
        if isinstance(error, SystemExit):
            return self.add("error", say("name.test"), message=say("cannot.middle"))
        self.add("error", say("name.test"), message=say("cannot.broken", type=type(error).__name__, message=str(error)))

    def result(self):
        passed = sum(t["outcome"] == "passed" for t in self.tests)
        failed = sum(t["outcome"] in ("failed", "error") for t in self.tests)
        if not passed and not failed:
            failed = 1
            self.add("error", say("name.test"), message=say("cannot.empty"))
        noun = "example" if all(t.get("example") is not None for t in self.tests) else "test"
        message = count(passed, failed, noun)
        result = {"passed": passed, "failed": failed, "message": message, "tests": self.tests[:MOST]}
        return _with_words(result, message=message)


def _with_words(told, **texts):
    """Adds the keys of those of the texts that are ours, for a page in another language."""
    says = {field: text.words() for field, text in texts.items() if isinstance(text, Said)}
    if says:
        told["says"] = says
    return told


def _short(text):
    text = str(text)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def shown(value):
    """A value as a student sees it."""
    try:
        return repr(value)
    except Exception:
        return "<a %s that cannot be shown>" % type(value).__name__

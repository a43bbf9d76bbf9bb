"""Tests in the form of the library's unittest."""
import unittest

from .outcome import shown

# Names that unittest had until 3.11, and Crunchy's lessons still have.
OLD = {
    "assertEquals": "assertEqual", "assertNotEquals": "assertNotEqual", "assert_": "assertTrue",
    "assertAlmostEquals": "assertAlmostEqual", "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertRegexpMatches": "assertRegex", "assertNotRegexpMatches": "assertNotRegex",
    "assertRaisesRegexp": "assertRaisesRegex", "failUnless": "assertTrue", "failIf": "assertFalse",
    "failUnlessEqual": "assertEqual", "failIfEqual": "assertNotEqual", "failUnlessRaises": "assertRaises",
    "failUnlessAlmostEqual": "assertAlmostEqual", "failIfAlmostEqual": "assertNotAlmostEqual",
}


def run(source, student, report):
    prepare()
    unittest.TestCase._formatMessage = _spoken if not report.hidden else _only_the_authors
    names = student.namespace()
    names["unittest"] = unittest  # a lesson may leave the import out
    exec(compile(source, "<test>", "exec"), names)
    if not cases(names, student, report):
        report.broken(ValueError("it has no class of unittest.TestCase"))


def prepare():
    """Once: the old names, and comparisons that tell what they have compared."""
    case = unittest.TestCase
    for old, new in OLD.items():
        setattr(case, old, getattr(case, new))
    original = case.assertEqual
    if hasattr(original, "_crunchy"):
        return

    def assertEqual(self, first, second, msg=None):
        try:
            original(self, first, second, msg)
        except self.failureException as error:
            error.expected, error.got = shown(second), shown(first)
            error.said = msg
            raise

    assertEqual._crunchy = True
    case.assertEqual = assertEqual
    for old, new in OLD.items():
        if new == "assertEqual":
            setattr(case, old, assertEqual)


def cases(names, student, report):
    """Run the test cases among names. Returns whether there are any."""
    from .statements import attempt  # which imports this module only where there is need

    prepare()
    found = [value for value in names.values()
             if isinstance(value, type) and issubclass(value, unittest.TestCase) and value is not unittest.TestCase]
    for case in found:
        for test in unittest.defaultTestLoader.loadTestsFromTestCase(case):
            name = test.shortDescription() or test._testMethodName.replace("_", " ")
            attempt(lambda test=test: _run(test), name, student, report)
    return bool(found)


def _spoken(self, message, standard):
    """What a failure says: the author's words, or else unittest's."""
    return standard if message is None else message


def _only_the_authors(self, message, standard):
    """Of a hidden test unittest would tell what it expects."""
    return "" if message is None else message


def _run(test):
    """One test, with what belongs around it; raises what it raises."""
    result = Result()
    test.run(result)
    if result.problem is not None:
        error = result.problem
        if isinstance(error, AssertionError):
            said = getattr(error, "said", None)
            raised = type(error)(said if said else "" if hasattr(error, "expected") else str(error))
            for name in ("expected", "got", "_crunchy_line"):
                if hasattr(error, name):
                    setattr(raised, name, getattr(error, name))
            raise raised
        raise error


class Result(unittest.TestResult):
    """Keeps the first thing that went wrong."""

    problem = None

    def addError(self, test, err):
        self.problem = self.problem or err[1]

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.problem = self.problem or err[1]

    def addUnexpectedSuccess(self, test):
        self.problem = self.problem or AssertionError("it was expected to fail")

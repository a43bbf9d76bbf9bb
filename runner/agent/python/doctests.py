"""Examples of a session: each is run in the student's process, what it printed is
compared here."""
import doctest
import re

from . import statements

FILE = "<example %d.%d>"
_checker = doctest.OutputChecker()


def run(source, student, report):
    examples = doctest.DocTestParser().get_examples(source)
    flags = 0
    for number, example in enumerate(examples):
        here = flags
        for option, on in example.options.items():
            here = here | option if on else here & ~option
        name = example.source.rstrip("\n")
        if here & doctest.SKIP:
            report.add("skipped", name, example=number)
            continue
        printed, error = student.peer.ask("example", report.block, example.source, FILE % (report.block, number))
        line = line_of(example.source, student.source)
        if error is None:
            good = example.exc_msg is None and _checker.check_output(example.want, printed, here)
            got = printed
        else:
            kind, message, where = error
            got = "%s: %s\n" % (kind, message) if message else kind + "\n"
            good = example.exc_msg is not None and _same_exception(example.exc_msg, got, here)
            got = "Traceback (most recent call last):\n    ...\n" + got
            line = where or line
        if good:
            report.add("passed", name, example.want, example.want, example=number)
        else:
            report.add("failed" if error is None else "error", name, example.want, got, line=line, example=number,
                       error=error[:2] if error else None)


def _same_exception(want, got, flags):
    if _checker.check_output(want, got, flags):
        return True
    if not flags & doctest.IGNORE_EXCEPTION_DETAIL:
        return False
    return re.split(r"[:\n]", want)[0].rpartition(".")[2] == re.split(r"[:\n]", got)[0].rpartition(".")[2]


def line_of(example, source):
    """Where a student's source has this example, or else what it calls first; 0 if nowhere."""
    first = example.strip().split("\n")[0]
    for number, line in enumerate(source.split("\n"), 1):
        if line.strip() == ">>> " + first:
            return number
    return statements.definition(example, source)

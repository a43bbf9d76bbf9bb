"""Whether the lines of a program are in the author's order. Blank lines and blanks
at the ends of lines do not count."""
from .said import say


def run(source, student, report):
    want, got = lines(source), lines(student.source)
    first = next((i for i, (a, b) in enumerate(zip(want, got)) if a[1] != b[1]), min(len(want), len(got)))
    report.hidden = False  # of the author's order nothing is told but how far it is right
    if want and [line for _, line in want] == [line for _, line in got]:
        return report.add("passed", say("name.order"))
    name = say("name.order")
    if [line.strip() for _, line in want] == [line.strip() for _, line in got]:
        message = say("order.indented", line=got[first][0])
        name = say("name.indentation")
    elif first == 0:
        message = say("order.first")
    elif first == 1:
        message = say("order.one")
    else:
        message = say("order.some", n=first)
    report.add("failed", name, message=message, line=got[first][0] if first < len(got) else 0)


def lines(text):
    """The lines that are not blank, with their numbers."""
    return [(n, line.rstrip()) for n, line in enumerate(text.split("\n"), 1) if line.strip()]

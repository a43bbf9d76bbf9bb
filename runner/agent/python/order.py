"""Whether the lines of a program are in the author's order. Blank lines and blanks
at the ends of lines do not count."""


def run(source, student, report):
    want, got = lines(source), lines(student.source)
    first = next((i for i, (a, b) in enumerate(zip(want, got)) if a[1] != b[1]), min(len(want), len(got)))
    report.hidden = False  # of the author's order nothing is told but how far it is right
    if want and [line for _, line in want] == [line for _, line in got]:
        return report.add("passed", "The order of the lines")
    name = "The order of the lines"
    if [line.strip() for _, line in want] == [line.strip() for _, line in got]:
        message = "The lines are in the right order. Line %d is not indented as it should be." % got[first][0]
        name = "The indentation"
    elif first == 0:
        message = "Another line comes first."
    elif first == 1:
        message = "The first line is right. The one after it is not yet."
    else:
        message = "The first %d lines are right. The one after them is not yet." % first
    report.add("failed", name, message=message, line=got[first][0] if first < len(got) else 0)


def lines(text):
    """The lines that are not blank, with their numbers."""
    return [(n, line.rstrip()) for n, line in enumerate(text.split("\n"), 1) if line.strip()]

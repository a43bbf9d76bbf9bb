"""What the program is to print. Blanks at the ends of lines do not count, nor do
empty lines at the end."""
from .said import say


def run(source, student, report):
    want, got = tidy(source), tidy(student.output)
    # Of what somebody has foretold, the two outputs say all there is to say.
    report.add("passed" if want == got else "failed", say("name.prints"), want, got, says=report.kind != "predict")


def tidy(text):
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return "".join(line + "\n" for line in lines)

"""The file that a program draws its picture into, shown on the page after the run."""
import base64
import json
import os
import stat

from . import environment

MOST = 8 << 20  # bytes of a picture
LITTLE = 512 << 10  # and of one that is part of a drawing
PROBLEM = "application/vnd.crunchy.picture+json"

STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"), (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"), (b"\x00\x00\x01\x00", "image/x-icon"),
)

SENTENCES = {
    "missing": "The program has not written the picture %s.",
    "old": "The program has not written the picture %s anew.",
    "large": "The picture %s is too large to be shown: at most 8 MiB are.",
    "other": "The file %s is no picture that a browser shows.",
    "outside": "The file %s is not in the program's own folder.",
}


class Picture:
    """What a run may draw. Make it before the run, and show() it afterwards."""

    def __init__(self, file):
        self.file = file
        self.path = os.path.join(environment.folder, *file.split("/"))
        self.before = self.state()

    def state(self):
        """What changes when the file is written; None where there is no such file."""
        if not environment.folder:
            return None  # it is gone
        try:
            found = os.stat(self.path)
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def show(self, wire, raised):
        """Send the picture, or say why there is none; after an exception, that says it."""
        problem, data = self.read()
        if not problem:
            wire.emit("display", data=dict(data, **{"text/plain": self.file}), display="file " + self.file)
        elif not raised or problem not in ("missing", "old"):
            told = json.dumps({"file": self.file, "problem": problem})
            wire.emit("display", data={PROBLEM: told, "text/plain": SENTENCES[problem] % self.file + "\n"})

    def read(self):
        """The problem, or "" and the MIME bundle."""
        now = self.state()
        if now is None:
            return "missing", None
        if now == self.before:
            return "old", None
        real = os.path.realpath(self.path)
        if not real.startswith(environment.folder + os.sep):
            return "outside", None
        if now[1] > MOST:
            return "large", None
        file = os.open(real, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
        try:
            with os.fdopen(file, "rb", closefd=False) as stream:
                content = stream.read(MOST + 1)
        finally:
            os.close(file)
        if len(content) > MOST:
            return "large", None
        form = kind(content)
        if not form:
            return "other", None
        if form == "image/svg+xml":
            return "", {form: content.decode("utf-8-sig", "replace")}
        return "", {form: encoded(content)}


def kind(content):
    """The media type of a picture, by its first bytes, or ""."""
    for start, form in STARTS:
        if content.startswith(start):
            return form
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    head = content[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<") and b"<svg" in head:
        return "image/svg+xml"
    return ""


def encoded(content):
    return base64.b64encode(content).decode()

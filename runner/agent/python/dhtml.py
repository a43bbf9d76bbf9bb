"""What a program puts into the page: text, pictures and tables, by labels. They travel as
plain values, of which the page makes what is seen; nothing is ever read as HTML. And
scripts, for pages that are trusted."""
import os

from . import environment, pictures, tables
from .frames import Frames

PAGE = "application/vnd.crunchy.page+json"
MOST = 200  # parts
LONGEST = 20000  # characters of a text
LARGEST = 4 << 20  # bytes of all pictures
SCRIPT = 1 << 20  # bytes of a script


class Shown(Frames):
    """All that is there, in order: label -> part."""

    kind = "page"

    def __init__(self):
        super().__init__()
        self.parts, self.count, self.stirred = {}, 0, False

    def begin(self, emit, run, whole):
        """A run begins. A whole program starts afresh; at a prompt, all goes on in its place."""
        super().begin(emit, run if whole else 0, None)
        self.stirred = False
        if whole:
            with self.lock:
                self.parts, self.changed = {}, False

    def finish(self):
        """Who cannot see it gets it in words, and all of it."""
        self.changed = self.stirred
        super().finish()

    def change(self):
        self.stirred = True
        super().change()

    def put(self, label, part):
        """Show a part: in the place of the one with the same label, or below all others."""
        with self.lock:
            if label is None:
                self.count += 1
                label = self, self.count  # which no program can name
            if label not in self.parts and len(self.parts) >= MOST:
                raise RuntimeError("at most %d parts can be shown at once; remove() and clear() make room" % MOST)
            size = sum(len(p.get("data", "")) for k, p in self.parts.items() if k != label) + len(part.get("data", ""))
            if size > LARGEST * 4 / 3:
                raise RuntimeError("these pictures are too large to be shown together: at most %d MiB are" % (LARGEST >> 20))
            self.parts[label] = part
            self.change()

    def take(self, label):
        with self.lock:
            if label not in self.parts:
                raise ValueError("nothing that is shown has the label %r" % (label,))
            return self.parts[label]

    def bundle(self):
        return {PAGE: [dict(part) for part in self.parts.values()]}

    def words(self):
        return "".join(tables.words(part) for part in self.parts.values())


shown = Shown()


class Scripts:
    """The way of scripts to the page. Whether it is open is decided by the server, which
    asks nobody here: what is said here is only for the learner."""

    emit, allowed = None, False

    def begin(self, emit, allowed):
        """A run begins."""
        self.emit, self.allowed = emit, bool(allowed)

    def send(self, code):
        if not self.allowed:
            raise PermissionError("this page is not trusted to run scripts; its reader can allow it with the shield at its top")
        if not isinstance(code, str):
            raise TypeError("a script is a text, not %s" % type(code).__name__)
        if len(code.encode("utf-8", "replace")) > SCRIPT:
            raise ValueError("this script is too long: at most %d MiB are run" % (SCRIPT >> 20))
        shown.send()  # what it may want to find in the page
        self.emit("script", text=code)


scripts = Scripts()


def functions():
    """What the module dhtml offers."""

    def image(path, width=None, height=None, label=None, alt=""):
        """Show a picture from a file, so many pixels wide and high. A label lets it be
        replaced and removed; alt says in words what is to be seen."""
        file = os.path.realpath(os.path.join(os.getcwd(), str(path)))
        if environment.folder and not file.startswith(environment.folder + os.sep):
            raise ValueError("%r is not in the program's own folder" % (path,))
        with open(path, "rb") as stream:
            content = stream.read(pictures.MOST + 1)
        form = pictures.kind(content)
        if not form or len(content) > LARGEST:
            raise ValueError("%r is %s" % (path, "too large to be shown" if form else "no picture that a browser shows"))
        data = content.decode("utf-8-sig", "replace") if form == "image/svg+xml" else pictures.encoded(content)
        shown.put(label, {"kind": "image", "type": form, "data": data, "text": str(alt or os.path.basename(str(path))),
                          "width": _side(width), "height": _side(height)})

    def text(words, label=None):
        """Show a paragraph of text."""
        shown.put(label, {"kind": "text", "text": str(words)[:LONGEST]})

    def heading(words, label=None):
        """Show a heading."""
        shown.put(label, {"kind": "heading", "text": str(words)[:200]})

    def table(data, header=None, label=None, caption=""):
        """Show a table: a list of rows, a dictionary of columns, a list of dictionaries, or
        what pandas and numpy have. header names the columns."""
        shown.put(label, dict(tables.table(data, header), text=str(caption)[:200]))

    def append(what, label):
        """Add to what has a label: words to a text, a row to a table."""
        with shown.lock:
            part = shown.take(label)
            if part["kind"] == "table":
                row = tables.row(what)
                if len(part["rows"]) >= tables.ROWS:
                    raise RuntimeError("a table shows at most %d rows" % tables.ROWS)
                part = dict(part, rows=part["rows"] + [row])
            elif part["kind"] == "image":
                raise ValueError("nothing can be added to a picture")
            else:
                part = dict(part, text=(part["text"] + str(what))[:LONGEST])
            shown.put(label, part)

    def remove(label):
        """Take away what has a label."""
        with shown.lock:
            shown.take(label)
            del shown.parts[label]
            shown.change()

    def clear():
        """Take away all that is shown."""
        with shown.lock:
            shown.parts = {}
            shown.change()

    def exec_js(code):
        """Run a script in the page, once. Only pages that their reader trusts do."""
        scripts.send(code)

    return {function.__name__: function for function in (image, text, heading, table, append, remove, clear, exec_js)}


def _side(value):
    """A width or height in pixels, 0 for the picture's own."""
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 4000:
        raise ValueError("a picture is from 1 to 4000 pixels wide and high, not %r" % (value,))
    return int(value)

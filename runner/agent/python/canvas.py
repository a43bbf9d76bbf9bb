"""A canvas as Tk has them, as far as turtles need it, which is drawn on the page as SVG."""
import math

from .colours import colour
from .drawing import LARGEST, escaped
from .frames import Frames

SIZE = 600, 600  # of a window, where the program does not say
USUAL = -200, -150, 200, 150  # what a turtle's screen can be scrolled over, where the program does not say
MOST = 200000  # coordinates and characters, of all that is drawn
ABOUT = "application/vnd.crunchy.turtle+json"
ANCHORS = {"w": "start", "e": "end"}
NARROW, WIDE = frozenset("ijlIrtf.,:;'|!()[] "), frozenset("mwMW@%")


class TclError(Exception):
    """What Tk does not understand."""


class Item:
    """Something drawn. Its SVG is made when it is asked for and kept until it changes."""

    def __init__(self, kind, coords, options):
        self.kind, self.options = kind, options
        self.bound = {}  # event -> functions
        self.place(coords)

    def place(self, coords):
        self.coords, self.kept = coords, None

    def svg(self):
        if self.kept is None:
            self.kept = getattr(self, self.kind)()
        return self.kept

    def pen(self, name):
        """How a line of the colour in an option is drawn, or "" if it is not."""
        line, width = colour(self.options.get(name, "")), number(self.options.get("width", 1))
        if not line or width <= 0:
            return ""
        return " stroke='%s'" % line + (" stroke-width='%s'" % short(width) if width != 1 else "")

    def line(self):
        pen = self.pen("fill")
        return pen and "<path d='M%s'%s/>" % ("L".join(pairs(self.coords)), pen)

    def polygon(self):
        pen, fill = self.pen("outline"), colour(self.options.get("fill", ""))
        if not pen and not fill:
            return ""
        return "<path d='M%sZ'%s%s/>" % ("L".join(pairs(self.coords)), " fill='%s'" % fill if fill else "", pen)

    def text(self):
        fill = colour(self.options.get("fill", "black"))
        if not fill:
            return ""
        family, size, bold, italic = font(self.options.get("font"))
        anchor = self.options.get("anchor", "center")
        lines = str(self.options.get("text", "")).split("\n")
        x, y = self.coords
        look = " fill='%s' font-family='%s' font-size='%s'%s%s text-anchor='%s'" % (
            fill, family, short(size), " font-weight='bold'" if bold else "", " font-style='italic'" if italic else "",
            ANCHORS.get(anchor[-1], "middle"))
        return "".join("<text x='%s' y='%s'%s xml:space='preserve'>%s</text>" % (
            short(x), short(y - size * (0.25 + 1.2 * (len(lines) - 1 - n))), look, escaped(line))
            for n, line in enumerate(lines) if line)

    def image(self):
        image, (x, y) = self.options.get("image"), self.coords
        if not getattr(image, "address", ""):
            return ""
        width, height = image.width(), image.height()
        return "<image x='%s' y='%s' width='%d' height='%d' href='%s'/>" % (
            short(x - width / 2), short(y - height / 2), width, height, image.address)

    def bbox(self):
        if self.kind == "text":
            _, size, bold, _ = font(self.options.get("font"))
            lines = str(self.options.get("text", "")).split("\n")
            wide, high = max(map(width_of, lines)) * size * (1.06 if bold else 1), 1.2 * size * len(lines)
            x, y = self.coords
            x -= {"w": 0, "e": wide}.get(self.options.get("anchor", "center")[-1], wide / 2)
            return round(x), round(y - high), round(x + wide), round(y)
        if self.kind == "image":
            (x, y), image = self.coords, self.options.get("image")
            wide, high = (image.width() / 2, image.height() / 2) if image else (0, 0)
            return x - wide, y - high, x + wide, y + high
        xs, ys = self.coords[::2], self.coords[1::2]
        return min(xs), min(ys), max(xs), max(ys)

    def holds(self, x, y):
        """Is a point in it? What is smaller than a finger is taken as larger."""
        left, top, right, bottom = self.bbox()
        more = max(3, 12 - max(right - left, bottom - top) / 2)
        if not (left - more <= x <= right + more and top - more <= y <= bottom + more):
            return False
        if self.kind != "polygon" or more > 3:
            return True
        inside, corners = False, list(zip(self.coords[::2], self.coords[1::2]))
        for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1]):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                inside = not inside
        return inside


class Drawing(Frames):
    """All items of one window, in the order in which they lie on each other."""

    kind = "turtle"

    def __init__(self):
        super().__init__()
        self.usual = SIZE
        self.about = lambda: ({}, ())  # more to be told, and the items that are no drawing but turtles
        self.clear()

    def begin(self, emit, run, area):
        super().begin(emit, run, area)
        if area:
            self.usual = tuple(area)

    def clear(self):
        with self.lock:
            self.items, self.last, self.size = {}, 0, 0
            self.ground, self.region, self.window = "white", None, None

    def renew(self):
        """Another window takes the place of one that was closed."""
        with self.lock:
            if self.items:
                self.name += "+"
            self.clear()

    def add(self, kind, coords, options):
        with self.lock:
            self.last += 1
            self.items[self.last] = item = Item(kind, (), options)
            self.place(item, coords)
            return self.last

    def place(self, item, coords):
        coords = tuple(map(number, coords))
        with self.lock:
            self.grow(len(coords) - len(item.coords))
            item.place(coords)
            self.change()

    def grow(self, by):
        if by > 0 and self.size + by > MOST:
            raise RuntimeError("this is more than a drawing in a page can hold; clear() makes room")
        self.size += by

    def remove(self, number):
        with self.lock:
            item = self.items.pop(number, None)
            if item is not None:
                self.size -= len(item.coords) + len(str(item.options.get("text", "")))
                self.change()

    def box(self):
        """Left, top, width and height of what is seen: all that can be drawn on, around its middle."""
        width, height = self.window or self.usual
        left, top, right, bottom = self.region or USUAL
        if (left, top, right, bottom) != USUAL:
            width, height = max(width, min(right - left, LARGEST)), max(height, min(bottom - top, LARGEST))
        return (left + right - width) / 2, (top + bottom - height) / 2, width, height

    def picture(self):
        left, top, width, height = self.box()
        return (
            "<svg xmlns='http://www.w3.org/2000/svg' width='%(w)s' height='%(h)s' viewBox='%(x)s %(y)s %(w)s %(h)s' fill='none' "
            "fill-rule='evenodd' stroke-linecap='round' stroke-linejoin='round'>"
            "<rect x='%(x)s' y='%(y)s' width='%(w)s' height='%(h)s' fill='%(g)s'/>%(all)s</svg>") % {
                "x": short(left), "y": short(top), "w": short(width), "h": short(height),
                "g": colour(self.ground) or "white", "all": "".join(item.svg() for item in self.items.values())}

    def bundle(self):
        return {"image/svg+xml": self.picture(), ABOUT: self.told()}

    def told(self):
        """What there is to see, for those who cannot see it."""
        lines, shapes, texts, colours = 0, 0, [], {}
        more, turtles = self.about()
        for number, item in self.items.items():
            if number in turtles or not item.svg():
                continue
            if item.kind == "line":
                lines += max(1, len(item.coords) // 2 - 1)
            elif item.kind == "polygon":
                shapes += 1
            elif item.kind == "text":
                texts.append(str(item.options.get("text", ""))[:100])
            if item.kind != "image":
                colours[str(item.options.get("fill") or item.options.get("outline"))] = True
        return dict(more, box=[round(n, 1) for n in self.box()], lines=lines, shapes=shapes, texts=texts[:10], colours=list(colours)[:8])

    def words(self):
        return "<Turtle drawing of %d lines>" % self.told()["lines"]


def number(value):
    """A coordinate; what is too far away for any picture is taken nearer."""
    if type(value) is float and -1e7 < value < 1e7:
        return value
    try:
        value = float(value)
    except (TypeError, ValueError, OverflowError):
        raise TclError('bad screen distance "%s"' % (value,)) from None
    if math.isnan(value):
        raise TclError('bad screen distance "nan"')
    return max(-1e7, min(1e7, value))


def short(value):
    return "%g" % (round(value, 1) + 0) if abs(value) < 100000 else "%d" % value


def pairs(coords):
    return [short(coords[n]) + " " + short(coords[n + 1]) for n in range(0, len(coords) - 1, 2)]


def font(value):
    """(family, size in pixels, bold, italic) of what Tk takes as a font."""
    parts = value.split() if isinstance(value, str) else list(value or ())
    family = "".join(c for c in str(parts[0] if parts else "Arial") if c.isalnum() or c in " -")[:60] or "Arial"
    try:
        size = float(parts[1])
    except (IndexError, TypeError, ValueError):
        size = 8
    size = -size if size < 0 else size * 4 / 3
    style = " ".join(map(str, parts[2:])).lower()
    return family, min(max(size, 1), 1000), "bold" in style, "italic" in style


def width_of(line):
    """About how wide it is, in heights."""
    return sum(0.3 if c in NARROW else 0.87 if c in WIDE else 0.7 if c.isupper() else 0.55 for c in line)

"""Drawing on the page: the modules graphics and math_graphics.

A drawing is a list of shapes, which is sent as one SVG picture, see frames. A
learner's own module of one of these names is found before these.
"""
import math
import re

from .frames import Frames

SIZE = 400, 400
LARGEST = 4000  # pixels, each way
MOST = 20000  # shapes

NAMES = frozenset("""
    aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
    darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
    darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
    firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
    hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
    lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
    lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
    mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
    midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple
    rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue
    slateblue slategray slategrey snow springgreen steelblue tan teal thistle tomato transparent turquoise violet wheat
    white whitesmoke yellow yellowgreen
""".split())
HEXADECIMAL = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z")


class Page(Frames):
    """What is drawn, and its way to the page."""

    kind = "drawing"

    def __init__(self):
        super().__init__()
        self.usual = SIZE  # of a drawing whose program says nothing
        self.start(*SIZE)

    def start(self, width, height):
        self.width, self.height = width, height
        self.shapes = []
        self.line, self.fill, self.thick = "black", "black", 1

    def begin(self, emit, run, area):
        super().begin(emit, run, area)
        with self.lock:
            if area:
                self.usual = tuple(area)
            if not self.shapes:
                self.width, self.height = self.usual

    def add(self, shape):
        with self.lock:
            if len(self.shapes) >= MOST:
                raise RuntimeError("a drawing has at most %d shapes; clear() makes room for others" % MOST)
            self.shapes.append(shape)
            self.change()

    def words(self):
        return "<Drawing of %g x %g>" % (self.width, self.height)

    def picture(self):
        return '<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %g %g"><rect width="100%%" height="100%%" fill="white"/>%s</svg>' % (
            self.width, self.height, self.width, self.height, "".join(self.shapes))


page = Page()


def number(value, what="a number"):
    try:
        if not isinstance(value, (str, bytes, bool)) and math.isfinite(value):
            return float(value)
    except (TypeError, OverflowError):
        pass
    raise TypeError("%s is needed here, not %r" % (what, value))


def point(value):
    try:
        x, y = value
    except (TypeError, ValueError):
        raise TypeError("a point is a pair of numbers such as (100, 50), not %r" % (value,)) from None
    return number(x, "a pair of numbers"), number(y, "a pair of numbers")


def colour(value):
    if isinstance(value, str):
        name = value.strip().lower()
        if name in NAMES or HEXADECIMAL.match(name):
            return name
    elif isinstance(value, tuple) and len(value) == 3 and all(isinstance(v, int) and 0 <= v <= 255 for v in value):
        return "#%02x%02x%02x" % value
    raise ValueError("%r is not a colour; colours are names such as 'red', '#ff8800', or (255, 136, 0)" % (value,))


def escaped(text):
    text = re.sub("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def functions(upwards):
    """What a module of these offers, with y counted downwards or upwards."""

    def place(value):
        x, y = point(value)
        return x, page.height - y if upwards else y

    def stroke():
        return 'fill="none" stroke="%s" stroke-width="%g"' % (page.line, page.thick)

    def filled():
        return 'fill="%s"' % page.fill

    def init_graphics(width=None, height=None, border_color="red"):
        """Begin a new drawing, so many pixels wide and high."""
        width = number(page.usual[0] if width is None else width)
        height = number(page.usual[1] if height is None else height)
        if not (1 <= width <= LARGEST and 1 <= height <= LARGEST):
            raise ValueError("a drawing is from 1 to %d pixels wide and high" % LARGEST)
        border = colour(border_color)
        with page.lock:
            page.start(width, height)
            page.add('<rect x="0.5" y="0.5" width="%g" height="%g" fill="none" stroke="%s"/>' % (width - 1, height - 1, border))

    def clear():
        """Take away all that is drawn."""
        with page.lock:
            page.shapes = []
            page.change()

    def set_line_colour(colour_):
        """Choose the colour of lines: a name, '#ff8800', or (255, 136, 0)."""
        page.line = colour(colour_)

    def set_fill_colour(colour_):
        """Choose the colour of what is filled: a name, '#ff8800', or (255, 136, 0)."""
        page.fill = colour(colour_)

    def set_line_width(width):
        """Choose how many pixels lines are wide."""
        page.thick = max(0.0, number(width))

    def line(start, end):
        """Draw a line from one point (x, y) to another."""
        page.add('<line x1="%g" y1="%g" x2="%g" y2="%g" %s/>' % (place(start) + place(end) + (stroke(),)))

    def round_(centre, radius, how):
        page.add('<circle cx="%g" cy="%g" r="%g" %s/>' % (place(centre) + (abs(number(radius)), how)))

    def circle(centre, radius):
        """Draw a circle around a point (x, y)."""
        round_(centre, radius, stroke())

    def filled_circle(centre, radius):
        """Draw a filled circle around a point (x, y)."""
        round_(centre, radius, filled())

    def box(corner, width, height, how):
        (x, y), width, height = place(corner), number(width), number(height)
        if upwards:
            y -= height
        page.add('<rect x="%g" y="%g" width="%g" height="%g" %s/>' % (min(x, x + width), min(y, y + height), abs(width), abs(height), how))

    def rectangle(corner, width, height):
        """Draw a rectangle from its corner (x, y)."""
        box(corner, width, height, stroke())

    def filled_rectangle(corner, width, height):
        """Draw a filled rectangle from its corner (x, y)."""
        box(corner, width, height, filled())

    def corners(points, how):
        page.add('<polygon points="%s" %s/>' % (" ".join("%g,%g" % place(p) for p in points), how))

    def triangle(first, second, third):
        """Draw a triangle between three points (x, y)."""
        corners((first, second, third), stroke())

    def filled_triangle(first, second, third):
        """Draw a filled triangle between three points (x, y)."""
        corners((first, second, third), filled())

    def polygon(points):
        """Draw a figure with corners at a list of points (x, y)."""
        corners(points, stroke())

    def filled_polygon(points):
        """Draw a filled figure with corners at a list of points (x, y)."""
        corners(points, filled())

    def point_(x, y):
        """Draw a single point, in the colour of lines."""
        page.add('<rect x="%g" y="%g" width="1" height="1" fill="%s"/>' % (place((x, y)) + (page.line,)))

    def text(position, words, size=16):
        """Write words that begin at a point (x, y), in the colour of lines."""
        page.add('<text x="%g" y="%g" font-size="%g" font-family="sans-serif" fill="%s" xml:space="preserve">%s</text>' % (
            place(position) + (abs(number(size)), page.line, escaped(str(words)[:1000]))))

    names = {function.__name__.rstrip("_"): function for function in (
        init_graphics, clear, set_line_colour, set_fill_colour, set_line_width, line, circle, filled_circle, rectangle,
        filled_rectangle, triangle, filled_triangle, polygon, filled_polygon, point_, text)}
    names.update(clear_graphics=clear, set_line_color=set_line_colour, set_fill_color=set_fill_colour)
    return names

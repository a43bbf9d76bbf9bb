"""Stands in for tkinter where turtle draws: these classes have as much of Tk as the
library's module turtle asks for, and what is drawn with them is seen in the page.
"""
import builtins
import types
from time import monotonic, sleep

from . import canvas, keys, pictures
from .canvas import TclError
from .desk import LATE, desk, drawing


class Tk:
    """The window."""

    def __init__(self, *arguments, **options):
        if desk.root is not None:
            drawing.renew()
        desk.root, self.tk, self.open, self.area = self, self, True, None

    def geometry(self, size=None):
        if size:
            width, _, rest = size.partition("x")
            height = rest.partition("+")[0].partition("-")[0]
            drawing.window = tuple(max(1, min(int(n), canvas.LARGEST)) for n in (width, height))
            drawing.change()

    def winfo_screenwidth(self):
        return drawing.usual[0] * 2  # of which a window takes 0.5, if the program does not say

    def winfo_screenheight(self):
        return drawing.usual[1] * 4 // 3  # and 0.75

    def destroy(self):
        self.open = False
        desk.timers = []

    def mainloop(self):
        desk.loop()

    def nothing(self, *arguments, **options):
        """What is done to a window that a page does not have."""

    title = wm_protocol = protocol = bind = resizable = iconbitmap = attributes = wm_attributes = lift = nothing
    withdraw = deiconify = iconphoto = configure = config = focus_force = nothing


class Frame:
    """What a canvas stands in. All else that is asked of it, it asks its canvas."""

    def __init__(self, master=None, **options):
        self.master, self.tk = master, master

    def winfo_toplevel(self):
        return self.master

    def __getitem__(self, name):
        return self.cget(name)

    def rowconfigure(self, *arguments, **options):
        """There is nothing to arrange in a page."""

    columnconfigure = grid = grid_forget = pack = rowconfigure


class Scrollbar(Frame):
    """The page has its own."""

    def set(self, *arguments):
        """It shows nothing."""


class Canvas:
    """What is drawn on, with the names that Tk has."""

    def __init__(self, master=None, **options):
        self.master, self.tk, self.options, self.bound = master, master, {}, {}
        self.held = None  # the item on which a button is down
        master.area = self
        self.config(**options)

    def config(self, **options):
        self.options.update(options)
        ground = options.get("bg", options.get("background"))
        if ground is not None:
            if canvas.colour(ground) is None:
                raise TclError('unknown color name "%s"' % (ground,))
            self.options["bg"] = drawing.ground = ground
        if "scrollregion" in options:
            drawing.region = tuple(map(canvas.number, options["scrollregion"]))
        drawing.change()

    configure = config

    def cget(self, name):
        return self.options.get(name, "")

    def __getitem__(self, name):
        return self.cget(name)

    def winfo_width(self):
        return (drawing.window or drawing.usual)[0]

    def winfo_height(self):
        return (drawing.window or drawing.usual)[1]

    def winfo_rgb(self, name):
        """Complains of what is no colour; turtles want to know no more."""
        if canvas.colour(name) is None:
            raise TclError('unknown color name "%s"' % (name,))

    def xview(self, *arguments, **options):
        """All there is is in view."""

    yview = xview_moveto = yview_moveto = focus_force = focus_set = xview
    pack = grid = xview

    # Items.

    def create(self, kind, coords, options):
        if len(coords) == 1 and not isinstance(coords[0], (int, float)):
            coords = coords[0]
        drawing.grow(len(str(options.get("text", ""))))
        return drawing.add(kind, coords, options)

    def create_polygon(self, *coords, **options):
        return self.create("polygon", coords, options)

    def create_line(self, *coords, **options):
        return self.create("line", coords, dict({"fill": "black"}, **options))

    def create_text(self, *coords, **options):
        return self.create("text", coords, options)

    def create_image(self, *coords, **options):
        return self.create("image", coords, options)

    def coords(self, number, *coords):
        item = drawing.items.get(number)
        if item is None:
            return []
        if len(coords) == 1:
            coords = coords[0]
        if coords:
            drawing.place(item, coords)
        return list(item.coords)

    def itemconfigure(self, number, **options):
        item = drawing.items.get(number)
        if item is None:
            return
        for name in ("fill", "outline"):
            if canvas.colour(options.get(name, "")) is None:
                raise TclError('unknown color name "%s"' % (options[name],))
        if any(item.options.get(name) != value for name, value in options.items()):
            with drawing.lock:
                item.options.update(options)
                item.kept = None
                drawing.change()

    itemconfig = itemconfigure

    def delete(self, *numbers):
        for number in list(drawing.items) if "all" in numbers else numbers:
            drawing.remove(number)

    def tag_raise(self, number):
        with drawing.lock:
            if number in drawing.items and number != next(reversed(drawing.items)):
                drawing.items[number] = drawing.items.pop(number)
                drawing.change()

    def tag_lower(self, number):
        with drawing.lock:
            item = drawing.items.pop(number, None)
            if item is not None:
                drawing.items = {number: item, **drawing.items}
                drawing.change()

    def type(self, number):
        item = drawing.items.get(number)
        return item and item.kind

    def bbox(self, number):
        item = drawing.items.get(number)
        return item and item.bbox()

    def find_all(self):
        return tuple(drawing.items)

    def canvasx(self, x):
        return x  # events come in the canvas's own coordinates

    canvasy = canvasx

    # Time.

    def update(self):
        drawing.change()
        desk.pass_on(0)

    update_idletasks = update

    def after(self, ms, function=None, *arguments):
        seconds = max(0, ms) / 1000
        if function is not None:
            return desk.later(seconds, lambda: function(*arguments))
        until = monotonic() + (0 if desk.hurry or desk.calm else seconds)
        while True:
            left = until - monotonic()
            if left <= 0:
                return None
            sleep(min(left, LATE))

    def after_idle(self, function, *arguments):
        return desk.later(0, lambda: function(*arguments))

    def after_cancel(self, name):
        desk.forget(name)

    # What the page tells.

    def bind(self, event, function, add=None):
        _bind(self.bound, event, function, add)

    def unbind(self, event, name=None):
        _bind(self.bound, event, None, None)

    def tag_bind(self, number, event, function, add=None):
        if number in drawing.items:
            _bind(drawing.items[number].bound, event, function, add)

    def tag_unbind(self, number, event):
        if number in drawing.items:
            _bind(drawing.items[number].bound, event, None, None)

    def listens(self):
        """What the page is to tell: "click", "key"."""
        tables = [self.bound] + [item.bound for item in list(drawing.items.values())]
        return sorted({"key" if what.startswith("Key") else "click" for table in tables for what, _ in list(table)})

    def told(self, event):
        """Something has happened in the page: a message of it, which may be anything."""
        try:
            what, name = event["do"], event.get("key")
            at = float(event.get("x", 0)), float(event.get("y", 0))
            button = int(event.get("button", 1))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return
        if what in ("KeyPress", "KeyRelease") and isinstance(name, str):
            self.fire(self.bound, (what, name), at)
            if what == "KeyPress" and (what, name) not in self.bound:
                self.fire(self.bound, (what, None), at)
            return
        if what == "Button":
            under = [item for item in drawing.items.values() if item.bound and item.holds(*at)]
            self.held = under[-1] if under else None
        if self.held is not None:
            self.fire(self.held.bound, (what, button), at)
        if what == "ButtonRelease":
            self.held = None
        self.fire(self.bound, (what, button), at)

    def fire(self, table, event, at):
        for function in list(table.get(event, ())):
            function(types.SimpleNamespace(x=at[0], y=at[1], num=event[1], keysym=event[1]))


def _bind(table, event, function, add):
    try:
        event = _event(event)
    except TclError:
        if function is not None:
            raise
        return  # turtles forget what they were refused, too
    if event is None:
        return
    if function is None:
        table.pop(event, None)
    elif add:
        table.setdefault(event, []).append(function)
    else:
        table[event] = [function]
    drawing.change()


def _event(text):
    """What Tk calls "<Button-1>", "<Button1-Motion>" or "<KeyPress-a>", as told() has it."""
    words = str(text).strip("<>").split("-", 1)
    if words[0] in ("KeyPress", "KeyRelease", "Key"):
        kind = "KeyRelease" if words[0] == "KeyRelease" else "KeyPress"
        if len(words) == 1:
            return kind, None
        key = keys.key(words[1])
        if key is None:
            near = keys.near(words[1])
            raise TclError('there is no key "%s"' % words[1] + ('; is "%s" meant?' % near if near else ""))
        return kind, key
    if words[0] == "Button" and words[-1].isdigit():
        return "Button", int(words[-1])
    if words[0][:-1] == "Button" and words[0][-1].isdigit() and words[-1] in ("Motion", "ButtonRelease"):
        return words[-1], int(words[0][-1])
    return None  # another event, which a page does not tell of


class PhotoImage:
    """A picture from a file, or from nowhere."""

    def __init__(self, file=None, width=0, height=0, **options):
        self.size, self.address = (width, height), ""
        if file is not None:
            content = self.read(str(file))
            form = pictures.kind(content)
            self.size = _measure(content, form)
            if not self.size:
                raise TclError('couldn\'t recognize data in image file "%s": GIF and PNG are known here' % file)
            self.address = "data:%s;base64,%s" % (form, pictures.encoded(content))

    @staticmethod
    def read(file):
        try:
            with open(file, "rb") as stream:
                content = stream.read(pictures.LITTLE + 1)
        except OSError:
            raise TclError('couldn\'t open "%s": no such file or directory' % file) from None
        if len(content) > pictures.LITTLE:
            raise TclError("the picture %s is too large for a drawing: at most %d KiB are taken" % (file, pictures.LITTLE >> 10))
        return content

    def blank(self):
        """It is."""

    def width(self):
        return self.size[0]

    def height(self):
        return self.size[1]


def _measure(content, form):
    """(width, height) of a GIF or a PNG, else None."""
    if form == "image/gif" and len(content) >= 10:
        return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    if form == "image/png" and len(content) >= 24:
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    return None


# Dialogues are asked below the picture.

def askstring(title, prompt, **options):
    try:
        return builtins.input("%s " % prompt)
    except EOFError:
        return None


def askfloat(title, prompt, initialvalue=None, minvalue=None, maxvalue=None, **options):
    """The rules of Tk's own, which asks again until it is given a number that will do."""
    usual = "" if initialvalue is None else " [%s]" % initialvalue
    while True:
        text = askstring(title, "%s%s" % (prompt, usual))
        if text is None:
            return None
        try:
            number = float(text.strip() or initialvalue)
        except (TypeError, ValueError):
            print("This is not a number. Try again, for example with 3.5.")
            continue
        if minvalue is not None and number < minvalue:
            print("The smallest number that may be entered is %s." % minvalue)
        elif maxvalue is not None and number > maxvalue:
            print("The largest number that may be entered is %s." % maxvalue)
        else:
            return number

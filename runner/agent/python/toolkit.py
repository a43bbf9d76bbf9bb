"""The module turtle, in a page: the library's own, whatever the version, on a toolkit
of ours. It imports these classes in the place of tkinter's and opens a window with
them; what it draws there is seen in the page.

Time is the program's: an animated turtle waits as it does in its own window, so
what is printed and what is drawn keep step. Clicks and keys come from the page
while the program updates its drawing or is in mainloop().
"""
import _thread
import builtins
import importlib.machinery
import os
import sys
import types
from heapq import heappop, heappush
from time import monotonic, sleep

from . import canvas, keys, pictures
from .canvas import TclError

PACE = 0.005  # seconds from one update() of a program's own to the next: games rely on it
DEEP = 10  # functions for events that may wait for each other
LATE = 0.2  # seconds within which a loop looks at the page again

drawing = canvas.Drawing()
MISSING = "this Python came without its module turtle; on Debian and Ubuntu the package libpython3-stdlib has it"


class Desk:
    """What is outside of the window: the page, the clock, and who waits for what."""

    def __init__(self):
        self.event = lambda patience: sleep(patience)  # the agent's: what the page tells, or None
        self.hurry = self.calm = False  # nobody looks; this turtle is not to be waited for
        self.real = False  # the element wants the windows of its computer
        self.timers, self.count, self.depth, self.updated, self.looked = [], 0, 0, 0, 0
        self.root, self.running = None, False

    def begin(self, emit, command):
        """A run begins."""
        drawing.begin(emit, command["id"], command.get("area"))
        self.hurry = bool(command.get("check") or command.get("step"))
        self.real = bool(command.get("tk"))
        self.depth, self.running = 0, True

    def finish(self):
        """The run is over, and with it what its drawing listens to."""
        self.running = False
        if self.root is not None and self.root.area is not None and self.root.area.listens():
            drawing.change()
        drawing.finish()

    def later(self, seconds, function):
        self.count += 1
        heappush(self.timers, (monotonic() + seconds, self.count, function))
        return "after#%d" % self.count

    def forget(self, name):
        self.timers = [timer for timer in self.timers if "after#%d" % timer[1] != name]

    def pass_on(self, patience):
        """Give what is due, and what the page tells within that time, to whom it concerns."""
        now = monotonic()
        if self.depth >= DEEP or not patience and now < self.looked + PACE or _thread.get_ident() != main:
            return
        self.depth += 1
        self.looked = now
        try:
            while self.timers and self.timers[0][0] <= now:
                heappop(self.timers)[2]()
                patience = 0
            told = self.event(patience)
            while told is not None:
                if self.root is not None and self.root.open:
                    self.root.area.told(told)
                told = self.event(0)
        finally:
            self.depth -= 1

    def loop(self):
        """Until the window is closed, or nothing can happen any more."""
        root = self.root
        while root is not None and root.open and (self.timers or root.area.listens()):
            wait = self.timers[0][0] - monotonic() if self.timers else LATE
            self.pass_on(max(0, min(wait, LATE)))
            if self.hurry and not self.timers:
                return  # nobody is there to click


desk = Desk()
main = _thread.get_ident()


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


def modules():
    """What the module turtle gets for tkinter and tkinter.simpledialog."""
    made, dialogues = types.ModuleType("tkinter"), types.ModuleType("tkinter.simpledialog")
    dialogues.askstring, dialogues.askfloat = askstring, askfloat
    vars(made).update(
        Tk=Tk, Frame=Frame, Canvas=Canvas, Scrollbar=Scrollbar, PhotoImage=PhotoImage, TclError=TclError,
        simpledialog=dialogues, mainloop=desk.loop, ROUND="round", SUNKEN="sunken", HORIZONTAL="horizontal", __path__=[])
    return {"tkinter": made, "tkinter.simpledialog": dialogues}


class Finder:
    """Finds the library's turtle. A learner's own module of this name is theirs."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name != "turtle" or desk.real:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None:
            raise ModuleNotFoundError(MISSING, name=name)
        if spec.loader is not None and os.path.dirname(str(spec.origin)) == os.path.dirname(os.__file__):
            spec.loader = Loader(spec.loader)
        return spec


class Loader:
    """Loads it as ever, but for what it finds in the place of tkinter."""

    def __init__(self, loader):
        self.loader = loader

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        ours = modules()
        theirs = {name: sys.modules.get(name) for name in ours}
        sys.modules.update(ours)
        try:
            self.loader.exec_module(module)
        finally:
            for name, one in theirs.items():
                if one is None:
                    sys.modules.pop(name, None)
                else:
                    sys.modules[name] = one
        adapt(module)


def adapt(turtle):
    """What a page does otherwise than a window."""
    update, refresh, leave = turtle.RawTurtle._update, turtle.TurtleScreen.update, turtle._Screen.exitonclick

    def _update(self):
        desk.calm = self._speed == 0  # at once, as its documentation says
        try:
            update(self)
        finally:
            desk.calm = False

    def paced(self):
        left = desk.updated + PACE - monotonic()
        if left > 0 and not desk.hurry:
            sleep(left)
        desk.updated = monotonic()
        refresh(self)

    def exitonclick(self):
        if desk.timers or self.getcanvas()._canvas.listens():
            leave(self)
        # Else it would only close the window; the drawing stays.

    for made, of, name in ((_update, update, "_update"), (paced, refresh, "update"), (exitonclick, leave, "exitonclick")):
        made.__doc__, made.__name__, made.__qualname__, made.__module__ = of.__doc__, name, of.__qualname__, of.__module__
    turtle.RawTurtle._update, turtle.TurtleScreen.update = _update, paced
    turtle._Screen.exitonclick = exitonclick

    for function in list(vars(turtle).values()):
        if isinstance(function, types.FunctionType) and function.__code__.co_filename == "<string>":
            # Made of a method when it is imported: in a traceback it is of the library, as that is.
            function.__code__ = function.__code__.replace(co_filename=turtle.__file__)

    def about():
        screen = turtle.Turtle._screen
        turtles = list(getattr(screen, "_turtles", ()))
        hidden = set()
        for one in turtles:
            item = getattr(getattr(one, "turtle", None), "_item", None)
            hidden.update(item if isinstance(item, (list, tuple)) else [item])
        places = [[round(float(n), 1) + 0 for n in (*one.position(), one.heading())] for one in turtles[:5] if one.isvisible()]
        return {"turtles": places, "listens": desk.root.area.listens() if desk.running and desk.root else []}, hidden

    def careful():
        try:
            return about()
        except Exception:
            return {}, ()  # in the middle of a change

    drawing.about = careful

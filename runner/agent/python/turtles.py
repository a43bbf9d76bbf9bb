"""Imports the module turtle, the library's own, whatever the version, on a toolkit of ours.

Time is the program's: an animated turtle waits as it does in its own window, so
what is printed and what is drawn keep step.
"""
import importlib.machinery
import os
import sys
import types
from time import monotonic, sleep

from . import toolkit
from .desk import PACE, desk, drawing

MISSING = "this Python came without its module turtle; on Debian and Ubuntu the package libpython3-stdlib has it"


def modules():
    """What the module turtle gets for tkinter and tkinter.simpledialog."""
    made, dialogues = types.ModuleType("tkinter"), types.ModuleType("tkinter.simpledialog")
    dialogues.askstring, dialogues.askfloat = toolkit.askstring, toolkit.askfloat
    vars(made).update(
        Tk=toolkit.Tk, Frame=toolkit.Frame, Canvas=toolkit.Canvas, Scrollbar=toolkit.Scrollbar,
        PhotoImage=toolkit.PhotoImage, TclError=toolkit.TclError,
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

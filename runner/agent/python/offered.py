"""Modules that a learner's program finds in a page: those that show something there.
A learner's own module of one of these names is found before them."""
import importlib.machinery

from . import dhtml, drawing

MODULES = {  # name -> what makes its functions, and what it is
    "graphics": (lambda: drawing.functions(False), "Draws on the page; y counts downwards from the top."),
    "math_graphics": (lambda: drawing.functions(True), "Draws on the page; y counts upwards from the bottom."),
    "dhtml": (dhtml.functions, "Puts text, pictures and tables into the page."),
}


class Modules:
    """Finds and loads them, where nobody else has modules of these names."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, Modules) if name in MODULES else None

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        name = module.__name__
        make, doc = MODULES[name]
        made = make()
        for public, function in made.items():
            function.__module__ = name
            function.__name__ = function.__qualname__ = function.__name__.rstrip("_")
        module.__dict__.update(made, __all__=sorted(made), __doc__=doc)

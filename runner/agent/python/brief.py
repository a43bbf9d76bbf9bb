"""Short texts for values, without running any code of the learner's (see snapshot.py)."""
import sys
import types

from . import environment, static
from .static import has

TEXT = 60  # characters of one value
BITS = 4000  # of a number that is written out
MORE = "\u2026"
REMEMBERED = 500  # classes

MESSAGE = 300  # characters of what an exception says
EXACT = {id(kind) for kind in (int, float, complex, bool, str, bytes, type(None), type(...), type(NotImplemented))}

_mro = type.__dict__["__mro__"].__get__
_own = {}  # id -> (class, is it the learner's)
module_of = type.__dict__["__module__"].__get__


def short(text):
    return text if len(text) <= TEXT else text[:TEXT] + MORE


def word(name):
    return short(name) if type(name) is str else MORE


def plain(value):
    """A value of one of Python's own plain types."""
    if type(value) in (str, bytes) and len(value) > TEXT:
        return repr(value[:TEXT]) + MORE
    if type(value) is int and value.bit_length() > BITS:
        return "int of %d bits" % value.bit_length()
    return short(repr(value))


def name_of(kind):
    return short(static.class_name(kind).rpartition(".")[2])


def function(value):
    """A function as it is defined: its name and parameters."""
    name = word(value.__name__)
    return short(static.signature("lambda" if name == "<lambda>" else name, value))


def own(klass):
    """Is a class, or one that it is made from, the learner's?"""
    known = _own.get(id(klass))
    if known is None:
        if len(_own) > REMEMBERED:
            _own.clear()
        known = _own[id(klass)] = klass, any(_is_own(base) for base in _mro(klass))
    return known[1]


def _is_own(klass):
    module = module_of(klass)
    if type(module) is not str or module == "builtins":
        return False
    found = sys.modules.get(module)
    return module == "__main__" or type(found) is types.ModuleType and environment.is_own(static.attribute(found, "__file__"))


def raised(event):
    """What an exception says, given as a trace function gets it."""
    kind, error = event[0], event[1]
    name = word(static.class_name(kind))
    args = BaseException.args.__get__(error) if has(_mro(type(error)), BaseException) else ()
    if any(id(type(arg)) not in EXACT for arg in args):
        return name
    said = static.attribute(error, "__str__")
    if type(said) is types.WrapperDescriptorType:  # CPython's own
        said = str(error)
    else:
        said = args[0] if len(args) == 1 and type(args[0]) is str else ""
    return name + (": " + (said if len(said) <= MESSAGE else said[:MESSAGE] + MORE) if said else "")

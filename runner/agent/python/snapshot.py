"""What a few values, and all that they lead to, look like at one moment.

A value is a text, such as 42 or 'a', or [text, type], or the number of an object,
which has a kind, a type and parts. Nothing of the learner's is called: no __repr__,
no __iter__, no property, not even a metaclass's __eq__ (see static.py). A snapshot is
bounded, whatever there is to be seen.
"""
import collections
import enum
import itertools
import types

from . import static
from .brief import EXACT, MORE, function, module_of, name_of, own, plain, short, word
from .static import has

DEEPEST = 8  # steps from a name to what is still shown
OBJECTS = 100  # in one snapshot
ITEMS = 30  # of one object
ROOM = 20000  # characters in one snapshot

_mro = type.__dict__["__mro__"].__get__
_names = type.__dict__["__dict__"].__get__
# What turns a value of a type derived from a plain one into a plain one.
_PLAIN = (
    (int, int.__pos__), (float, float.__pos__), (complex, complex.__pos__), (str, str.__str__),
    (bytes, lambda value: bytes.__getitem__(value, slice(None))),
)
_GENERATORS = ((types.GeneratorType, "generator"), (types.CoroutineType, "coroutine"), (types.AsyncGeneratorType, "async generator"))
_COLLECTIONS = ((list, "list"), (tuple, "tuple"), (dict, "dict"), (set, "set"), (frozenset, "set"), (collections.deque, "list"))
# Of what these have the library's own repr is short and says all.
_TELLING = {"datetime", "decimal", "fractions", "pathlib", "pathlib._local", "uuid", "ipaddress", "re", "zoneinfo"}


class Snapshot:
    """One moment. known are the numbers of the moment before, by the identity of
    their objects; next gives new ones."""

    def __init__(self, known, next):
        self.known, self.next = known, next
        self.numbers = {}  # id -> (number, id of the type)
        self.waiting = collections.deque()
        self.spent = 0

    def value(self, value, depth=0):
        """How a value is told. What it leads to is drawn by finish."""
        kind = type(value)
        if id(kind) in EXACT:
            return self.write(plain(value))
        entry = self.numbers.get(id(value))
        if entry is not None:
            return entry[0]
        told = text(value, kind)
        if told is not None:
            return self.write(told) if type(told) is str else [self.write(told[0]), told[1]]
        parts = None
        if depth <= DEEPEST and len(self.numbers) < OBJECTS and self.spent < ROOM:
            parts = looks(value, kind)
        if parts is None:
            return [MORE, self.write(name_of(kind))]
        before = self.known.get(id(value))
        number = before[0] if before is not None and before[1] == id(kind) else self.next()
        self.numbers[id(value)] = number, id(kind)
        self.waiting.append((number, parts, depth + 1))
        return number

    def write(self, text):
        self.spent += len(text)
        return text

    def finish(self):
        """Draw the objects that were met, the nearest first. Returns them by number."""
        drawn = {}
        while self.waiting:
            number, (kind, title, count, parts), depth = self.waiting.popleft()
            shown = []
            try:
                for part in itertools.islice(parts(), ITEMS):
                    if self.spent > ROOM:
                        break
                    if kind == "dict":
                        shown.append([self.value(part[0], depth), self.value(part[1], depth)])
                    elif kind in ("list", "tuple", "set"):
                        shown.append(self.value(part, depth))
                    else:
                        shown.append([self.write(short(part[0])), self.value(part[1], depth)])
            except RecursionError:
                raise
            except RuntimeError:
                pass  # changed by another thread meanwhile
            drawn[number] = {"k": kind, "t": self.write(title), "c": shown}
            if count > len(shown):
                drawn[number]["n"] = count
        return drawn


def text(value, kind):
    """What is told in one piece: a text, or [text, type]. None for the others."""
    if static.is_class(value):
        return None if own(value) else "class " + name_of(value)
    if static.is_module(value):
        return "module " + word(static.attribute(value, "__name__"))
    if kind is types.FunctionType:
        return None if value.__closure__ else "function " + function(value)
    if kind is types.MethodType:
        bound = value.__func__
        return "method " + (word(bound.__qualname__) if type(bound) is types.FunctionType else MORE)
    if has(static.BUILTIN_FUNCTIONS, kind):
        return "function " + word(value.__name__)
    for of, name in _GENERATORS:
        if kind is of:
            return "%s %s" % (name, word(value.__name__))
    bases, inside = _mro(kind), static.instance_dict(value)
    if has(bases, enum.Enum):
        return ["%s.%s" % (name_of(kind), word((inside or {}).get("_name_"))), name_of(kind)]
    if kind is range or not own(kind) and module_of(kind) in _TELLING:
        try:
            return [short(repr(value)), name_of(kind)]
        except Exception:
            return [MORE, name_of(kind)]
    if not inside:
        for base, exact in _PLAIN:
            if has(bases, base):
                return [plain(exact(value)), name_of(kind)]
    return None


def looks(value, kind):
    """How an object is drawn: (kind, title, length, what gives its parts), or None."""
    bases, title = _mro(kind), name_of(kind)
    for base, form in _COLLECTIONS:
        if not has(bases, base):
            continue
        if base is dict:
            return form, title, dict.__len__(value), lambda: dict.items(value)
        fields = static.attribute(value, "_fields") if base is tuple and kind is not tuple else None
        if type(fields) is tuple and len(fields) == tuple.__len__(value) and all(type(name) is str for name in fields):
            return "object", title, len(fields), lambda: zip(fields, tuple.__iter__(value))
        return form, title, base.__len__(value), lambda: base.__iter__(value)
    if kind is types.FunctionType:
        form, title, parts = "function", function(value), cells(value)
    elif static.is_class(value):
        form, title, parts = "class", name_of(value), list(_names(value).items())
    elif own(kind) or has(bases, BaseException) or has(bases, types.SimpleNamespace):
        form, parts = "object", attributes(value, bases)
    else:
        return None
    parts = [(name, part) for name, part in parts if visible(name)]
    return form, title, len(parts), lambda: parts


def cells(value):
    """What a function has taken along from the functions around it."""
    found = []
    for name, cell in zip(value.__code__.co_freevars, value.__closure__):
        try:
            found.append((name, cell.cell_contents))
        except ValueError:
            pass  # it has no value yet
    return found


def attributes(value, bases):
    found = [("args", BaseException.args.__get__(value))] if has(bases, BaseException) else []
    found += list((static.instance_dict(value) or {}).items())
    for klass in bases:
        for name, slot in list(_names(klass).items()) if own(klass) else ():
            if type(slot) is types.MemberDescriptorType:
                try:
                    found.append((name, slot.__get__(value)))
                except AttributeError:
                    pass  # it has no value yet
    return found


def visible(name):
    """Is a name one of the learner's, and not one that Python gives by itself?"""
    return type(name) is str and not (name.startswith(".") or name.startswith("__") and name.endswith("__"))

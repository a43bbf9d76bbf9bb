"""Looks at objects without running any code of theirs.

A property, __getattr__, __class__, __repr__ or metaclass of the learner's is
never called: everything is read from the dictionaries of types and instances
by means of CPython's own descriptors. Hence no isinstance and no getattr on
objects of unknown origin.
"""
import builtins
import types

_mro = type.__dict__["__mro__"].__get__
_class_dict = type.__dict__["__dict__"].__get__
_module_dict = types.ModuleType.__dict__["__dict__"].__get__
_function_dict = types.FunctionType.__dict__["__dict__"].__get__
MISSING = object()

BUILTIN_FUNCTIONS = (
    types.BuiltinFunctionType, types.MethodDescriptorType,
    types.WrapperDescriptorType, types.ClassMethodDescriptorType, types.MethodWrapperType,
)


def has(kinds, kind):
    """Is kind among kinds? The operator in would ask their metaclasses."""
    for other in kinds:
        if other is kind:
            return True
    return False


def is_class(value):
    return has(_mro(type(value)), type)


def is_module(value):
    return has(_mro(type(value)), types.ModuleType)


def dictionaries(value):
    """The dictionaries in which an attribute of value is looked up, nearest first."""
    if is_class(value):
        return [_class_dict(klass) for klass in _mro(value)]
    found = []
    if is_module(value):
        found.append(_module_dict(value))
    else:
        own = instance_dict(value)
        if own is not None:
            found.append(own)
    return found + [_class_dict(klass) for klass in _mro(type(value))]


def instance_dict(value):
    for klass in _mro(type(value)):
        descriptor = _class_dict(klass).get("__dict__")
        if descriptor is not None:
            if type(descriptor) is not types.GetSetDescriptorType:
                return None  # the learner's own idea of a __dict__
            own = descriptor.__get__(value)
            return own if type(own) is dict else None
    return None


def names(value):
    """All attribute names that can be known."""
    return {key for table in dictionaries(value) for key in list(table) if type(key) is str}


def attribute(value, name):
    """What is stored under a name: a plain value, function or descriptor. MISSING if nothing."""
    for table in dictionaries(value):
        # A dictionary's key may be a str of the learner's with its own __eq__; then so be it.
        if name in table:
            found = table[name]
            if type(found) in (staticmethod, classmethod):
                return found.__func__
            if type(found) is types.MemberDescriptorType and not is_class(value):
                try:
                    return found.__get__(value)  # a slot
                except (AttributeError, TypeError):
                    return MISSING
            return found
    return MISSING


def is_bound(owner, name):
    """Is the function that owner has under a name called with owner as first argument?"""
    of = kind(owner)
    for table in dictionaries(owner):
        if name in table:
            stored = type(table[name])
            if stored is classmethod:
                return of == "class" or of == "variable"
            return stored is types.FunctionType and of == "variable" and table is not instance_dict(owner)
    return False


def stored(owner, name):
    """How a class holds what it has under a name: the name of a type, or ""."""
    for table in dictionaries(owner):
        if name in table:
            return class_name(type(table[name]))
    return ""


def resolve(namespace, path):
    """The value of a dotted name, or MISSING."""
    first, *rest = path
    value = namespace.get(first, MISSING)
    if value is MISSING:
        value = builtins.__dict__.get(first, MISSING)
    for name in rest:
        if value is MISSING or kind(value) == "property":
            return MISSING
        value = attribute(value, name)
    return value


def kind(value):
    """One of module, class, function, property, variable."""
    if is_class(value):
        return "class"
    if is_module(value):
        return "module"
    bases = _mro(type(value))
    if property in bases or types.GetSetDescriptorType in bases:
        return "property"
    if types.FunctionType in bases or types.MethodType in bases or any(b in BUILTIN_FUNCTIONS for b in bases):
        return "function"
    return "variable"


def class_name(value):
    return type.__dict__["__qualname__"].__get__(value)


def doc(value):
    """The documentation of value, or of its class, or ""."""
    of = kind(value)
    if of == "property" and type(value) is property and type(value.fget) is types.FunctionType:
        value, of = value.fget, "function"
    text = None
    if of == "function":
        if type(value) is types.MethodType:
            value = value.__func__
        if type(value) is types.FunctionType or type(value) in BUILTIN_FUNCTIONS:
            text = value.__doc__
    elif of == "class":
        text = _class_dict(value).get("__doc__")
    elif of == "module":
        text = _module_dict(value).get("__doc__")
    else:
        text = _class_dict(type(value)).get("__doc__")
    return text if type(text) is str else ""


def clean(text):
    """Documentation without the indentation of the code it stands in."""
    lines = text.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    lines = [lines[0].lstrip()] + [line[margin:].rstrip() for line in lines[1:]]
    return "\n".join(lines).strip("\n").rstrip()


def signature(name, value, bound=False):
    """How value is called, or "name: type" of a plain value, or "" if that is not known."""
    if type(value) is types.MethodType and type(value.__func__) is types.FunctionType:
        return name + _parameters(value.__func__, 1)
    if type(value) is types.FunctionType:
        return name + _parameters(value, int(bound))
    if type(value) in BUILTIN_FUNCTIONS:
        return _from_text(name, value.__text_signature__)
    if is_class(value):
        for method in ("__init__", "__new__"):
            found = attribute(value, method)
            if type(found) is types.FunctionType:
                return name + _parameters(found, 1)
        try:
            return _from_text(name, type.__dict__["__text_signature__"].__get__(value))
        except (TypeError, ValueError):
            return ""
    if kind(value) == "variable":
        return "%s: %s" % (name, class_name(type(value)))
    return ""


def _from_text(name, text):
    if type(text) is not str:
        return ""
    for self in ("$self, ", "$module, ", "$type, ", "$self", "$module", "$type", "$cls, ", "$cls"):
        if text.startswith("(" + self):
            text = "(" + text[len(self) + 1:]
            break
    return name + ("(" + text[3:] if text.startswith("(/, ") else "()" if text == "(/)" else text)


def _parameters(function, skip):
    code = function.__code__
    count, only = code.co_argcount, code.co_posonlyargcount
    arguments = list(code.co_varnames[:count])
    defaults = function.__defaults__ or ()
    parts = []
    for index, name in enumerate(arguments):
        at = index - (count - len(defaults))
        parts.append(name if at < 0 else "%s=%s" % (name, _show(defaults[at])))
        if index + 1 == only:
            parts.append("/")
    rest = code.co_varnames[count:]
    keywords = rest[:code.co_kwonlyargcount]
    rest = list(rest[code.co_kwonlyargcount:])
    if code.co_flags & 0x04:
        parts.append("*" + rest.pop(0))
    elif keywords:
        parts.append("*")
    given = function.__kwdefaults__ or {}
    for name in keywords:
        parts.append("%s=%s" % (name, _show(given[name])) if name in given else name)
    if code.co_flags & 0x08:
        parts.append("**" + rest.pop(0))
    return "(" + ", ".join(parts[skip:]) + ")"


def _show(value):
    """The repr of a default, where that is CPython's own."""
    if type(value) in (int, float, complex, str, bytes, bool, type(None), type(...)):
        text = repr(value)
        return text if len(text) < 60 else "..."
    if type(value) in (tuple, list, dict, set, frozenset) and not value:
        return repr(value)
    if is_class(value):
        return class_name(value)
    return "..."

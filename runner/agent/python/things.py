"""What a name stands for: a thing in memory, or one that is only written in code.

A thing has a kind (as static.kind), members() (name -> kind), get(name) (the
thing of that name in it, or None) and describe(name) (its signature and
documentation). Nothing of a learner's is run to find these.
"""
import ast

from . import static
from .parsing import check

DEEPEST = 12  # steps from a name to what it stands for


class Thing:
    kind = "variable"

    def members(self):
        return {}

    def get(self, name):
        return None

    def describe(self, name):
        return "", ""

    def instance(self):
        """What calling it gives, or None if that is not known."""
        return None


UNKNOWN = Thing()


class Live(Thing):
    """An object in memory."""

    def __init__(self, value, bound=False):
        self.value, self.bound = value, bound
        self.kind = static.kind(value)

    def members(self):
        value = self.value
        return {name: static.kind(static.attribute(value, name)) for name in static.names(value)}

    def get(self, name):
        if self.kind == "property":
            return None
        found = static.attribute(self.value, name)
        return None if found is static.MISSING else Live(found, static.is_bound(self.value, name))

    def describe(self, name):
        return static.signature(name, self.value, self.bound), static.clean(static.doc(self.value))

    def instance(self):
        return Instance(self) if self.kind == "class" else None


class Instance(Thing):
    """An object of a class, which need not exist yet."""

    def __init__(self, of):
        self.of = of

    def members(self):
        return self.of.members()

    def get(self, name):
        found = self.of.get(name)
        if isinstance(found, Function):
            return found.of_instance()
        if isinstance(found, Live) and found.kind == "function":
            plain = self.of.stored(name) if isinstance(self.of, Class) else static.stored(self.of.value, name)
            return Live(found.value, plain in ("function", "classmethod"))
        return found

    def describe(self, name):
        of = self.of
        label = static.class_name(of.value) if isinstance(of, Live) else of.node.name
        return "%s: %s" % (name, label), of.describe(name)[1]


class Function(Thing):
    kind = "function"

    def __init__(self, node, scope, bound=False):
        self.node, self.scope, self.bound = node, scope, bound
        self.marks = {last(d) for d in getattr(node, "decorator_list", ())}
        if self.marks & {"property", "cached_property", "setter"}:
            self.kind = "property"
        if "classmethod" in self.marks:
            self.bound = scope.of is not None

    def of_instance(self):
        return Function(self.node, self.scope, "staticmethod" not in self.marks)

    def parameters(self):
        """[(as shown, name)] of the parameters."""
        arguments = self.node.args
        positional = getattr(arguments, "posonlyargs", []) + arguments.args
        first = len(positional) - len(arguments.defaults)
        shown = []
        for index, a in enumerate(positional):
            shown.append(a.arg if index < first else "%s=%s" % (a.arg, self.scope.text(arguments.defaults[index - first])))
            if index + 1 == len(getattr(arguments, "posonlyargs", [])):
                shown.append("/")
        if arguments.vararg:
            shown.append("*" + arguments.vararg.arg)
        elif arguments.kwonlyargs:
            shown.append("*")
        for a, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
            shown.append(a.arg if default is None else "%s=%s" % (a.arg, self.scope.text(default)))
        if arguments.kwarg:
            shown.append("**" + arguments.kwarg.arg)
        return shown[1:] if self.bound else shown

    def describe(self, name):
        doc = "" if isinstance(self.node, ast.Lambda) else docstring(self.node)
        if self.kind == "property":
            return "", doc
        return "%s(%s)" % (name, ", ".join(self.parameters())), doc

    def instance(self):
        returns = getattr(self.node, "returns", None)
        of = self.scope.value(returns) if returns is not None else None
        return of.instance() if of is not None and of.kind == "class" else None


class Class(Thing):
    kind = "class"

    def __init__(self, node, scope):
        self.node, self.outer = node, scope
        self._scope = None

    @property
    def scope(self):
        if self._scope is None:
            self._scope = self.outer.of_class(self.node)
        return self._scope

    def bases(self):
        found = [self.outer.value(base) for base in self.node.bases]
        return [base for base in found if base is not None and base.kind == "class" and base is not self]

    def members(self, depth=0):
        check()
        table = {}
        for base in reversed(self.bases() if depth < DEEPEST else []):
            table.update(base.members(depth + 1) if isinstance(base, Class) else base.members())
        if not table:
            table = Live(object).members()
        table.update(self.scope.kinds())
        return table

    def get(self, name, depth=0):
        check()
        found = self.scope.own(name)
        if found is None and depth < DEEPEST:
            for base in self.bases() + [Live(object)]:
                found = base.get(name, depth + 1) if isinstance(base, Class) else base.get(name)
                if found is not None:
                    break
        return found

    def stored(self, name, depth=0):
        """As static.stored, for what a base in memory has under a name."""
        for base in (self.bases() if depth < DEEPEST else []) + [Live(object)]:
            how = base.stored(name, depth + 1) if isinstance(base, Class) else static.stored(base.value, name)
            if how:
                return how
        return ""

    def describe(self, name):
        doc = docstring(self.node)
        if "dataclass" in {last(d) for d in self.node.decorator_list}:
            fields = [n for n in self.node.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)]
            shown = [n.target.id if n.value is None else "%s=%s" % (n.target.id, self.outer.text(n.value)) for n in fields]
            return "%s(%s)" % (name, ", ".join(shown)), doc
        for method in ("__init__", "__new__"):
            found = self.get(method)
            if isinstance(found, Function):
                return "%s(%s)" % (name, ", ".join(Function(found.node, found.scope, True).parameters())), doc
        for base in self.bases():
            if isinstance(base, Live):
                signature = base.describe(name)[0]
                if signature:
                    return signature, doc
        return name + "()", doc

    def instance(self):
        return Instance(self)


class Namespace:
    """Names of dictionaries in memory, the first first."""

    def __init__(self, *spaces):
        self.spaces = spaces

    def resolve(self, name, line=None):
        for space in self.spaces:
            found = space.get(name, static.MISSING)
            if found is not static.MISSING:
                return Live(found)
        return None

    def kinds(self):
        table = {}
        for space in reversed(self.spaces):
            for name, value in list(space.items()):
                if type(name) is str:
                    table[name] = static.kind(value)
        return table


def docstring(node):
    text = ast.get_docstring(node, clean=False)
    return static.clean(text) if text else ""


def last(decorator):
    """The last name of a decorator."""
    if isinstance(decorator, ast.Call):
        decorator = decorator.func
    return decorator.attr if isinstance(decorator, ast.Attribute) else getattr(decorator, "id", "")

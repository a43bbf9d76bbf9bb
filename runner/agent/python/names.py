"""What code says of its own names, as a tree tells it. Nothing of it is run."""
import ast
import builtins
import io

from . import static
from .parsing import TooLong, check
from .things import DEEPEST, UNKNOWN, Class, Function, Instance, Live, last

_segment = ast.get_source_segment
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# What builtin functions and methods of str return that a beginner uses most.
_RETURNS = {
    "input": "", "repr": "", "format": "", "chr": "", "hex": "", "bin": "", "ascii": "", "sorted": [], "dir": [],
    "len": 0, "ord": 0, "hash": 0, "id": 0, "isinstance": True, "callable": True, "any": True, "all": True,
}
_OF_TEXT = {"split": [], "rsplit": [], "splitlines": [], "encode": b"", "find": 0, "index": 0, "count": 0}


class Scope:
    """The names that a block of statements binds."""

    of = None  # the node of the class whose block it is

    def __init__(self, body, source, outer, modules, package=""):
        self.source, self.outer, self.modules, self.package = source, outer, modules, package
        self.bound = {}  # name -> [(line, function that makes the thing, its kind if that is plain)]
        self.written = {}  # name -> expression assigned last
        self.stars = []  # modules of which all names come
        self.follow = True  # imports, when only kinds are asked for
        self.listing = False
        self.known = {}
        self.busy = set()
        self._read(body)

    def of_class(self, node):
        return ClassScope(node, self)

    # Asking.

    def own(self, name, line=None):
        """The thing of a name bound here: what it was last bound to before a line, or at all."""
        bindings = self.bound.get(name)
        if bindings is None:
            return self._from_stars(name)
        earlier = [b for b in bindings if line is None or b[0] <= line]
        chosen = (earlier or bindings)[-1 if earlier else 0]
        key = id(chosen)
        if self.listing and chosen[2] is not None:
            return UNKNOWN
        if key not in self.known:
            if key in self.busy or len(self.busy) > DEEPEST:
                return UNKNOWN  # a name that stands for itself
            check()
            self.busy.add(key)
            try:
                found = chosen[1]() or UNKNOWN
            finally:
                self.busy.discard(key)
            if self.listing:
                return found
            self.known[key] = found
        return self.known[key]

    def resolve(self, name, line=None):
        """The thing that a name stands for in a line of this block."""
        bindings = self.bound.get(name)
        before = bindings is not None and (line is None or bindings[0][0] <= line)
        found = self.own(name, line) if before or bindings is None else None
        if found is None and self.outer is not None:
            found = self.outer.resolve(name)
        return found if found is not None or bindings is None else self.own(name)

    def kinds(self):
        """Name -> kind of what is bound here, as far as time allows."""
        table = {}
        if "*" not in self.busy:
            self.busy.add("*")
            try:
                for module in self.stars:
                    thing = self.modules.find(module)
                    if thing is not None:
                        table.update((n, k) for n, k in thing.members().items() if not n.startswith("_"))
            except TooLong:
                pass
            finally:
                self.busy.discard("*")
        self.listing = not self.follow
        for name, bindings in list(self.bound.items()):
            kind = bindings[-1][2]
            if kind == "" and self.listing:
                kind = "class" if name[:1].isupper() and not name.isupper() else "function"
            try:
                table[name] = kind or self.own(name).kind
            except TooLong:
                table[name] = "variable"
        self.listing = False
        return table

    def _from_stars(self, name):
        if "*" in self.busy:
            return None
        self.busy.add("*")
        try:
            for module in self.stars:
                thing = self.modules.find(module)
                found = thing.get(name) if thing is not None else None
                if found is not None:
                    return found
            return None
        finally:
            self.busy.discard("*")

    def text(self, node):
        """An expression as it was written, if it is short."""
        shown = _segment(self.source, node) or "..."
        return shown if len(shown) < 40 and "\n" not in shown else "..."

    def value(self, node, depth=0):
        """The thing that an expression gives, or None."""
        check()
        if depth > DEEPEST:
            return None
        kind = type(node)
        if kind is ast.Constant:
            return Live(node.value)
        if kind is ast.JoinedStr:
            return Live("")
        if kind in (ast.List, ast.ListComp):
            return Live([])
        if kind in (ast.Dict, ast.DictComp):
            return Live({})
        if kind in (ast.Set, ast.SetComp):
            return Live(set())
        if kind is ast.Tuple:
            return Live(())
        if kind is ast.Compare or kind is ast.UnaryOp and type(node.op) is ast.Not:
            return Live(True)
        if kind is ast.Lambda:
            return Function(node, self)
        if kind is ast.Name:
            return self.resolve(node.id, getattr(node, "lineno", None))
        if kind is ast.Attribute:
            base = self.value(node.value, depth + 1)
            return base.get(node.attr) if base is not None else None
        if kind is ast.Call:
            return self._called(node, depth)
        if kind is ast.Subscript:  # list[int], as an annotation
            base = self.value(node.value, depth + 1)
            return base if base is not None and base.kind == "class" else None
        if kind is ast.BinOp:
            left = self.value(node.left, depth + 1)
            return left if isinstance(left, Live) and type(left.value) in (str, list) else None
        if kind is ast.IfExp:
            return self.value(node.body, depth + 1)
        return None

    def _called(self, node, depth):
        name = node.func.id if type(node.func) is ast.Name else ""
        function = self.value(node.func, depth + 1)
        if function is None:
            return None
        if isinstance(function, Live) and builtins.__dict__.get(name) is function.value:
            if name in _RETURNS:
                return Live(_RETURNS[name])
            if name == "open":
                return Instance(Live(io.TextIOWrapper))
        if type(node.func) is ast.Attribute and isinstance(function, Live):
            owner = self.value(node.func.value, depth + 1)
            is_text = isinstance(owner, Live) and type(owner.value) is str or \
                isinstance(owner, Instance) and isinstance(owner.of, Live) and owner.of.value is str
            if is_text:
                found = _OF_TEXT.get(node.func.attr, "" if not node.func.attr.startswith(("is", "starts", "ends")) else True)
                return Live(found)
        return function.instance()

    # Reading.

    def bind(self, name, node, make, kind=None):
        self.bound.setdefault(name, []).append((getattr(node, "lineno", 0), make, kind))

    def _read(self, body):
        for node in body:
            check()
            kind = type(node)
            if kind in _FUNCTIONS:
                self.bind(node.name, node, lambda node=node: Function(node, self))
            elif kind is ast.ClassDef:
                self.bind(node.name, node, lambda node=node: Class(node, self))
            elif kind is ast.Import:
                self._import(node)
            elif kind is ast.ImportFrom:
                self._import_from(node)
            else:
                self._statement(node)

    def _statement(self, node):
        kind = type(node)
        if kind is ast.Assign:
            for target in node.targets:
                self._target(target, node.value)
        elif kind is ast.AnnAssign:
            self._target(node.target, node.value, node.annotation)
        elif kind is ast.AugAssign:
            if type(node.target) is ast.Name and node.target.id not in self.bound:
                self._target(node.target, None)
        elif kind in (ast.For, ast.AsyncFor):
            called = node.iter.func if type(node.iter) is ast.Call else None
            number = type(called) is ast.Name and called.id == "range"
            self._target(node.target, ast.Constant(value=0) if number else None)
        elif kind in (ast.With, ast.AsyncWith):
            for item in node.items:
                if item.optional_vars is not None:
                    self._target(item.optional_vars, item.context_expr)
        elif kind is ast.ExceptHandler and node.name:
            self.bind(node.name, node, lambda: self._raised(node.type))
        elif kind.__name__ in ("MatchAs", "MatchStar") and node.name:  # from 3.10 on
            self.bind(node.name, node, lambda: UNKNOWN)
        elif kind.__name__ == "MatchMapping" and node.rest:
            self.bind(node.rest, node, lambda: UNKNOWN)
        elif kind is ast.NamedExpr:
            self._target(node.target, node.value)
        elif kind in (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp):
            return  # scopes of their own
        self._read(ast.iter_child_nodes(node))

    def _raised(self, node):
        if type(node) is ast.Tuple and node.elts:
            node = node.elts[0]
        of = self.value(node) if node is not None else None
        return of.instance() if of is not None else None

    def _target(self, target, value, annotation=None):
        if type(target) is ast.Name:
            if value is not None:
                self.written[target.id] = value
            self.bind(target.id, target, lambda: self._assigned(value, annotation))
        elif type(target) in (ast.Tuple, ast.List):
            pair = type(value) in (ast.Tuple, ast.List) and len(value.elts) == len(target.elts)
            for index, element in enumerate(target.elts):
                self._target(element, value.elts[index] if pair else None)
        elif type(target) is ast.Starred:
            self._target(target.value, ast.List(elts=[]))
        elif type(target) is ast.Attribute:
            self._attribute(target, value, annotation)

    def _attribute(self, target, value, annotation):
        pass

    def _assigned(self, value, annotation=None):
        found = self.value(value) if value is not None else None
        if (found is None or type(value) is ast.Constant and value.value is None) and annotation is not None:
            if type(annotation) is ast.Constant and type(annotation.value) is str:
                annotation = ast.Name(id=annotation.value)
            of = self.value(annotation)
            found = of.instance() if of is not None and of.kind == "class" else found
        return found

    def _import(self, node):
        for alias in node.names:
            if alias.asname:
                self.bind(alias.asname, node, lambda name=alias.name: self.modules.get(name), "module")
            else:
                top = alias.name.partition(".")[0]
                self.bind(top, node, lambda top=top: self.modules.get(top), "module")

    def _import_from(self, node):
        module = self._absolute(node)
        for alias in node.names:
            if alias.name == "*":
                self.stars.append(module)
            else:
                self.bind(alias.asname or alias.name, node, 
                          lambda name=alias.name: self.modules.member(module, name), "")

    def _absolute(self, node):
        if not node.level:
            return node.module or ""
        parts = self.package.split(".")
        parts = parts[:len(parts) - node.level + 1]
        return ".".join(parts + ([node.module] if node.module else []))


class ClassScope(Scope):
    """The names of a class, those that its methods give to self included."""

    def __init__(self, node, outer):
        self.of = node
        super().__init__(node.body, outer.source, outer, outer.modules, outer.package)
        for method in node.body:
            if type(method) in _FUNCTIONS and method.args.args:
                MethodScope(method, self)


class FunctionScope(Scope):
    """The names of a function: its parameters and what it assigns."""

    def __init__(self, node, outer):
        # A class's names are not seen from its methods.
        around = outer.outer if outer.of is not None else outer
        super().__init__([], outer.source, around, outer.modules, outer.package)
        arguments = node.args
        positional = getattr(arguments, "posonlyargs", []) + arguments.args
        for a in positional + arguments.kwonlyargs:
            self.bind(a.arg, a, lambda a=a: self._assigned(None, a.annotation))
        if arguments.vararg:
            self.bind(arguments.vararg.arg, node, lambda: Live(()))
        if arguments.kwarg:
            self.bind(arguments.kwarg.arg, node, lambda: Live({}))
        marks = {last(d) for d in node.decorator_list}
        if outer.of is not None and positional and "staticmethod" not in marks:
            of = Class(outer.of, outer.outer)
            of._scope = outer
            self.bound[positional[0].arg] = [
                (node.lineno, lambda: of if "classmethod" in marks else Instance(of), None)]
        self._read(node.body)


class MethodScope(FunctionScope):
    """Read for what a method gives to self."""

    def __init__(self, node, owner):
        self.owner, self.self = owner, node.args.args[0].arg
        super().__init__(node, owner)

    def _attribute(self, target, value, annotation):
        if type(target.value) is ast.Name and target.value.id == self.self and target.attr not in self.owner.bound:
            self.owner.bind(target.attr, target, lambda: self._assigned(value, annotation))


def at(scope, body, line, indent):
    """The scope of a line with so much indentation, beginning from that of body."""
    chosen = None
    for node in body:
        if node.lineno <= line and getattr(node, "col_offset", 0) < indent:
            chosen = node
        if node.lineno > line:
            break
    if chosen is None:
        return scope
    if type(chosen) in _FUNCTIONS:
        return at(FunctionScope(chosen, scope), chosen.body, line, indent)
    if type(chosen) is ast.ClassDef:
        return at(ClassScope(chosen, scope), chosen.body, line, indent)
    inner = [n for field in ("body", "orelse", "finalbody") for n in getattr(chosen, field, ()) if isinstance(n, ast.stmt)]
    for handler in getattr(chosen, "handlers", ()):
        inner += handler.body
    inner.sort(key=lambda node: node.lineno)
    return at(scope, inner, line, indent)

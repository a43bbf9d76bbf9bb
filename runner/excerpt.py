"""Finds the source of a module, class or function, and runs none of it.

Called with a dotted name. Without "given" the name begins with a module, which is
looked for as an import would look; with it, standard input is the source of a file
in which the name is looked for. The answer is JSON: text and line, or problem.
"""
import ast
import importlib.machinery
import io
import json
import os
import site
import sys
import tokenize

LONGEST = 1 << 20  # bytes of a file
DEEPEST = 40  # names that lead to other names


class Missing(Exception):
    """Its argument says what is wrong: missing, binary (it has no source) or syntax."""


class Module:
    def __init__(self, name, data, folders=()):
        self.name, self.folders = name, list(folders)
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        self.lines = io.TextIOWrapper(io.BytesIO(data), encoding).read().split("\n")
        self.body = ast.parse(data).body

    @property
    def package(self):
        return self.name if self.folders else self.name.rpartition(".")[0]

    def find(self, names, depth=0):
        """Where names lead from here: (module, node); node is None for the whole of it."""
        if not names:
            return self, None
        try:
            return self.within(self.body, names, depth)
        except Missing:
            if not self.folders:
                raise
        return module(self.name + "." + names[0]).find(names[1:], depth + 1)

    def within(self, body, names, depth):
        """What is defined counts for more than what a name is set to, and that more
        than what is imported under it: a part in C often stands for one that is there."""
        if depth > DEEPEST:
            raise Missing("missing")
        defined, set_to, imported, stars = [], [], [], []
        for node in statements(body):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                if node.name == names[0]:
                    defined.insert(0, node)
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                if any(isinstance(t, ast.Name) and t.id == names[0] for t in targets):
                    set_to.append(node)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                for alias in node.names:
                    if (alias.asname or alias.name.partition(".")[0]) == names[0]:
                        imported.append((node, alias))
                    elif alias.name == "*":
                        stars.append(node)
        ways = [lambda n=node: self.member(n, names[1:], depth) for node in defined]
        ways += [lambda n=node: self.value(n, names[1:], depth) for node in set_to]
        ways += [lambda n=node, a=alias: self.imported(n, a, names[1:], depth) for node, alias in imported]
        ways += [lambda n=node: self.origin(n).find(names, depth + 1) for node in stars]
        return first(ways)

    def member(self, node, names, depth):
        if not names:
            return self, node
        if not isinstance(node, ast.ClassDef):
            raise Missing("missing")
        ways = [lambda: self.within(node.body, names, depth + 1)]
        ways += [lambda b=base: self.within(self.body, dotted(b) + names, depth + 1) for base in node.bases]
        return first(ways)

    def value(self, node, names, depth):
        """Another name for something, or an object of a class of which something is meant."""
        value = node.value
        if isinstance(value, ast.Call) and names:
            value = value.func
        try:
            return self.within(self.body, dotted(value) + names, depth + 1)
        except Missing:
            if names:
                raise
        return self, node

    def imported(self, node, alias, names, depth):
        if isinstance(node, ast.Import):
            return module(alias.name if alias.asname else alias.name.partition(".")[0]).find(names, depth + 1)
        return self.origin(node).find([alias.name] + names, depth + 1)

    def origin(self, node):
        """The module of a from … import."""
        name = node.module or ""
        if node.level:
            package = self.package.split(".")
            if node.level > len(package) or not package[0]:
                raise Missing("missing")
            name = ".".join(package[:len(package) - node.level + 1] + ([name] if name else []))
        return module(name)

    def excerpt(self, node):
        start, end = 1, len(self.lines)
        if node is not None:
            start = min([node.lineno] + [d.lineno for d in getattr(node, "decorator_list", [])])
            end = node.end_lineno
        lines = self.lines[start - 1:end]
        while lines and not lines[0].strip():
            lines, start = lines[1:], start + 1
        return {"text": "\n".join(lines).rstrip() + "\n", "line": start}


def first(ways):
    """What the first way leads to that leads somewhere."""
    problem = Missing("missing")
    for way in ways:
        try:
            return way()
        except Missing as other:
            if problem.args[0] == "missing":
                problem = other
    raise problem


def statements(body):
    """All statements that belong to the same names, those in branches too."""
    for node in body:
        yield node
        for part in ("body", "handlers", "orelse", "finalbody"):
            inner = getattr(node, part, None)
            if inner and not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Expr)):
                yield from statements(inner)


def dotted(node):
    names = []
    while isinstance(node, ast.Attribute):
        names.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        raise Missing("missing")
    return [node.id] + names


def module(name, known={}):
    """A module that is found as import finds it, and read."""
    if name not in known:
        try:
            known[name] = opened(name)
        except Missing:
            # os.path is no file below os, but what os calls so
            head, _, tail = name.rpartition(".")
            if not head:
                raise
            parent = module(head)
            found, node = parent.within(parent.body, [tail], DEEPEST // 2)
            if node is not None:
                raise
            known[name] = found
    return known[name]


def places():
    """Where modules are looked for: also where programs find them and -I does not. Those
    come last, and nothing is imported from there; no .pth file is read, for it may be a program."""
    all_places = sys.path + [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    if sys.prefix == sys.base_prefix and not os.environ.get("PYTHONNOUSERSITE"):
        try:
            all_places.append(site.getusersitepackages())
        except Exception:
            pass  # a home that cannot be found out
    return all_places


def opened(name):
    folders, spec, done = places(), None, ""
    for part in name.split("."):
        done = done + "." + part if done else part
        spec = importlib.machinery.PathFinder.find_spec(done, folders) if folders != [] else None
        if spec is None:
            raise Missing("binary" if done == name and name in sys.builtin_module_names else "missing")
        folders = list(spec.submodule_search_locations or [])
    if not isinstance(spec.loader, importlib.machinery.SourceFileLoader):
        if isinstance(spec.loader, (importlib.machinery.ExtensionFileLoader, importlib.machinery.SourcelessFileLoader)):
            raise Missing("binary")
        return Module(name, b"", folders)  # a folder that holds modules
    if os.stat(spec.origin).st_size > LONGEST:
        raise Missing("missing")
    with open(spec.origin, "rb") as file:
        return Module(name, file.read(LONGEST), folders)


def answer(name, given):
    names = [part for part in name.split(".") if part]
    try:
        if given:
            found = Module("", sys.stdin.buffer.read(LONGEST)).find(names)
        else:
            found = module(names[0]).find(names[1:])
        return found[0].excerpt(found[1]) if found[0].body else {"problem": "missing"}
    except Missing as problem:
        return {"problem": problem.args[0]}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {"problem": "syntax"}
    except (OSError, IndexError):
        return {"problem": "missing"}


print(json.dumps(answer(sys.argv[1], sys.argv[2:] == ["given"])))

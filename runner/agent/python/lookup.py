"""Completion and inspection of code that is being written. Nothing of it is run."""
import builtins
import inspect as _inspect
import keyword
import pkgutil
import re
import sys

from . import static

MOST = 300  # matches that are sent
_path = re.compile(r"((?:[^\W\d]\w*\s*\.\s*)*)([^\W\d]\w*)?$")
_import = re.compile(r"(?:^|[\n;])\s*(?:import\s+(?:[\w., ]*,\s*)?|from\s+)([\w.]*)$")
_from = re.compile(r"(?:^|[\n;])\s*from\s+([\w.]+)\s+import\s+\(?(?:[\w\s,]*,\s*)?(\w*)$")


def complete(namespace, code, cursor):
    """{"start", "end", "matches"}: what may stand in the place from start to end."""
    before = code[:cursor]
    quoted, closed = _strings(before)
    if quoted:
        return _matches(cursor, cursor, {})
    found = _from.search(before)
    if found:
        return _matches(cursor - len(found.group(2)), cursor, _of_module(found.group(1)), found.group(2))
    found = _import.search(before)
    if found:
        head, dot, part = found.group(1).rpartition(".")
        return _matches(cursor - len(part), cursor, _modules(head), part)
    found = _path.search(before)
    part = found.group(2) or ""
    start = cursor - len(part)
    steps = [step.strip() for step in found.group(1).split(".")[:-1]]
    previous = before[:found.start()].rstrip()[-1:] if steps else before[:start].rstrip()[-1:]
    if steps:
        if previous == ".":
            return _matches(start, cursor, {})  # an attribute of an expression
        value = static.resolve(namespace, steps)
        if value is static.MISSING or static.kind(value) == "property":
            return _matches(start, cursor, {})
        return _matches(start, cursor, _of(value), part)
    if previous == ".":
        value = "" if closed == start - 1 else static.MISSING  # "text".
        return _matches(start, cursor, {} if value is static.MISSING else _of(value), part)
    if not part:
        return _matches(start, cursor, {})
    table = {name: "keyword" for name in keyword.kwlist}
    for space in (builtins.__dict__, namespace):
        for name, value in list(space.items()):
            if type(name) is str and name not in keyword.kwlist:
                table[name] = static.kind(value)
    return _matches(start, cursor, table, part)


def inspect(namespace, code, cursor):
    """{"found", "signature", "doc"} of the name at the cursor, or of the call around it."""
    end = cursor
    while end < len(code) and (code[end].isalnum() or code[end] == "_"):
        end += 1
    before = code[:end]
    if _strings(code[:cursor])[0] or not _path.search(before).group(2):
        opening = _open_call(code[:cursor])
        if opening < 0:
            return {"found": False}
        before = code[:opening].rstrip()
    found = _path.search(before)
    if not found.group(2) or before[:found.start()].rstrip().endswith("."):
        return {"found": False}
    path = [step.strip() for step in found.group(0).split(".")]
    value = static.resolve(namespace, path)
    if value is static.MISSING:
        return {"found": False}
    bound = len(path) > 1 and static.is_bound(static.resolve(namespace, path[:-1]), path[-1])
    doc = _inspect.cleandoc(static.doc(value))
    return {"found": True, "signature": static.signature(path[-1], value, bound), "doc": doc}


def _of(value):
    return {name: static.kind(static.attribute(value, name)) for name in static.names(value)}


def _of_module(name):
    table = _modules(name)
    module = sys.modules.get(name)
    if module is not None and static.is_module(module):
        table.update(_of(module))
    return table


def _modules(package):
    """The modules that can be imported from package, or at all, without importing any."""
    if package:
        module = sys.modules.get(package)
        path = static.attribute(module, "__path__") if module is not None else None
        places = list(path) if type(path) is list else []
        return {info.name: "module" for info in pkgutil.iter_modules(places)} if places else {}
    known = set(sys.builtin_module_names) | set(getattr(sys, "stdlib_module_names", ()))
    known.update(info.name for info in pkgutil.iter_modules())
    return {name: "module" for name in known if name not in ("_crunchy",)}


def _matches(start, end, table, part=""):
    chosen = [name for name in table
              if name.startswith(part) and (part.startswith("_") or not name.startswith("_"))]
    chosen.sort(key=lambda name: (name.startswith("__"), name.startswith("_"), name.lower(), name))
    return {"start": start, "end": end,
            "matches": [{"text": name, "kind": table[name]} for name in chosen[:MOST]]}


_pieces = re.compile(
    r"#[^\n]*|'''(?:\\.|[^\\])*?'''|\"\"\"(?:\\.|[^\\])*?\"\"\""
    r"|'(?!'')(?:\\.|[^\\\n'])*'|\"(?!\"\")(?:\\.|[^\\\n\"])*\"|'|\"", re.S)


def _strings(code):
    """(does code end within a string or comment, where its last string ended)."""
    closed = -1
    for found in _pieces.finditer(code):
        text = found.group(0)
        if text.startswith("#"):
            if found.end() == len(code):
                return True, closed
        elif len(text) == 1:
            # Unended: a short one ends with its line all the same.
            rest = code[found.start():]
            if rest.startswith(text * 3) or "\n" not in rest:
                return True, closed
        else:
            closed = found.end()
    return False, closed


def _open_call(code):
    """Where the innermost bracket opens that is not closed yet, if it is a call's; else -1."""
    code = _pieces.sub(lambda found: " " * len(found.group(0)), code)
    depth = 0
    for index in range(len(code) - 1, -1, -1):
        if code[index] in ")]}":
            depth += 1
        elif code[index] in "([{":
            if depth == 0:
                return index if code[index] == "(" else -1
            depth -= 1
    return -1

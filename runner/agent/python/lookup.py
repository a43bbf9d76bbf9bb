"""Completion and inspection of code that is being written. Nothing of it is run."""
import builtins
import keyword
import re

from . import modules as _modules
from . import names, parsing, things

MOST = 300  # matches that are sent
_path = re.compile(r"((?:[^\W\d]\w*\s*\.\s*)*)([^\W\d]\w*)?$")
_import = re.compile(r"(?:^|[\n;])\s*(?:import\s+(?:[\w., ]*,\s*)?|from\s+)([\w.]*)$")
_from = re.compile(r"(?:^|[\n;])\s*from\s+([\w.]+)\s+import\s+\(?(?:[\w\s,]*,\s*)?(\w*)$")
_indentation = re.compile(r"[ \t]*")
_ENOUGH = parsing.TooLong, RecursionError  # the answer is what there is
modules = _modules.Modules()


def complete(namespace, code, cursor):
    """{"start", "end", "matches"}: what may stand in the place from start to end."""
    parsing.begin()
    before = code[:cursor]
    quoted, closed = _strings(before)
    if quoted:
        return _matches(cursor, cursor, {})
    found = _from.search(before)
    if found:
        return _matches(cursor - len(found.group(2)), cursor, _members(lambda: modules.find(found.group(1))), found.group(2))
    found = _import.search(before)
    if found:
        head, _, part = found.group(1).rpartition(".")
        table = _members(lambda: modules.find(head)) if head else modules.top()
        return _matches(cursor - len(part), cursor, {n: k for n, k in table.items() if k == "module"}, part)
    found = _path.search(before)
    part = found.group(2) or ""
    start = cursor - len(part)
    steps = _steps(found.group(1))
    previous = before[:found.start()].rstrip()[-1:] if steps else before[:start].rstrip()[-1:]
    if steps:
        if previous == ".":
            return _matches(start, cursor, {})  # an attribute of an expression
        return _matches(start, cursor, _members(lambda: _resolve(namespace, code, cursor, steps)), part)
    if previous == ".":
        return _matches(start, cursor, things.Live("").members() if closed == start - 1 else {}, part)  # "text".
    if not part:
        return _matches(start, cursor, {})
    table = dict.fromkeys(keyword.kwlist, "keyword")
    found = things.Namespace(namespace, builtins.__dict__).kinds()
    for scope in _around(_scope(namespace, code, cursor)):
        found.update(scope.kinds())
    table.update((name, kind) for name, kind in found.items() if name not in table)
    return _matches(start, cursor, table, part)


def inspect(namespace, code, cursor):
    """{"found", "signature", "doc"} of the name at the cursor, or of the call around it."""
    parsing.begin()
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
    steps = _steps(found.group(1)) + [found.group(2)]
    try:
        imported = _from.search(before)
        if imported:
            thing = modules.member(imported.group(1), imported.group(2))
        elif _import.search(before):
            thing = modules.find(".".join(steps))
        else:
            thing = _resolve(namespace, code, cursor, steps)
        if thing is None or thing is things.UNKNOWN:
            return {"found": False}
        signature, doc = thing.describe(steps[-1])
    except _ENOUGH:
        return {"found": False}
    return {"found": True, "signature": signature, "doc": doc}


def _steps(dotted):
    return [step.strip() for step in dotted.split(".")[:-1]]


def _members(find):
    """Name -> kind of what is in a thing, as far as time allows."""
    try:
        thing = find()
        return thing.members() if thing is not None and thing.kind != "property" else {}
    except _ENOUGH:
        return {}


def _resolve(namespace, code, cursor, steps):
    """The thing that a dotted name stands for in the place of the cursor."""
    thing = _scope(namespace, code, cursor).resolve(steps[0], _line(code, cursor))
    for step in steps[1:]:
        if thing is None:
            break
        thing = thing.get(step)
    return thing


def _line(code, cursor):
    return code.count("\n", 0, cursor) + 1


def _scope(namespace, code, cursor):
    """The innermost scope of the cursor's place."""
    memory = things.Namespace(namespace, builtins.__dict__)
    try:
        line = _line(code, cursor)
        body = parsing.repaired(code, line)
        scope = names.Scope(body, code, memory, modules)
        indent = len(_indentation.match(code, code.rfind("\n", 0, cursor) + 1, cursor).group(0))
        return names.at(scope, body, line, indent)
    except _ENOUGH:
        return memory


def _around(scope):
    """The scopes in which names of scope are looked up, the innermost last."""
    chain = []
    while isinstance(scope, names.Scope):
        chain.insert(0, scope)
        scope = scope.outer
    return chain


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

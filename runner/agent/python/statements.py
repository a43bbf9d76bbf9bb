"""Checks that are plain Python: assert statements, and functions whose names begin
with test. An assert at the margin is a test of its own, and the next one is tried
whatever became of it."""
import ast
import inspect
import sys

from .outcome import shown
from .said import say

HELPER = "__crunchy_assert__"
FILE = "<check>"


class Failed(AssertionError):
    """An assert that did not hold, with what it compared."""

    def __init__(self, message, expected="", got="", source="", says=True):
        super().__init__(message)
        self.expected, self.got, self.source, self.says = expected, got, source, says


def run(source, student, report):
    names = student.namespace()
    names[HELPER] = hold
    tree = ast.parse(source, FILE)
    rewrite = Rewriter(source)
    for statement in tree.body:
        test = isinstance(statement, ast.Assert)
        name = (ast.get_source_segment(source, statement.test) or "assert") if test else ""
        module = ast.fix_missing_locations(ast.Module([rewrite.visit(statement)], []))
        attempt(lambda: exec(compile(module, FILE, "exec"), names), name, student, report, test)
    for name, value in list(names.items()):
        if name.startswith("test") and inspect.isfunction(value):
            attempt(value, (value.__doc__ or "").strip().split("\n")[0] or name.replace("_", " "), student, report)
    if "unittest" in sys.modules:
        from . import unittests
        unittests.cases(names, student, report)


def attempt(do, name, student, report, test=True):
    """Run a test, or what comes before tests, and note what became of it."""
    try:
        waits = do()
        if inspect.iscoroutine(waits):
            import asyncio
            asyncio.run(waits)
    except AssertionError as error:
        text = str(error)
        source = getattr(error, "source", "")
        report.add("failed", name or source, getattr(error, "expected", ""), getattr(error, "got", ""),
                   text, says=getattr(error, "says", True), line=getattr(error, "_crunchy_line", 0) or definition(source or name, student.source))
    except SystemExit:
        report.add("error", name or say("name.test"), message=say("cannot.middle"))
    except Exception as error:
        text = getattr(error, "_crunchy_text", None)
        report.add("error", name or say("name.test"), got="%s: %s" % (type(error).__name__, str(error) if text is None else text),
                   line=getattr(error, "_crunchy_line", 0) or definition(name, student.source),
                   error=(type(error).__name__, str(error)))
    else:
        if test:
            report.add("passed", name)


def hold(operator, left, right, message, source):
    """What an assert of a comparison becomes."""
    if COMPARISONS[operator](left, right):
        return
    text = str(message()) if message is not None else ""
    if operator == "Eq":
        raise Failed(text, shown(right), shown(left), source)
    raise Failed(text, "", shown(left), source, says=False)


COMPARISONS = {
    "Eq": lambda a, b: a == b, "NotEq": lambda a, b: a != b, "Lt": lambda a, b: a < b,
    "LtE": lambda a, b: a <= b, "Gt": lambda a, b: a > b, "GtE": lambda a, b: a >= b,
    "Is": lambda a, b: a is b, "IsNot": lambda a, b: a is not b,
    "In": lambda a, b: a in b, "NotIn": lambda a, b: a not in b,
}


class Rewriter(ast.NodeTransformer):
    """Lets an assert tell what it has compared."""

    def __init__(self, source):
        self.source = source

    def visit_Assert(self, node):
        source = ast.Constant(ast.get_source_segment(self.source, node.test) or "")
        test = node.test
        if not isinstance(test, ast.Compare) or len(test.ops) != 1 or _suspends(node):
            return node
        message = ast.Constant(None)
        if node.msg is not None:
            nothing = ast.arguments([], [], None, [], [], None, [])
            message = ast.Lambda(nothing, node.msg)
        call = ast.Call(
            ast.Name(HELPER, ast.Load()),
            [ast.Constant(type(test.ops[0]).__name__), test.left, test.comparators[0], message, source], [])
        return ast.copy_location(ast.Expr(call), node)


def _suspends(node):
    return any(isinstance(n, (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)) for n in ast.walk(node))


def defined(source):
    """The names that a program defines at its margin."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return set()
    names = set()
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    return names


def definition(test, source):
    """The line where a program defines the first of its own functions or classes that
    a test names; 0 if there is none."""
    try:
        used = [n.id for n in ast.walk(ast.parse(test)) if isinstance(n, ast.Name)]
        places = {n.name: n.lineno for n in ast.walk(ast.parse(source))
                  if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))}
    except (SyntaxError, ValueError):
        return 0
    return next((places[name] for name in used if name in places), 0)

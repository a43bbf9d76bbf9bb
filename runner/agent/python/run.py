"""Compiles and runs learner's code in __main__, and reports how that ended."""
import __future__
import ast
import codeop
import io
import linecache
import os
import resource
import sys
import time
import types
import warnings

from . import calls, dhtml, drawing, environment, finish, friendly, imports, interrupts, modules, pictures, steps, tracebacks, values
from .desk import desk

FUTURES = 0
for _name in __future__.all_feature_names:
    FUTURES |= getattr(__future__, _name).compiler_flag
SETUP = "<preparation>"  # the file name of what an exercise prepares
KIB = 1024 if sys.platform == "darwin" else 1  # the unit of ru_maxrss


class Runner:
    def __init__(self, wire, streams, next, single=False):
        self.wire, self.streams, self.next = wire, streams, next
        self.blocks = {}  # uid -> lines of its unfinished block
        self.futures = 0  # `from __future__ import` holds for what comes after it
        self.files = set()  # names of learner's sources
        self.handler = interrupts.Handler()
        self.tracer = None
        self.pid = os.getpid()
        self.values = values.Values(wire)
        imports.install(streams, self.values, single)
        # Like the real one, which -c has left as a fresh prompt's. That one is of the
        # zygote's frozen objects, whose cycles are never collected, not at the end either.
        self.main = types.ModuleType("__main__")
        names = dict(sys.modules["__main__"].__dict__)
        self.main.__dict__.clear()
        self.main.__dict__.update(names)
        sys.modules["__main__"] = self.main

    # Each operation returns the exit status if it ends the process, else None.

    def line(self, command):
        lines = self.blocks.setdefault(command.get("uid", ""), [])
        lines.append(command.get("text", ""))
        source = "\n".join(lines)
        if self.incomplete(source, command["file"]):
            self.wire.emit("more", id=command["id"], **prompt("ps2", "... "))
            return None
        lines.clear()
        self.interactive()
        return self.go(command, source, lambda: self.compile(source, command["file"], "single"))

    def exec(self, command):
        source = command.get("text", "")
        self.interactive()
        return self.go(command, source, lambda: self.compile_all(source, command["file"]))

    def run(self, command):
        source, file = command.get("text", ""), command["file"]
        sys.argv[:] = [file]
        if command.get("final") and sys.path[:1] == [""]:
            sys.path[0] = os.getcwd()  # a program finds its neighbours wherever it goes
        namespace = self.main.__dict__
        if not file.startswith("<"):
            namespace["__file__"] = os.path.abspath(file)
            namespace["__cached__"] = None
        setup = command.get("setup", "")
        if setup:
            self.remember(SETUP, setup)

        def compiled():
            code = (self.compile_last if command.get("echo") == "last" else self.compile)(source, file, "exec")
            if setup:
                interrupts.call(exec, self.compile(setup, SETUP, "exec"), namespace)
            return code

        try:
            return self.go(command, source, compiled)
        finally:
            namespace.pop("__file__", None)
            namespace.pop("__cached__", None)

    def cancel(self, command):
        self.blocks.pop(command.get("uid", ""), None)
        self.wire.emit("done", id=command["id"])
        return None

    # Compiling.

    def incomplete(self, source, file):
        check = codeop.CommandCompiler()
        check.compiler.flags |= self.futures
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # compiling for good will warn
            try:
                return check(source, file, "single") is None
            except BaseException:
                return False  # compiling for good will raise it again

    def compile(self, source, file, symbol):
        if symbol == "single":
            source += "\n"
            if all(line.strip()[:1] in ("", "#") for line in source.split("\n")):
                source = "pass"  # nothing but blanks and comments, which "single" refuses
        code = compile(source, file, symbol, self.futures, True)
        self.futures |= code.co_flags & FUTURES
        return code

    def compile_all(self, source, file):
        """All statements of source, each expression's value shown."""
        body = compile(source, file, "exec", self.futures | ast.PyCF_ONLY_AST, True).body
        code = compile(ast.Interactive(body), file, "single", self.futures, True)
        self.futures |= code.co_flags & FUTURES
        return code

    def compile_last(self, source, file, symbol):
        """All statements, and by itself a last expression, whose value is shown unless
        a semicolon ends it, as in notebooks."""
        code = self.compile(source, file, symbol)
        body = compile(source, file, symbol, self.futures | ast.PyCF_ONLY_AST, True).body
        if not body or not isinstance(body[-1], ast.Expr) or source.rstrip().endswith(";"):
            return code
        before = ast.parse("")
        before.body = body[:-1]
        return (
            compile(before, file, symbol, self.futures, True),
            compile(ast.Interactive(body[-1:]), file, "single", self.futures, True))

    # Running.

    def go(self, command, source, compiled):
        """Compile, run, report. Returns the exit status if that ends the process."""
        file, final = command["file"], command.get("final", False)
        self.remember(file, source)
        self.streams.repair()
        self.values.begin(command.get("echo", ""))
        sys.modules["__main__"] = self.main
        drawing.page.begin(self.wire.emit, command["id"], command.get("area"))
        desk.begin(self.wire.emit, command)
        dhtml.shown.begin(self.wire.emit, command["id"], command["op"] == "run")
        dhtml.scripts.begin(self.wire.emit, command.get("scripts"))
        picture = pictures.Picture(command["picture"]) if command.get("picture") else None
        self.wire.emit("started", id=command["id"], source=source)
        _forget_peak()
        started, used = time.perf_counter(), _cpu()
        raised, status, hint = None, 0 if final else None, ""
        watcher = None
        try:
            code = compiled()
            watcher = self.watcher(command)
            self.handler.enter()
            sys.settrace(watcher.trace if watcher else self.tracer)
            try:
                for part in code if isinstance(code, tuple) else (code,):
                    interrupts.call(exec, part, self.main.__dict__)
            finally:
                tracer = sys.gettrace()
                sys.settrace(None)
                self.handler.leave()
                if watcher:
                    watcher.finish(tracer)
                else:
                    self.tracer = _own_tracer(tracer)
        except SystemExit as error:
            status = finish.status(error)
            raised = error
        except BaseException as error:
            if not (watcher and watcher.ends(error)):
                raised = error
                tracebacks.complete(error, self.files)
                if watcher:
                    watcher.trim(error)
                hint = self.show(error)
                if final:
                    status = 1
        if os.getpid() != self.pid:
            # The learner's code forked and did not leave: a program of its own that ends here.
            sys.exit(status or 0)
        exception = None
        if raised is not None and not isinstance(raised, SystemExit):
            exception = tracebacks.describe(raised, self.files, hint)
            pause = time.perf_counter(), _cpu()
            explanation = friendly.explain(raised)
            started += time.perf_counter() - pause[0]  # that was not the learner's time
            used += _cpu() - pause[1]
            if explanation:
                exception["explanation"] = explanation
            interrupts.forget()
        left = isinstance(raised, SystemExit)
        raised = None  # its frames keep the learner's objects alive
        self.values.flush()
        if command.get("check"):
            pause = time.perf_counter(), _cpu()
            self.check(command, exception)
            started += time.perf_counter() - pause[0]
            used += _cpu() - pause[1]
        if status is not None:
            finish.threads()
        drawing.page.finish()
        desk.finish()
        dhtml.shown.finish()
        if picture is not None:
            try:
                picture.show(self.wire, exception is not None)
            except Exception:
                pass  # it went while it was read, or the library lies in ruins
        fields = {"exit": status} if status is not None else prompt("ps1", ">>> ")
        if exception is not None:
            fields["exception"] = exception
        if left:
            fields["left"] = True
        self.wire.emit(
            "done", id=command["id"],
            ms=(time.perf_counter() - started) * 1000, cpu_ms=(_cpu() - used) * 1000,
            peak_kib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIB,
            threads=_threads(), **fields)
        return status

    def watcher(self, command):
        """What looks at each step of the run, or None."""
        if command.get("step"):
            return steps.Recorder(self.wire, self.streams, command)
        if command.get("debug"):
            return _debugger().Debugger(self.wire, self.streams, command)
        return None

    def check(self, command, exception):
        """The program has run: let the checker look at it, until it has finished."""
        fields = {} if exception is None else {"exception": exception}
        self.wire.emit("checking", id=command["id"], **fields)
        answers = calls.Calls(
            self.wire, self.next, self.main.__dict__, self.files, self.values,
            lambda source, file, symbol: self.example(source, file, symbol))
        self.handler.enter()
        try:
            answers.serve(command["id"])
        finally:
            self.handler.leave()

    def example(self, source, file, symbol):
        self.remember(file, source)
        return self.compile(source, file, symbol)

    def show(self, error):
        """Print an exception as CPython would, without frames of ours. Returns
        what that has added to its message."""
        try:
            return interrupts.call(tracebacks.show, error) or ""
        except BaseException:
            tracebacks.shorten(error)
            return ""

    def remember(self, file, source):
        """For tracebacks, inspect.getsource and pdb. No modification time: never stale."""
        self.files.add(file)
        lines = [line + "\n" for line in source.split("\n")]
        names = [file] if file.startswith("<") else [file, os.path.abspath(file)]
        for name in names:  # pdb asks for the absolute one
            linecache.cache[name] = len(source), None, lines, name

    def interactive(self):
        if not hasattr(sys, "ps1"):
            sys.ps1, sys.ps2 = ">>> ", "... "
            sys.__interactivehook__ = lambda: None  # would set up readline, which the page does without


def prompt(name, usual):
    """The prompt that the learner has set in sys.ps1 or sys.ps2, as a field of the event."""
    try:
        value = getattr(sys, name, usual)
        text = value if isinstance(value, str) else interrupts.call(str, value)
    except BaseException:
        return {}
    return {} if text == usual else {"prompt": text}


def _debugger():
    """The module debugger. It needs modules of the library, whatever lies in the learner's
    folder, whose own imports are to find theirs all the same."""
    before, path = set(sys.modules), list(sys.path)
    sys.path[:] = modules.places()[0]
    try:
        from . import debugger
    finally:
        sys.path[:] = path
        environment.unshadow(before)
    return debugger


def _cpu():
    """Seconds of processor time of this process and the children that it has waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in both)


def _forget_peak():
    """Let the peak of memory be that of the coming run, where the system can do that."""
    try:
        with io.open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass


def _threads():
    threading = sys.modules.get("threading")
    return max(0, threading.active_count() - 1) if threading else 0


def _own_tracer(tracer):
    """A learner's trace function goes on in the next run, a debugger does not."""
    if isinstance(tracer, types.MethodType) and "bdb" in sys.modules:
        if isinstance(tracer.__self__, sys.modules["bdb"].Bdb):
            return None
    return tracer

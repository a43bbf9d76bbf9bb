"""What Python itself says of each step of a program: its own debugger's classes
(bdb) tell the events, vars() and id() the rest. One line for each step. Arguments:
the program, a file with what is typed or "", and after how many steps to leave.
"""
import bdb
import builtins
import collections
import enum
import inspect
import json
import sys
import types

program, typed, most = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open(program) as file:
    source = file.read()
lines = iter(open(typed).read().split("\n")) if typed else iter(())
out = []
kept = sys.stdout


DRAWN = (list, tuple, set, dict, collections.deque, types.FunctionType, type, enum.EnumMeta)


class Screen:
    def write(self, text):
        out.append(text)
        return len(text)

    def flush(self):
        pass


def ask(prompt=""):
    out.append(prompt)
    line = next(lines)
    out.append(line + "\n")
    return line


class Dots:
    def __repr__(self):
        return "..."


class Enough(BaseException):
    pass


def mine(name):
    return not (name[:1] == "." or name[:2] == name[-2:] == "__")


class Teller:
    """Tells values; an object that was told has a number."""

    def __init__(self):
        self.numbers = {}

    def __call__(self, value):
        kind = type(value)
        if kind in (int, float, str, bool, bytes, type(None)):
            return repr(value)
        if kind is types.ModuleType:
            return "module " + value.__name__
        if kind is types.FunctionType and not value.__closure__:
            return "function " + self.signature(value)
        if kind is types.MethodType:
            return "method " + value.__qualname__
        if kind is types.BuiltinFunctionType:
            return "function " + value.__name__
        if kind is types.GeneratorType:
            return "generator " + value.__name__
        if kind is types.CoroutineType:
            return "coroutine " + value.__name__
        if isinstance(value, type) and value.__module__ != "__main__":
            return "class " + value.__name__
        if issubclass(kind, enum.Enum):
            return "%s.%s" % (kind.__name__, value.name)
        if not (kind.__module__ == "__main__" or kind in DRAWN or isinstance(value, BaseException)):
            return kind.__name__
        if id(value) in self.numbers:
            return "#%d" % self.numbers[id(value)]
        number = self.numbers[id(value)] = len(self.numbers) + 1
        return "#%d%s" % (number, self.inside(value, kind))

    def signature(self, value):
        # what is long is cut
        name = "lambda" if value.__name__ == "<lambda>" else value.__name__
        found = inspect.signature(value, follow_wrapped=False)
        known = [p.replace(default=Dots()) if type(p.default) in (list, tuple, set, dict) and p.default else p for p in found.parameters.values()]
        text = name + str(found.replace(parameters=known))
        return text if len(text) <= 60 else text[:60] + "\u2026"

    def inside(self, value, kind):
        if kind is list:
            return "[%s]" % ", ".join(map(self, value))
        if kind is collections.deque:
            return "[%s]" % ", ".join(map(self, value))
        if kind is tuple:
            return "(%s)" % ", ".join(map(self, value))
        if kind is set:
            return "{%s}" % ", ".join(sorted(map(self, value)))
        if kind is dict:
            return "{%s}" % ", ".join("%s: %s" % (self(key), self(item)) for key, item in value.items())
        if kind is types.FunctionType:
            title, parts = self.signature(value), list(inspect.getclosurevars(value).nonlocals.items())
        elif isinstance(value, type):
            title, parts = value.__name__, list(vars(value).items())
        elif isinstance(value, tuple):
            title, parts = kind.__name__, list(zip(value._fields, value))
        else:
            title, parts = kind.__name__, []
            if isinstance(value, BaseException):
                parts.append(("args", value.args))
            try:
                parts += object.__getattribute__(value, "__dict__").items()
            except AttributeError:
                pass
            for base in kind.__mro__:
                for name in base.__dict__.get("__slots__", ()):
                    try:
                        parts.append((name, object.__getattribute__(value, name)))
                    except AttributeError:
                        pass
        return "%s<%s>" % (title, ", ".join("%s=%s" % (name, self(part)) for name, part in parts if mine(name)))


class Oracle(bdb.Bdb):
    def __init__(self):
        super().__init__()
        self.count = 0
        self.threw = None

    def tell(self, frame, event, arg=None, after=""):
        tell, stack, at = Teller(), [], frame
        while at is not None:
            if at.f_code.co_filename == program:
                stack.insert(0, at)
            at = at.f_back
        parts = []
        for at in stack:
            names = ["%s=%s" % (name, tell(value)) for name, value in sorted(at.f_locals.items()) if mine(name)]
            name = at.f_code.co_name if at.f_code.co_flags & inspect.CO_OPTIMIZED or at is stack[0] else "class " + at.f_code.co_name
            parts.append("%s:%d(%s)" % (name, at.f_lineno, ", ".join(names)))
        if event in ("return", "yield"):
            after = tell(arg)
        kept.write("%s %s %s %s\n" % (event, " ".join(parts), after, json.dumps("".join(out))))
        self.count += 1
        if self.count == most:
            raise Enough

    def here(self, frame):
        self.threw, threw = None, self.threw
        return frame.f_code.co_filename == program, threw is frame

    def user_call(self, frame, argument_list):
        if self.here(frame)[0]:
            self.tell(frame, "call")

    def user_line(self, frame):
        if self.here(frame)[0]:
            self.tell(frame, "line")

    def user_return(self, frame, value):
        here, threw = self.here(frame)
        if here and not (threw and value is None):  # else an exception leaves it
            suspended = frame.f_code.co_flags & (inspect.CO_GENERATOR | inspect.CO_COROUTINE) and alive(frame)
            self.tell(frame, "yield" if suspended else "return", value)

    def user_exception(self, frame, info):
        here, _ = self.here(frame)
        if here and info[2] is not None and info[2].tb_frame is frame:
            self.tell(frame, "exception", after="%s: %s" % (info[0].__name__, info[1]) if str(info[1]) else info[0].__name__)
            self.threw = frame


def alive(frame):
    """Is a generator's frame left at a yield? Its instruction says so."""
    import dis
    for instruction in dis.get_instructions(frame.f_code):
        if instruction.offset == frame.f_lasti:
            return instruction.opname.startswith("YIELD") or instruction.opname == "RESUME"  # where it goes on, in 3.13
    return False


main = types.ModuleType("__main__")
sys.modules["__main__"] = main
sys.stdout = Screen()
builtins.input = ask
try:
    Oracle().run(compile(source, program, "exec"), main.__dict__)
except Enough:
    pass
except Exception as error:
    at = error.__traceback__
    while at.tb_next is not None:
        at = at.tb_next
    if at.tb_frame.f_code.co_filename == __file__:
        raise  # that was not the program

"""One side of the talk between a student's process and the one that checks it.

A message is a JSON object: {"ask": {...}} wants something done, {"reply": {...}}
is the answer. While one side waits for an answer, the other may ask something
in its turn, as when a function that was handed over is called back.
"""
from .copies import Decoder, Encoder, TooMuch


class Peer:
    """send and receive pass messages; functions is what may be asked of this side, by
    name; raising builds an exception from the other side's, proxy an object that
    stands for one of theirs."""

    def __init__(self, send, receive, functions, raising, proxy):
        self.send, self.receive = send, receive
        self.functions, self.raising, self.proxy = functions, raising, proxy
        self.objects = []  # ours, which the other side has references to
        self.numbers = {}
        self.theirs = {}  # what stands for theirs, by number
        self.classes = frozenset()  # names of their classes that may calculate and compare with plain values

    # References.

    def refer(self, value):
        number = getattr(value, "_crunchy_reference", None) if type(value) is self.proxy else None
        if number is not None:
            return ["m", number]  # one of theirs goes back
        if isinstance(value, type) and issubclass(value, BaseException):
            return ["x", names_of(value)]
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        return ["o", number, type(value).__name__] + plain_of(value)

    def resolve(self, data):
        if data[0] == "m":
            return self.objects[int(data[1])]
        if data[0] == "x":
            return self.raising(data[1])
        number = int(data[1])
        if number not in self.theirs:
            self.theirs[number] = self.proxy(self, number, str(data[2]))
        if len(data) > 3:
            self.theirs[number]._crunchy_set(Decoder(self.resolve)(data[3]))
        return self.theirs[number]

    # Talk.

    def ask(self, what, *arguments, **keywords):
        """Have the other side do something; returns or raises what comes of it."""
        put = Encoder(self.refer)
        body = {"do": what, "args": put(arguments), "keywords": put(keywords)}
        self.send({"ask": body})
        while True:
            message = self.receive()
            if "ask" in message:
                self.send({"reply": self.perform(message["ask"])})
                continue
            reply = message["reply"]
            get = Decoder(self.resolve, put.containers)
            for changed in reply.get("changed", ()):
                get.fill(changed)
            if "raise" in reply:
                raise self.exception(reply["raise"], get)
            return get(reply["value"])

    def perform(self, body):
        """Do what the other side asks; returns the reply."""
        get = Decoder(self.resolve)
        function = self.functions.get(body.get("do"))
        error, value = None, None
        try:
            if function is None:
                raise TypeError("a check cannot do this with a student's value: %s" % body.get("do"))
            # The positions of containers are those of the arguments.
            arguments, keywords = get(body["args"]), get(body["keywords"])
            value = function(*arguments, **keywords)
        except BaseException as raised:
            error = raised
        put = Encoder(self.refer, [get.containers[n] for n in sorted(get.containers)])
        known = list(enumerate(put.containers))
        reply = {}
        try:
            if error is None:
                reply["value"] = put(value)
            else:
                reply["raise"] = self.describe(error, put)
            reply["changed"] = [put.contents(container, number) for number, container in known]
        except (TooMuch, RecursionError):
            reply = {"value": self.refer(value)} if error is None else {"raise": {"names": names_of(type(error)), "text": "", "line": 0}}
        return reply

    # Exceptions.

    line = staticmethod(lambda error: 0)  # of our source in which it was raised

    def describe(self, error, put):
        kind = type(error)
        try:
            text = str(error)[:4000]
        except BaseException:
            text = ""
        try:
            arguments = put(error.args)
        except BaseException:
            arguments = put((text,))
        return {"names": names_of(kind), "args": arguments, "text": text, "line": self.line(error)}

    def exception(self, data, get):
        kind = self.raising(data["names"])
        try:
            error = kind(*get(data.get("args", ["t", []])))
        except Exception:
            error = kind.__new__(kind)
        error._crunchy_line, error._crunchy_text = int(data.get("line", 0)), str(data.get("text", ""))
        return error


def plain_of(value):
    """The value of Python's own type that one of a derived type is, as Counter is a
    dict, in a list; or nothing. No method of the derived type is asked."""
    for kind, plain in PLAIN:
        if isinstance(type(value), type) and issubclass(type(value), kind):
            try:
                return [Encoder(lambda inner: ["e"])(plain(value))]
            except (TooMuch, RecursionError):
                return []
    return []


PLAIN = (
    (int, int.__int__), (float, float.__float__), (str, str.__str__), (bytes, lambda v: bytes.join(b"", [v])),
    (tuple, lambda v: tuple.__getitem__(v, slice(None))), (list, lambda v: list.__getitem__(v, slice(None))),
    (dict, lambda v: dict(dict.items(v))), (set, lambda v: set(set.__iter__(v))),
    (frozenset, lambda v: frozenset(frozenset.__iter__(v))),
)


def names_of(kind):
    """The classes that an exception's class is made of, as far as the first of Python's own."""
    names = []
    for base in type.mro(kind):
        name = str(base.__qualname__)
        if base.__module__ == "builtins":
            return names + [name]
        names.append("%s.%s" % (base.__module__, name))
    return names + ["Exception"]


class Raising:
    """Finds or makes the class for the other side's exceptions: those of Python are
    the same on both sides, a class of theirs is one of the same name and bases here."""

    def __init__(self, builtins):
        self.builtins, self.made = builtins, {}

    def __call__(self, names):
        names = [str(name) for name in names]
        kind = self.builtins.get(names[-1])
        if not (isinstance(kind, type) and issubclass(kind, BaseException)):
            kind = Exception
        for name in reversed(names[:-1]):
            key = name, kind
            if key not in self.made:
                module, _, short = name.rpartition(".")
                self.made[key] = type(kind)(short, (kind,), {"__module__": module})
            kind = self.made[key]
        return kind

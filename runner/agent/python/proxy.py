"""Stands for an object of the other side's: what is done to it is done over there."""
import operator

BINARY = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and_", "or_", "xor", "lshift", "rshift")
ORDER = ("lt", "le", "gt", "ge")
UNARY = ("neg", "pos", "abs", "invert")
# What a proxy asks for, by the name of the request.
FUNCTIONS = {name: getattr(operator, name) for name in BINARY + ORDER + UNARY}
FUNCTIONS.update(
    eq=operator.eq, ne=operator.ne, getattr=getattr, setattr=setattr, delattr=delattr,
    getitem=operator.getitem, setitem=operator.setitem, delitem=operator.delitem,
    contains=operator.contains, len=len, iter=iter, next=next, str=str, repr=repr, bool=bool,
    hash=hash, int=int, float=float, index=operator.index, round=round, dir=dir,
    isinstance=isinstance, issubclass=issubclass,
    call=lambda function, *arguments, **keywords: function(*arguments, **keywords),
    format=format, enter=lambda value: type(value).__enter__(value),
    exit=lambda value: type(value).__exit__(value, None, None, None),
)
# Of these, what may be asked of the side that checks.
CALLBACKS = {name: FUNCTIONS[name] for name in ("call", "iter", "next", "len")}


class Proxy:
    __slots__ = ("_crunchy_peer", "_crunchy_reference", "_crunchy_type")

    def __init__(self, peer, reference, kind):
        object.__setattr__(self, "_crunchy_peer", peer)
        object.__setattr__(self, "_crunchy_reference", reference)
        object.__setattr__(self, "_crunchy_type", kind)

    # Values that are not plain are never equal to plain ones, whatever their
    # class says of that: a class may say that it equals everything.
    def __eq__(self, other):
        return type(other) is Proxy and bool(_ask(self, "eq", other))

    def __ne__(self, other):
        return type(other) is not Proxy or bool(_ask(self, "ne", other))

    def __getattr__(self, name):
        return _ask(self, "getattr", name)

    def __setattr__(self, name, value):
        _ask(self, "setattr", name, value)

    def __delattr__(self, name):
        _ask(self, "delattr", name)

    def __call__(self, *arguments, **keywords):
        return self._crunchy_peer.ask("call", self, *arguments, **keywords)

    def __iter__(self):
        over = _ask(self, "iter")
        while True:
            try:
                value = self._crunchy_peer.ask("next", over)
            except StopIteration:
                return
            yield value

    def __hash__(self):
        return _whole(_ask(self, "hash"))

    def __bool__(self):
        return _ask(self, "bool") is True

    def __len__(self):
        return _whole(_ask(self, "len"))

    def __index__(self):
        return _whole(_ask(self, "index"))

    def __int__(self):
        return _whole(_ask(self, "int"))

    def __str__(self):
        return _text(_ask(self, "str"))

    def __repr__(self):
        return _text(_ask(self, "repr"))

    def __instancecheck__(self, value):
        if type(value) is not Proxy:
            return False
        return self._crunchy_peer.ask("isinstance", value, self) is True

    def __subclasscheck__(self, value):
        return self._crunchy_peer.ask("issubclass", value, self) is True

    def __contains__(self, value):
        return _ask(self, "contains", value) is True

    def __exit__(self, *_):
        _ask(self, "exit")


def _ask(proxy, what, *arguments):
    return object.__getattribute__(proxy, "_crunchy_peer").ask(what, proxy, *arguments)


def _whole(value):
    if type(value) is not int:
        raise TypeError("a whole number was expected of the student's object, not %r" % (value,))
    return value


def _text(value):
    return value if type(value) is str else "<an object that cannot be shown>"


def _passes(method, what, turned=False):
    if turned:
        def function(self, other):
            return self._crunchy_peer.ask(what, other, self)
    else:
        def function(self, *arguments):
            return _ask(self, what, *arguments)
    function.__name__ = method
    setattr(Proxy, method, function)


for _name in BINARY:
    _passes("__%s__" % _name.strip("_"), _name)
    _passes("__r%s__" % _name.strip("_"), _name, turned=True)
for _name in ORDER + UNARY + ("getitem", "setitem", "delitem", "float", "round", "next", "dir", "enter", "format"):
    _passes("__%s__" % _name, _name)

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
    __slots__ = ("_crunchy_peer", "_crunchy_reference", "_crunchy_type", "_crunchy_plain")
    __doc__ = property(lambda self: _ask(self, "getattr", "__doc__"))

    def __init__(self, peer, reference, kind):
        object.__setattr__(self, "_crunchy_peer", peer)
        object.__setattr__(self, "_crunchy_reference", reference)
        object.__setattr__(self, "_crunchy_type", kind)
        object.__setattr__(self, "_crunchy_plain", ())

    def _crunchy_set(self, plain):
        """Beneath it is a plain value."""
        object.__setattr__(self, "_crunchy_plain", (plain,))

    # A class may say of itself that it equals everything. So what is compared with
    # a plain value is the plain value beneath, unless the class is one that the
    # author asks for.
    def __eq__(self, other):
        if type(other) is Proxy or _meant(self):
            return bool(_ask(self, "eq", other))
        return self._crunchy_plain != () and self._crunchy_plain[0] == other

    def __ne__(self, other):
        if type(other) is Proxy or _meant(self):
            return bool(_ask(self, "ne", other))
        return not self == other

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


def _meant(proxy):
    """Whether it is of a class that the author asks for."""
    return object.__getattribute__(proxy, "_crunchy_type") in proxy._crunchy_peer.classes


def _calculates(what, first, second):
    """An operation of two values, of which one is theirs."""
    for one, other in ((first, second), (second, first)):
        if type(one) is Proxy and type(other) is not Proxy and not _meant(one):
            if one._crunchy_plain == ():
                raise TypeError("the answer is an object of the class %s, where a value of Python's own is expected" % one._crunchy_type)
            plain = one._crunchy_plain[0]
            return FUNCTIONS[what](plain, other) if one is first else FUNCTIONS[what](other, plain)
    return (first if type(first) is Proxy else second)._crunchy_peer.ask(what, first, second)


def _whole(value):
    if type(value) is not int:
        raise TypeError("a whole number was expected of the student's object, not %r" % (value,))
    return value


def _text(value):
    return value if type(value) is str else "<an object that cannot be shown>"


def _passes(method, what, turned=False):
    if turned:
        def function(self, other):
            return _calculates(what, other, self)
    elif what in BINARY + ORDER:
        def function(self, other):
            return _calculates(what, self, other)
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

from contextlib import contextmanager


class Door:
    def __enter__(self):
        print("open")
        return self

    def __exit__(self, *what):
        print("shut")
        return True


@contextmanager
def tag(name):
    print("<%s>" % name)
    yield name
    print("</%s>" % name)


def inside():
    with Door() as door, tag("b") as b:
        print("in", b)
    with Door():
        raise ValueError("through the door")


inside()


async def soon(n):
    return n + 1


coroutine = soon(4)
try:
    coroutine.send(None)
except StopIteration as end:
    answer = end.value

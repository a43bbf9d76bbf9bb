class Odd(Exception):
    def __init__(self, n):
        super().__init__("odd: %d" % n)
        self.n = n


def half(n):
    if n % 2:
        raise Odd(n)
    return n // 2


def tried(n):
    try:
        return half(n)
    except Odd as problem:
        kept = problem
        print("caught", kept)
    else:
        print("not reached")
    finally:
        print("finally")
    return -1


results = [tried(4), tried(3)]
try:
    {}["nothing"]
except KeyError as error:
    print("missing", error)


def deeper():
    return int("seven")


deeper()

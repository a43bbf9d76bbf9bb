def squares(n):
    for i in range(n):
        got = yield i * i
        if got:
            print("got", got)


def both():
    yield "first"
    yield from squares(2)
    return "done"


numbers = squares(3)
print(next(numbers))
print(numbers.send("this"))
for value in both():
    print(value)
total = sum(x for x in numbers)


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


for n in Countdown(2):
    print(n)

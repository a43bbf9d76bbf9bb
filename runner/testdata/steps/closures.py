def counter(start):
    count = start

    def up(by=1):
        nonlocal count
        count += by
        return count

    return up


a = counter(10)
b = counter(0)
print(a(), a(5), b())
adders = [lambda x, n=n: x + n for n in range(3)]
print([add(10) for add in adders])
del a
total = 0


def add(n):
    global total
    total += n


add(3)
add(4)

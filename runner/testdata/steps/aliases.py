a = [1, 2]
b = a
b.append(3)
grid = [[0] * 2] * 3
grid[0][1] = 9
copy = list(grid)
copy[1] = [7, 8]
me = {"name": "Ada", "friends": a}
me["me"] = me
pair = (a, me)


def change(things, more=None):
    things += [4]
    things = things + [5]
    return things


c = change(a)
same = pair[0] is b
a = None

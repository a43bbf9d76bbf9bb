import math
from collections import deque, namedtuple
from enum import Enum

Point = namedtuple("Point", "x y")


class Colour(Enum):
    RED = 1
    BLUE = 2


total = 0
for i in range(3):
    if i == 1:
        continue
    total += i
else:
    print("all of it")
n = 3
while n:
    n -= 1
    if n == 1:
        break
place = Point(1, y=2.5)
queue = deque([place])
queue.append("end")
favourite = Colour.BLUE
big = 2 ** 100
text = "é" * 10 + "\n"
for x, y in [(1, 2), (3, 4)]: total += x * y
print(math.floor(total / 3), text, end="")

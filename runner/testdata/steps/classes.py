class Shape:
    made = 0

    def __init__(self, name):
        self.name = name
        Shape.made += 1

    def __repr__(self):
        print("repr must not run")
        raise SystemExit

    @property
    def area(self):
        print("the area was asked for")
        return 0

    def __getattr__(self, name):
        print("nor this:", name)
        raise AttributeError(name)


class Square(Shape):
    __slots__ = ("side",)

    def __init__(self, side):
        super().__init__("square")
        self.side = side

    @property
    def area(self):
        return self.side ** 2

    def __len__(self):
        print("nor this")
        return -1

    def __eq__(self, other):
        print("nor this")
        return NotImplemented


shapes = [Square(2), Shape("blob")]
shapes[0].partner = shapes[1]
shapes[1].partner = shapes[0]
print([shape.area for shape in shapes])
shapes[0].side += 1
del shapes[0].partner

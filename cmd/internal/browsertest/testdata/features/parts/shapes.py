"""Shapes for the lesson about modules."""


def area(width, height):
    return width * height

"""What the page all-elements.html imports."""


def greeting(name):
    return f"Good to see you, {name}!"

"""Says hello in several ways."""

WORDS = {"en": "Hello", "de": "Hallo"}


def hello(name):
    print("Hello, " + name + "!")


class Greeter:
    def __init__(self, language):
        self.word = WORDS[language]

    def greet(self, name):
        return f"{self.word}, {name}!"

"""Our own sentences. Each goes to the page as it is and by its key in the catalogue
of the interface (verdict.json), so that a page in another language can say it there."""

NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
LONGEST = 1000  # characters of a value; a sentence is cut, too

ENGLISH = {
    "example.works": "The example works.",
    "example.fails": "The example does not work yet.",
    "example.both": "Both examples work.",
    "example.all": "All {total} examples work.",
    "example.none": "None of the {total} examples works yet.",
    "example.one": "{passed} of {total} examples works.",
    "example.some": "{passed} of {total} examples work.",
    "test.works": "The test works.",
    "test.fails": "The test does not work yet.",
    "test.both": "Both tests work.",
    "test.all": "All {total} tests work.",
    "test.none": "None of the {total} tests works yet.",
    "test.one": "{passed} of {total} tests works.",
    "test.some": "{passed} of {total} tests work.",
    "name.test": "The test",
    "name.hidden": "A hidden test",
    "name.check": "The check",
    "name.prints": "What it prints",
    "name.order": "The order of the lines",
    "name.indentation": "The indentation",
    "why.name": "Python does not know this name: {message}.",
    "why.arguments": "The test calls your function with other arguments than it takes: {message}.",
    "why.unwritten": "This part is not written yet.",
    "why.ended": "It ended with {a} {type}.",
    "why.endedSaying": "It ended with {a} {type}: {message}",
    "why.nothing": "Nothing came back. Does your function return its answer?",
    "why.nothingHidden": "Nothing came back where something is expected.",
    "why.something": "Something is shown where nothing is expected.",
    "why.other": "The answer is another one than expected.",
    "why.none": "Your function gives back None. Is a return missing?",
    "why.printed": "The words are right, but they are printed. The function is to return them.",
    "why.returned": "The words are right, but they are returned. They are to be printed.",
    "why.printedNone": "The answer is printed, and then None comes back. Is it to be returned?",
    "why.text": "The answer is text. It is to be a number.",
    "why.number": "The answer is a number. It is to be text.",
    "why.tuple": "The answer is a tuple. It is to be a list.",
    "why.list": "The answer is a list. It is to be a tuple.",
    "why.items": "The items are right, but they are in another order.",
    "why.sign": "Only the sign is wrong.",
    "why.twice": "Your answer is exactly twice what is expected.",
    "why.three": "Your answer is exactly three times what is expected.",
    "why.four": "Your answer is exactly four times what is expected.",
    "why.ten": "Your answer is exactly ten times what is expected.",
    "why.half": "Your answer is exactly half of what is expected.",
    "why.third": "Your answer is exactly a third of what is expected.",
    "why.quarter": "Your answer is exactly a quarter of what is expected.",
    "why.tenth": "Your answer is exactly a tenth of what is expected.",
    "why.letters": "Only capital and small letters differ.",
    "why.blanks": "Only blanks and line ends differ.",
    "order.indented": "The lines are in the right order. Line {line} is not indented as it should be.",
    "order.first": "Another line comes first.",
    "order.one": "The first line is right. The one after it is not yet.",
    "order.some": "The first {n} lines are right. The one after them is not yet.",
    "cannot.middle": "Your code ended the program in the middle of the test.",
    "cannot.broken": "This test does not work: {type}: {message}",
    "cannot.empty": "There is nothing to check here.",
}


class Said(str):
    """A sentence that knows what it was made from."""

    def words(self):
        values = {name: value[:LONGEST] if type(value) is str else value for name, value in self.values.items()}
        return {"key": self.key, "values": values}


def say(key, **values):
    """The sentence of a key. How many there are is said in words."""
    spoken = {name: _number(value) if name in ("passed", "total") else value for name, value in values.items()}
    text = ENGLISH[key].format(**spoken)
    said = Said(text[:1].upper() + text[1:])
    said.key, said.values = key, values
    return said


def _number(n):
    return NUMBERS[n] if n < len(NUMBERS) else str(n)

words = ["pear", "fig", "apple"]
lengths = {word: len(word) for word in words}
firsts = {word[0] for word in words}
table = [[row * column for column in range(1, 4)] for row in range(1, 3)]
flat = [cell for row in table for cell in row if cell % 2]
total = sum(n * n for n in flat)
odd = list(filter(lambda n: n % 2, range(5)))

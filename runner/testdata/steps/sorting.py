def bubble(items):
    for end in range(len(items) - 1, 0, -1):
        for i in range(end):
            if items[i] > items[i + 1]:
                items[i], items[i + 1] = items[i + 1], items[i]
    return items


numbers = [5, 1, 4, 2]
result = bubble(numbers)
print(result is numbers, numbers)
people = [("Bo", 31), ("Al", 27)]
people.sort(key=lambda person: person[1])
print(people)

def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


best, longest = 0, []
for start in range(1, 20):
    found = collatz(start)
    if found > best:
        best = found
        longest.append((start, found))
print(longest[-1])

def factorial(n):
    if n <= 1:
        return 1
    return n * factorial(n - 1)


def fib(n, seen={}):
    if n not in seen:
        seen[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return seen[n]


print(factorial(4))
print(fib(5))

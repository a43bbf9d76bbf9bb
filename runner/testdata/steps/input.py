name = input("Your name? ")
age = int(input("Your age, %s? " % name))
print("Next year you are", age + 1)
while True:
    word = input()
    if not word:
        break
    print(word[::-1])

side = 3

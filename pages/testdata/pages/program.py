#!/usr/bin/env python3
"""Say how long a week is.

    It counts hours & <days>.

>>> hours(2)
48
"""


def hours(days):
    return 24 * days


print(hours(7))

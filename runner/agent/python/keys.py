"""The names that Tk has for keys, and those that browsers have."""

NAMED = {
    "Up": "ArrowUp", "Down": "ArrowDown", "Left": "ArrowLeft", "Right": "ArrowRight", "Return": "Enter", "space": " ",
    "BackSpace": "Backspace", "Prior": "PageUp", "Next": "PageDown", "Shift_L": "Shift", "Shift_R": "Shift",
    "Control_L": "Control", "Control_R": "Control", "Alt_L": "Alt", "Alt_R": "Alt", "Caps_Lock": "CapsLock",
    "plus": "+", "minus": "-", "asterisk": "*", "slash": "/", "comma": ",", "period": ".", "colon": ":", "semicolon": ";",
    "equal": "=", "less": "<", "greater": ">", "question": "?", "exclam": "!", "numbersign": "#", "dollar": "$",
    "percent": "%", "ampersand": "&", "quotedbl": '"', "apostrophe": "'", "parenleft": "(", "parenright": ")",
    "bracketleft": "[", "bracketright": "]", "braceleft": "{", "braceright": "}", "underscore": "_", "at": "@",
    "backslash": "\\", "bar": "|", "asciitilde": "~", "asciicircum": "^", "grave": "`",
    "adiaeresis": "ä", "odiaeresis": "ö", "udiaeresis": "ü", "ssharp": "ß",
    "KP_Enter": "Enter", "KP_Up": "ArrowUp", "KP_Down": "ArrowDown", "KP_Left": "ArrowLeft", "KP_Right": "ArrowRight",
}
NAMED.update(("KP_%d" % n, str(n)) for n in range(10))
SAME = frozenset("Escape Tab Delete Insert Home End".split() + ["F%d" % n for n in range(1, 13)])


def key(name):
    """What the browser calls a key of Tk's, or None if there is none of this name."""
    name = str(name)
    return name if len(name) == 1 or name in SAME else NAMED.get(name)


def near(name):
    """The name that may be meant, or ""."""
    for other in list(NAMED) + sorted(SAME):
        if other.lower() == str(name).lower() or NAMED.get(other) == name:
            return other
    return ""

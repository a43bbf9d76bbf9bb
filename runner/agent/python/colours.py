"""The names of colours that Tk knows, as SVG knows them."""
import functools
import re

from .drawing import NAMES

HEXADECIMAL = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{9}|[0-9a-f]{12})\Z")
GREY = re.compile(r"gr[ae]y(\d{1,2}|100)\Z")
SHADES = 1, 0.932, 0.804, 0.548  # of red1, red2, red3, red4

# Those of X11 that are no names of the web, and the first of four shades of the others.
MORE = {"lightgoldenrod": "eedd82", "lightslateblue": "8470ff", "navyblue": "000080", "violetred": "d02090"}
FIRST = dict(pair.split(":") for pair in """
    snow:fffafa seashell:fff5ee antiquewhite:ffefdb bisque:ffe4c4 peachpuff:ffdab9 navajowhite:ffdead
    lemonchiffon:fffacd cornsilk:fff8dc ivory:fffff0 honeydew:f0fff0 lavenderblush:fff0f5 mistyrose:ffe4e1
    azure:f0ffff slateblue:836fff royalblue:4876ff blue:0000ff dodgerblue:1e90ff steelblue:63b8ff
    deepskyblue:00bfff skyblue:87ceff lightskyblue:b0e2ff slategray:c6e2ff lightsteelblue:cae1ff
    lightblue:bfefff lightcyan:e0ffff paleturquoise:bbffff cadetblue:98f5ff turquoise:00f5ff cyan:00ffff
    darkslategray:97ffff aquamarine:7fffd4 darkseagreen:c1ffc1 seagreen:54ff9f palegreen:9aff9a
    springgreen:00ff7f green:00ff00 chartreuse:7fff00 olivedrab:c0ff3e darkolivegreen:caff70 khaki:fff68f
    lightgoldenrod:ffec8b lightyellow:ffffe0 yellow:ffff00 gold:ffd700 goldenrod:ffc125 darkgoldenrod:ffb90f
    rosybrown:ffc1c1 indianred:ff6a6a sienna:ff8247 burlywood:ffd39b wheat:ffe7ba tan:ffa54f chocolate:ff7f24
    firebrick:ff3030 brown:ff4040 salmon:ff8c69 lightsalmon:ffa07a orange:ffa500 darkorange:ff7f00
    coral:ff7256 tomato:ff6347 orangered:ff4500 red:ff0000 deeppink:ff1493 hotpink:ff6eb4 pink:ffb5c5
    lightpink:ffaeb9 palevioletred:ff82ab maroon:ff34b3 violetred:ff3e96 magenta:ff00ff orchid:ff83fa
    plum:ffbbff mediumorchid:e066ff darkorchid:bf3eff purple:9b30ff mediumpurple:ab82ff thistle:ffe1ff
""".split())


@functools.lru_cache(1024)
def known(name):
    """The SVG colour of one of Tk's, "" of none at all, or None if there is no such colour."""
    name = name.lower().replace(" ", "")
    if HEXADECIMAL.match(name):
        size = len(name) // 3
        return name if size < 3 else "#" + "".join(name[1 + n * size:3 + n * size] for n in range(3))
    if name in NAMES and name != "transparent" or name == "":
        return name
    grey = GREY.match(name)
    if grey:
        return "#" + 3 * ("%02x" % round(int(grey.group(1)) * 2.55))
    if name in MORE:
        return "#" + MORE[name]
    first = FIRST.get(name[:-1].replace("slategrey", "slategray"))
    if first and name[-1] in "1234":
        shade = SHADES[int(name[-1]) - 1]
        return "#" + "".join("%02x" % round(int(first[n:n + 2], 16) * shade) for n in (0, 2, 4))
    return None


def colour(name):
    """The same of anything at all."""
    return known(name) if isinstance(name, str) else None

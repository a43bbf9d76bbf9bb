"""Tables of plain values, of what Python, numpy and pandas have."""
ROWS = 200  # as many are shown at most
COLUMNS = 30
LONGEST = 200  # characters of a cell


def table(data, header=None):
    """A table as the page builds it: {"kind", "head", "rows", "names", "more"}."""
    if is_frame(data):
        return frame(data)
    if hasattr(data, "tolist"):
        data = data.tolist()
    if isinstance(data, dict):
        columns = [list(column) if isinstance(column, (list, tuple)) else [column] for column in data.values()]
        head = list(data)
        rows = [[column[n] if n < len(column) else None for column in columns] for n in range(max(map(len, columns), default=0))]
    else:
        try:
            rows = list(data)
        except TypeError:
            raise TypeError("a table is a list of rows, not %r" % (data,)) from None
        head = []
        if rows and all(isinstance(r, dict) for r in rows):
            head = list(dict.fromkeys(key for r in rows for key in r))
            rows = [[r.get(key) for key in head] for r in rows]
    return {"kind": "table", "head": row(header if header is not None else head), "names": False,
            "rows": [row(r) for r in rows[:ROWS]], "more": max(0, len(rows) - ROWS)}


def row(values):
    if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        values = [values]
    return [cell(value) for value in list(values)[:COLUMNS]]


def cell(value):
    """A number that the page can show as one, else text."""
    if value is None:
        return None
    if type(value) is int and abs(value) < 1 << 53:
        return value
    if isinstance(value, float) and abs(value) < 1e15 and value == value:
        return float("%.6g" % value)
    return str(value)[:LONGEST]


def is_frame(value):
    """Is it a table of pandas?"""
    kind = type(value)
    return kind.__name__ == "DataFrame" and kind.__module__.partition(".")[0] == "pandas"


def frame(data):
    """A DataFrame, its index as the names of the rows."""
    part = data.iloc[:ROWS, :COLUMNS - 1]
    head = [""] + [_name(name) for name in part.columns]
    rows = [[_name(name)] + [cell(_plain(value)) for value in values]
            for name, values in zip(part.index, part.itertuples(index=False, name=None))]
    return {"kind": "table", "head": head, "names": True, "rows": rows, "more": max(0, len(data) - ROWS), "text": ""}


def _name(name):
    return str(name if not isinstance(name, tuple) else " ".join(map(str, name)))[:LONGEST]


def _plain(value):
    """A number of numpy's as Python's own."""
    return value.item() if hasattr(value, "item") and hasattr(value, "dtype") else value


def words(part):
    """A part of a page as lines of text."""
    if part["kind"] == "image":
        return "<Picture: %s>\n" % part["text"]
    if part["kind"] != "table":
        return part["text"] + "\n"
    lines = [part["head"]] * bool(part["head"]) + part["rows"]
    lines = [["" if value is None else str(value) for value in line] for line in lines]
    widths = [max(len(line[n]) for line in lines if n < len(line)) for n in range(max(map(len, lines), default=0))]
    return "".join("  ".join(value.ljust(widths[n]) for n, value in enumerate(line)).rstrip() + "\n" for line in lines)

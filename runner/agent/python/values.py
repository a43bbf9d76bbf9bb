"""What is shown of values: repr at the prompt, pictures and such for those that have them."""
import base64
import builtins
import sys

from . import dhtml, interrupts, tables

# The rich forms that are shown, with the method that gives each.
FORMS = (
    ("_repr_html_", "text/html"), ("_repr_svg_", "image/svg+xml"),
    ("_repr_png_", "image/png"), ("_repr_jpeg_", "image/jpeg"),
)


class Values:
    def __init__(self, wire):
        self.wire = wire
        self.begin("")
        wire_emit = wire.emit

        def displayhook(value):
            """Print the value of an expression and keep it in _."""
            if value is None:
                return
            self.last = value
            builtins._ = None  # as CPython: printing the value must not see the last one
            data = bundle(value) if self.echo in ("", "last") else None
            if data:
                wire_emit("display", data=data)
            elif self.echo != "none":
                kind = " <%s>" % type(value).__qualname__ if self.echo == "type" else ""
                sys.stdout.write(repr(value) + kind + "\n")
            builtins._ = value

        sys.displayhook = displayhook

    def begin(self, echo):
        """Before each run: how values are shown, and that none has been."""
        self.echo, self.last = echo, None

    def flush(self):
        """At the end of a run: send open figures that are new or have changed."""
        figures = sys.modules.get("_crunchy.figures")
        if figures is not None:
            try:
                interrupts.call(figures.send_open)
            except BaseException:
                pass  # drawing failed half way; the next run tries again


def bundle(value):
    """The MIME bundle of an object that has rich forms, or None."""
    kind = type(value)
    data = {}
    if tables.is_frame(value):
        try:
            data[dhtml.PAGE] = [tables.frame(value)]
        except Exception:
            pass  # of a kind that we do not know yet: as it shows itself
    for method, mime in FORMS:
        # On the class only: a module or a proxy that has every attribute has no picture.
        function = getattr(kind, method, None)
        if function is None or isinstance(value, type):
            continue
        try:
            form = function(value)
        except Exception:
            continue
        if isinstance(form, tuple) and form:  # with metadata, as IPython allows
            form = form[0]
        if isinstance(form, (bytes, bytearray)):
            form = base64.b64encode(form).decode()
        if isinstance(form, str) and form:
            data[mime] = form
    if data:
        try:
            data["text/plain"] = repr(value)
        except Exception:
            data["text/plain"] = object.__repr__(value)
    return data

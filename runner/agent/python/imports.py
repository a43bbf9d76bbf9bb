"""Changes to library modules, made at the moment a learner's program imports them."""
import importlib.machinery
import re
import sys

from . import interrupts, offered, tracebacks, turtles


class Patcher:
    """A finder that lets others find, and has a module patched once it is loaded."""

    def __init__(self, patches):
        self.patches = dict(patches)
        for name in list(self.patches):
            if name in sys.modules:
                self.apply(name, sys.modules[name])

    def apply(self, name, module):
        patch = self.patches.pop(name, None)
        if patch is not None:
            try:
                patch(module)
            except Exception:
                pass  # a learner's module of the same name, or a future version: left as it is

    def find_spec(self, name, path=None, target=None):
        if name not in self.patches:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = Loader(spec.loader, lambda module: self.apply(name, module))
        return spec


class Loader:
    """Stands in for another loader until that has done its work."""

    def __init__(self, loader, then):
        self.loader, self.then = loader, then

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self.loader
        self.loader.exec_module(module)
        self.then(module)


def install(streams, values, single):
    """Once, in the learner's process. single: it has one whole terminal."""
    sys.unraisablehook = tracebacks.unraisable_hook
    patches = {
        "bdb": _debugger,
        "traceback": _traceback,
        "threading": _threading,
        "matplotlib": lambda module: _matplotlib(module, values),
        "PIL.Image": lambda module: _pillow(module, values.wire),
    }
    if not single:  # what a page has not, a terminal has
        patches.update({
            "getpass": lambda module: _getpass(module, streams),
            "pydoc": lambda module: _pydoc(module, streams),
            "_colorize": _colors,
        })
        sys.meta_path.insert(0, turtles.Finder)
    sys.meta_path.insert(0, Patcher(patches))
    sys.meta_path.append(offered.Modules)


def _pydoc(module, streams):
    """Its own shows help in a program that waits for keys the page does not have."""
    def pager(text, title=""):
        streams.stdout.write(re.sub(".\b", "", text).rstrip("\n") + "\n")
        streams.stdout.flush()

    module.pager = pager


def _getpass(module, streams):
    """Its own throws away typed-ahead input, and nobody would know that it waits."""
    def getpass(prompt="Password: ", stream=None, *, echo_char=None):
        out = stream or streams.stdout
        source = streams.stdin.buffer.raw
        out.write(prompt)
        out.flush()
        source.prompt, source.secret = prompt, True
        try:
            line = streams.stdin.readline()
        finally:
            source.prompt, source.secret = "", False
        if not line:
            raise EOFError
        out.write("\n")  # the end of the line was not shown either
        out.flush()
        return line[:-1] if line.endswith("\n") else line

    getpass.__doc__ = module.unix_getpass.__doc__
    getpass.__module__ = "getpass"
    getpass.__qualname__ = "getpass"
    module.getpass = module.unix_getpass = getpass


def _debugger(module):
    """A debugger must not step into our frames, nor show them."""
    stop_here, get_stack = module.Bdb.stop_here, module.Bdb.get_stack

    def only_learners(self, frame):
        return not interrupts.is_agent(frame.f_code) and stop_here(self, frame)

    def learners_stack(self, frame, tb):
        stack, current = get_stack(self, frame, tb)
        kept, position = [], 0
        for index, entry in enumerate(stack):
            code = entry[0].f_code
            if interrupts.is_bottom(code):
                kept, position = [], 0  # all below is ours
            elif not interrupts.is_agent(code):
                kept.append(entry)
                if index <= current:
                    position = len(kept) - 1
        return kept, position

    module.Bdb.stop_here, module.Bdb.get_stack = only_learners, learners_stack


def _traceback(module):
    """traceback.print_stack() shows the learner's stack."""
    walk_stack = module.walk_stack

    def learners_frames(frame):
        if frame is None:
            frame = sys._getframe(1)
            while frame.f_back is not None and frame.f_code.co_filename == walk_stack.__code__.co_filename:
                frame = frame.f_back
        for entry in walk_stack(frame):
            if interrupts.is_bottom(entry[0].f_code):
                return
            if not interrupts.is_agent(entry[0].f_code):
                yield entry

    module.walk_stack = learners_frames


def _threading(module):
    module.excepthook = tracebacks.thread_hook


def _colors(module):
    """Text is plain in all versions: a page sets its own colours."""
    module.COLORIZE = False


def _matplotlib(module, values):
    """Figures go to the page, unless the learner's environment says otherwise."""
    import os
    if not os.environ.get("MPLBACKEND"):
        from . import figures
        figures.wire = values.wire
        module.rcParams["backend"] = "module://_crunchy.figures"


def _pillow(module, wire):
    """Image.show() shows it on the page, not in a program of the server's computer."""
    def show(self, title=None, *arguments, **options):
        import base64
        import io
        image, content = self, io.BytesIO()
        if max(image.size) > 4000:
            image = image.copy()
            image.thumbnail((4000, 4000))
        if image.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
            image = image.convert("RGB")
        image.save(content, "PNG")
        words = str(title) if title else "<Image of %d x %d>" % self.size
        wire.emit("display", data={"image/png": base64.b64encode(content.getvalue()).decode(), "text/plain": words})

    show.__doc__, show.__qualname__, show.__module__ = module.Image.show.__doc__, "Image.show", "PIL.Image"
    module.Image.show = show

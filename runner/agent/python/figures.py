"""A matplotlib backend that shows figures on the page.

Figures are sent when plt.show() or plt.pause() is called, and at the end of a run when
they are open and new or changed; the same figure replaces its earlier picture. What an
animation shows is sent frame by frame while plt.show() waits for its end.
"""
import base64
import io
import sys
import time

import matplotlib
from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase, TimerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

wire = None  # set by imports when matplotlib is loaded
_sent = set()  # numbers of the figures that are on the page as they are
_timers = []  # that an animation has started


class Timer(TimerBase):
    """Rings while show() waits; there is no window that could wait for it."""

    def _timer_start(self):
        if self not in _timers:
            _timers.append(self)

    def _timer_stop(self):
        if self in _timers:
            _timers.remove(self)


class FigureManager(FigureManagerBase):
    def show(self):
        send(self)


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager  # as newer versions of matplotlib ask for it
    _timer_cls = Timer
    drawn = False  # anew, by the program, since it was sent

    def new_timer(self, interval=None, callbacks=None):
        return Timer(interval=interval, callbacks=callbacks)

    def draw(self):
        super().draw()
        self.drawn = True

    def flush_events(self):
        """The program gives its window time to show what has changed."""
        if self.manager is not None and (self.drawn or self.figure.stale):
            send(self.manager)


def new_figure_manager(number, *arguments, FigureClass=None, **options):
    if FigureClass is None:
        from matplotlib.figure import Figure as FigureClass
    return new_figure_manager_given_figure(number, FigureClass(*arguments, **options))


def new_figure_manager_given_figure(number, figure):
    _sent.discard(number)  # the number may have been that of a closed figure
    return FigureManager(FigureCanvas(figure), number)


def draw_if_interactive():
    pass  # drawn once, at the end of the run


def show(*arguments, **options):
    """plt.show(): send all open figures and close them, as closing their windows would,
    or those that have changed, where it is not to wait."""
    block = options.get("block", arguments[0] if arguments else None)
    if block is False or block is None and matplotlib.is_interactive():
        return send_open()
    if "matplotlib.animation" in sys.modules:
        for manager in Gcf.get_all_fig_managers():
            manager.canvas.draw()  # which begins them
    for manager in Gcf.get_all_fig_managers():
        send(manager)
    try:
        animate()
    finally:
        del _timers[:]
    Gcf.destroy_all()
    _sent.clear()


def animate():
    """Until all animations have come to their end, once."""
    while _timers:
        began = time.monotonic()
        for timer in list(_timers):
            for function, _, _ in timer.callbacks:
                owner = getattr(function, "__self__", None)
                for name in ("repeat", "_repeat"):
                    if hasattr(owner, name):
                        setattr(owner, name, False)
            timer._on_timer()
        for manager in Gcf.get_all_fig_managers():
            send(manager)
        if _timers:
            time.sleep(max(0, min(timer.interval for timer in _timers) / 1000 - (time.monotonic() - began)))


def send_open():
    """At the end of a run."""
    for manager in Gcf.get_all_fig_managers():
        if manager.num not in _sent or manager.canvas.figure.stale:
            send(manager)


def send(manager):
    figure = manager.canvas.figure
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    figure.stale = manager.canvas.drawn = False
    _sent.add(manager.num)
    size = "<Figure size %dx%d with %d Axes>" % (*figure.bbox.size, len(figure.axes))
    data = {"image/png": base64.b64encode(picture.getvalue()).decode(), "text/plain": size}
    wire.emit("display", data=data, display="fig%d" % manager.num)

"""A matplotlib backend that shows figures on the page.

Figures are sent when plt.show() is called, and at the end of a run when they are
open and new or changed; the same figure replaces its earlier picture.
"""
import base64
import io

from matplotlib._pylab_helpers import Gcf
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

wire = None  # set by imports when matplotlib is loaded
_sent = set()  # numbers of the figures that are on the page as they are


class FigureManager(FigureManagerBase):
    def show(self):
        send(self)


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager  # as newer versions of matplotlib ask for it


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
    """plt.show(): send all open figures and close them, as closing their windows would."""
    for manager in Gcf.get_all_fig_managers():
        send(manager)
    Gcf.destroy_all()
    _sent.clear()


def send_open():
    """At the end of a run."""
    for manager in Gcf.get_all_fig_managers():
        if manager.num not in _sent or manager.canvas.figure.stale:
            send(manager)


def send(manager):
    figure = manager.canvas.figure
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    figure.stale = False
    _sent.add(manager.num)
    size = "<Figure size %dx%d with %d Axes>" % (*figure.bbox.size, len(figure.axes))
    data = {"image/png": base64.b64encode(picture.getvalue()).decode(), "text/plain": size}
    wire.emit("display", data=data, display="fig%d" % manager.num)

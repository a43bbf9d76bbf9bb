"""What is outside of a turtle's window: the page, the clock, and who waits for what.

Clicks and keys come from the page while the program updates its drawing or is in
mainloop().
"""
import _thread
from heapq import heappop, heappush
from time import monotonic, sleep

from . import canvas

PACE = 0.005  # seconds from one update() of a program's own to the next: games rely on it
DEEP = 10  # functions for events that may wait for each other
LATE = 0.2  # seconds within which a loop looks at the page again

drawing = canvas.Drawing()


class Desk:
    def __init__(self):
        self.event = lambda patience: sleep(patience)  # the agent's: what the page tells, or None
        self.hurry = self.calm = False  # nobody looks; this turtle is not to be waited for
        self.real = False  # the element wants the windows of its computer
        self.timers, self.count, self.depth, self.updated, self.looked = [], 0, 0, 0, 0
        self.root, self.running = None, False

    def begin(self, emit, command):
        """A run begins."""
        drawing.begin(emit, command["id"], command.get("area"))
        self.hurry = bool(command.get("check") or command.get("step"))
        self.real = bool(command.get("tk"))
        self.depth, self.running = 0, True

    def finish(self):
        """The run is over, and with it what its drawing listens to."""
        self.running = False
        if self.root is not None and self.root.area is not None and self.root.area.listens():
            drawing.change()
        drawing.finish()

    def later(self, seconds, function):
        self.count += 1
        heappush(self.timers, (monotonic() + seconds, self.count, function))
        return "after#%d" % self.count

    def forget(self, name):
        self.timers = [timer for timer in self.timers if "after#%d" % timer[1] != name]

    def pass_on(self, patience):
        """Give what is due, and what the page tells within that time, to whom it concerns."""
        now = monotonic()
        if self.depth >= DEEP or not patience and now < self.looked + PACE or _thread.get_ident() != main:
            return
        self.depth += 1
        self.looked = now
        try:
            while self.timers and self.timers[0][0] <= now:
                heappop(self.timers)[2]()
                patience = 0
            told = self.event(patience)
            while told is not None:
                if self.root is not None and self.root.open:
                    self.root.area.told(told)
                told = self.event(0)
        finally:
            self.depth -= 1

    def loop(self):
        """Until the window is closed, or nothing can happen any more."""
        root = self.root
        while root is not None and root.open and (self.timers or root.area.listens()):
            wait = self.timers[0][0] - monotonic() if self.timers else LATE
            self.pass_on(max(0, min(wait, LATE)))
            if self.hurry and not self.timers:
                return  # nobody is there to click


desk = Desk()
main = _thread.get_ident()

"""The way of a drawing to the page: as whole pictures, soon after the first change,
then again and again while it goes on changing, and at the end of the run.

However fast a program draws, the page gets as many pictures as it can look at;
the program is never held up but by the end of its run.
"""
import _thread
from time import sleep

PAUSE = 0.04  # seconds from one picture to the next, at least
RATE = 2000000  # characters of SVG a second, on the average


class Frames:
    """A drawing, which has picture() and words(). Whoever holds lock may change it."""

    kind = ""  # begins the name of the picture on the page

    def __init__(self):
        self.lock = _thread.RLock()
        self.way = _thread.RLock()  # of whoever sends: pictures do not overtake each other
        self.emit = None  # of the wire
        self.name = ""
        self.changed = self.going = False

    def begin(self, emit, run, area):
        """A run begins. Its picture is another than that of the run before."""
        with self.lock:
            self.emit, self.name = emit, "%s %d" % (self.kind, run)

    def change(self):
        self.changed = True
        if not self.going:
            self.going = True
            _thread.start_new_thread(self.pump, ())

    def pump(self):
        """In a thread of its own, for as long as there are changes."""
        pause = PAUSE / 2
        while True:
            sleep(pause)
            with self.lock:
                if not self.changed:
                    self.going = False
                    return
            pause = max(PAUSE, self.send() / RATE)

    def finish(self):
        """The run is over: what has changed is sent, for plain clients in words, too."""
        self.send(True)

    def send(self, last=False):
        with self.way:
            with self.lock:
                if not self.changed:
                    return 0
                self.changed = False
                data, name = self.bundle(), self.name
                if last:
                    data["text/plain"] = self.words()
            self.emit("display", data=data, display=name)
        return sum(len(part) for part in data.values() if isinstance(part, str))

    def bundle(self):
        return {"image/svg+xml": self.picture()}

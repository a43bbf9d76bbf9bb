"""Memory that the server can read, in which what is printed is left.

That takes no system call, and what is there outlives the process. It serves as long
as nothing but the agent writes to the terminals, so that the order is known: see
Wire.expose for what ends that. Text begins behind a byte which the server sets when
it will look no more unless it is told to; a zero is where nothing was written yet.
"""
import sys

try:
    import mmap
except ImportError:
    mmap = None  # an interpreter built without it

SIZE, TEXT = 64 * 1024, 1


class Page:
    """Open, it takes text; closed, it refuses all, and so whoever writes has to ask for the lock."""

    def __init__(self, memory):
        self.memory = memory
        self.close()

    def close(self):
        self.memory.seek(SIZE)

    def open(self):
        self.memory.seek(self.end())

    def clear(self):
        """Open it. The server has emptied it."""
        self.memory.seek(TEXT)

    def end(self):
        """Where the text ends."""
        here = self.memory.tell()
        if here == SIZE:  # it is closed, or full
            here = self.memory.find(b"\0", TEXT)
        return here if here >= 0 else SIZE

    def put(self, data):
        """Leave the beginning of data. Returns how much that is: 0 if the page is full."""
        room = SIZE - self.memory.tell()
        try:
            return self.memory.write(data[:room])
        except ValueError:  # another thread has come between
            return self.put(data)

    def writer(self, slow, ring):
        """A function to write bytes: here if it can be, else by slow, which returns what that has to."""
        memory = self.memory
        put = memory.write

        def write(data):
            if type(data) is not bytes or 0 in data:
                return slow(data)
            try:
                put(data)
            except ValueError:
                return slow(data)
            finally:
                if memory[0]:
                    ring()
            return len(data)

        return write


def mapped(descriptor):
    """The page behind a descriptor, or None: not every system has one."""
    if mmap is None or not getattr(sys, "_is_gil_enabled", lambda: True)():
        return None  # the lock of the interpreter keeps one text from the other
    try:
        return Page(mmap.mmap(descriptor, SIZE))
    except (OSError, ValueError):
        return None

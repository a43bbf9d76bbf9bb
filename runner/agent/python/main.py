"""Which of the three roles this process takes: zygote, reaper, student.

Each role returns only in the process that goes on as the next one, so that the
student's process ends by returning from here and CPython finalises it as it
would any program.
"""
import sys


def main(started_with):
    role = sys.argv[1]
    if role in ("zygote", "sandbox"):
        refuse = None
        if role == "sandbox":
            from . import sandbox
            refuse = sandbox.enter(3)
        from . import zygote
        order = zygote.serve(3, refuse)
        from . import reaper
        reaper.watch(order)
    elif role == "cold":
        from . import reaper
        spawn = sys.platform == "darwin" or "spawn" in sys.argv[2:]
        order = _cold()
        reaper.settle()
        reaper.watch(order, spawn)
    elif role == "spawned":  # a reaper's child where forking without exec is unsafe
        order = _cold()
    else:
        raise SystemExit("unknown role " + role)
    from . import student
    student.live(order, started_with)


def _cold():
    from . import environment, start
    order = start.Start({"terminal": "terminal" in sys.argv[2:]}, list(range(3, 3 + start.DESCRIPTORS)))
    environment.prepare()
    return order

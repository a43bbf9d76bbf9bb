"""Which of the three roles this process takes: zygote, reaper, student.

Each role returns only in the process that goes on as the next one, so that the
student's process ends by returning from here and CPython finalises it as it
would any program.
"""
import sys


def main(started_with):
    role = sys.argv[1]
    if role == "zygote":
        from . import zygote
        request, descriptors = zygote.serve(3)
        from . import reaper
        reaper.watch(request, descriptors)
    elif role == "cold":
        from . import reaper
        request, descriptors = {"terminal": "terminal" in sys.argv[2:]}, list(range(3, 9))
        spawn = sys.platform == "darwin" or "spawn" in sys.argv[2:]
        reaper.watch(request, descriptors, spawn)
    elif role == "spawned":  # a reaper's child where forking without exec is unsafe
        request, descriptors = {"terminal": "terminal" in sys.argv[2:]}, list(range(3, 9))
    else:
        raise SystemExit("unknown role " + role)
    from . import student
    student.live(request, descriptors, started_with)

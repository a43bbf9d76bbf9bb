"""The learner's process, up to the point where it takes commands."""
import fcntl
import os
import signal
import sys
import termios

from . import environment, interrupts, linux, plain, streams
from .wire import Wire


def live(request, descriptors, started_with):
    """From a fresh process with six descriptors to its end."""
    terminal, errors, commands, events, acks, where = descriptors
    commands, events, acks, where = (_move(number) for number in (commands, events, acks, where))
    try:
        os.setsid()
    except OSError:
        pass  # leads a session already
    single = request.get("terminal", False)
    _standard(terminal, errors, single)
    try:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    except OSError:
        pass  # without it there is no Ctrl-C for child processes, all else works
    for number in (signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    linux.drop_privileges()
    # Before the learner's folder is where modules are looked for.
    from .agent import Agent
    environment.arrange(request, started_with)

    wire = Wire(events, acks)
    wire.single = single
    made = plain.Streams() if single else streams.Streams(wire)
    interrupts.install()
    from .agent import Agent
    agent = Agent(wire, made, commands, single)
    wire.emit("ready", version="%d.%d.%d" % sys.version_info[:3], where=_where(where))
    agent.serve()


def _move(number):
    """Out of the way of programs that close or use low descriptors."""
    high = streams._high(number)
    os.close(number)
    return high


def _standard(terminal, errors, single):
    # Both may be numbers that the other is to get: copy first.
    terminal, errors = _move(terminal), _move(errors)
    for number, copy in ((0, terminal), (1, terminal), (2, terminal if single else errors)):
        os.dup2(copy, number)
    os.close(terminal)
    os.close(errors)


def _where(descriptor):
    """Have all stacks written to descriptor at a signal, whose number is returned."""
    number = getattr(signal, "SIGRTMAX", 0) and signal.SIGRTMAX - 3
    try:
        import faulthandler
        if number:
            faulthandler.register(number, file=descriptor, all_threads=True, chain=False)
        return int(number)
    except (ImportError, RuntimeError, ValueError, OSError):
        return 0

"""The learner's process, up to the point where it takes commands."""
import _signal  # what signal wraps in enums, which each process would have to copy
import fcntl
import os
import resource
import sys
import termios

try:
    import faulthandler
except ImportError:
    faulthandler = None  # an interpreter built without it

from . import environment, interrupts, linux, page, plain, start, streams
from .wire import Wire


def live(order, started_with):
    """From a fresh process to its end."""
    for number in (_signal.SIGHUP, _signal.SIGQUIT, _signal.SIGTERM, _signal.SIGCHLD):
        _signal.signal(number, _signal.SIG_DFL)
    try:
        os.setsid()
    except OSError:
        pass  # leads a session already
    linux.die_first()
    linux.drop_privileges()
    if order.refuse:
        linux.confine(order.refuse)
    wire = Wire(order.single)
    # Before the learner's folder is where modules are looked for.
    from .agent import Agent
    environment.add_user_packages()
    agent = None if order.single else Agent(wire, streams.Streams(wire))
    if not order.take(start.STUDENT):
        os._exit(0)  # a spare that was not needed
    request = order.request
    terminal, errors = order.descriptors[:2]
    shared = page.mapped(order.descriptors[6])
    os.close(order.descriptors[6])
    commands, events, acks, where = (_move(number) for number in order.descriptors[2:6])
    _standard(terminal, errors, order.single)
    try:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    except OSError:
        pass  # without it there is no Ctrl-C for child processes, all else works
    if request.get("probe"):
        from . import selfcheck
        selfcheck.tell(events, request["probe"])
        os._exit(0)
    wire.open(commands, events, acks)
    if agent is None:
        agent = Agent(wire, plain.Streams(), True)
    agent.streams.back_up()
    if shared is not None and not order.single:
        wire.share(shared)
    environment.arrange(request, started_with)
    interrupts.install()
    limits = request.get("limits") or ()
    for limit in limits:
        _limit(*limit)
    wire.emit("ready", version="%d.%d.%d" % sys.version_info[:3], where=_where(where), limited=bool(limits))
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


def _limit(number, soft, hard):
    """Set a limit for good, in so far as it is not lower already."""
    most = resource.getrlimit(number)[1]
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(number, (soft, hard))


def _where(descriptor):
    """Have all stacks written to descriptor at a signal, whose number is returned."""
    number = getattr(_signal, "SIGRTMAX", 0) and _signal.SIGRTMAX - 3
    try:
        if number:
            faulthandler.register(number, file=descriptor, all_threads=True, chain=False)
        return number
    except (AttributeError, RuntimeError, ValueError, OSError):
        return 0

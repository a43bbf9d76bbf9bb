"""The end of a process, as CPython does it: threads, exit functions, streams, status."""
import atexit
import io
import signal
import sys

from . import interrupts, plain


def status(error):
    """The exit status that a SystemExit asks for. Prints its message if it has one."""
    code = error.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    try:
        text = interrupts.call(str, code)
        sys.stderr.write(text + "\n")
    except BaseException:
        pass
    return 1


def threads():
    """Join the threads and call the exit functions, while input and order still work."""
    threading = sys.modules.get("threading")
    if threading is not None:
        try:
            interrupts.wait(threading._shutdown)
        except KeyboardInterrupt:
            # They will not be waited for again.
            threading._shutdown = lambda: None
        except BaseException:
            pass
    try:
        interrupts.wait(atexit._run_exitfuncs)
    except BaseException:
        pass  # reported by atexit itself


def leave(wire, streams, code):
    """End the process. Finalising runs learner's __del__ methods, which may print."""
    # Finalising takes our handler away, and the default one would change the exit status.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wire.expose()
    if isinstance(streams, plain.Streams):
        sys.exit(code)
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name, None) is getattr(streams, name):
            with wire.lock:
                try:
                    wire.switch(number)
                    made = io.open(number, "w", 1, "utf-8", "backslashreplace", closefd=False)
                except OSError:
                    continue
            # Ours are written in Python, of which soon not everything is there any more.
            setattr(sys, name, made)
            setattr(sys, "__%s__" % name, made)
    for stream in (streams.stdout, streams.stderr):
        try:
            stream.buffer.close()  # or it would be flushed once more, when it is too late
        except (OSError, ValueError):
            pass
    sys.exit(code)

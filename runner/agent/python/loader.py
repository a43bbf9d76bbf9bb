"""Makes the agent's modules importable from memory, then hands over to main.

Runs as `python -I -c`, so there is no file that a cleaned temporary folder
could take away. It is executed with two names given: sources (module name ->
text) and packed (the same, packed, to start another interpreter with).
Nothing is left in __main__, which is to be the learner's.
"""
import importlib.machinery
import sys

PACKAGE = "_crunchy"
PIECE = 90000  # characters of packed in one argument
builtins = dict(sys.modules["builtins"].__dict__)


class Memory:
    """Finder and loader of the modules in sources; they compile when first imported."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == PACKAGE:
            return importlib.machinery.ModuleSpec(name, Memory, is_package=True)
        head, _, tail = name.rpartition(".")
        if head == PACKAGE and tail in sources:
            return importlib.machinery.ModuleSpec(name, Memory)
        return None

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        tail = module.__name__.rpartition(".")[2]
        if tail == PACKAGE:
            module.program = sources["template"] % packed[:PIECE]  # what -c was given
            module.rest = ["+" + packed[n:n + PIECE] for n in range(PIECE, len(packed), PIECE)]  # and what followed
            return
        # Tracebacks, tracing and the server know the agent's frames by this name.
        # A learner may do anything to builtins; ours are a copy.
        module.__dict__["__builtins__"] = dict(builtins)
        code = compile(sources[tail], "<crunchy %s.py>" % tail, "exec", dont_inherit=True)
        exec(code, module.__dict__)


# What a bare interpreter has loaded already: not ours, see environment.unshadow.
started_with = frozenset(sys.modules)
sys.meta_path.append(Memory)

from _crunchy import main  # noqa: E402  (importable only from here on)

main.main(started_with)

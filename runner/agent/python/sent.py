"""Imports modules whose sources were sent.

The author's modules lie in a folder that the student's program can change; tests
import what the server has sent instead. It comes behind all that can be imported.
"""
import binascii
import sys
from importlib.machinery import ModuleSpec


class Finder:
    def __init__(self, files):
        """files: the sources, in base64, by their names with / between the parts."""
        self.files = files

    def find_spec(self, name, path=None, target=None):
        base = name.replace(".", "/")
        for file in (base + "/__init__.py", base + ".py"):
            if file in self.files:
                return ModuleSpec(name, self, origin=file, is_package=file != base + ".py")
        if any(file.startswith(base + "/") for file in self.files):
            return ModuleSpec(name, self, is_package=True)  # a folder with modules is enough
        return None

    def create_module(self, spec):
        return None  # as usual

    def exec_module(self, module):
        file = module.__spec__.origin
        if file:
            exec(compile(binascii.a2b_base64(self.files[file]), file, "exec", dont_inherit=True), vars(module))


def offer(files):
    if files:
        sys.meta_path.append(Finder(files))

"""Finds modules and looks into them without running anything of the learner's.

A module that is loaded is looked at as it is. The standard library's parts in C
are loaded, out of the learner's sight; all other files are read and parsed.
"""
import ast
import builtins
import io
import os
import stat
import sys
from _frozen_importlib import module_from_spec
from importlib.machinery import (
    EXTENSION_SUFFIXES, SOURCE_SUFFIXES, BuiltinImporter, ExtensionFileLoader, FileFinder, FrozenImporter, PathFinder,
    SourceFileLoader)

from . import environment, names, parsing, static, things

# Those that do something to the terminal, open windows, or are for CPython's own tests.
NOT_LOADED = ("readline", "_tkinter", "_curses", "_test", "_ctypes_test", "_xxtest", "xx")
MOST = 24  # trees that are kept

_KINDS = (ExtensionFileLoader, EXTENSION_SUFFIXES), (SourceFileLoader, SOURCE_SUFFIXES)
_library = os.path.dirname(os.__file__)


def places():
    """(folders of the standard library, of installed packages), never the learner's own."""
    own = environment.folder
    library, installed = [_library], []
    for entry in list(sys.path):
        if type(entry) is not str or not os.path.isabs(entry) or os.path.realpath(entry) == own \
                or environment.is_own(entry):
            continue
        if os.path.basename(entry) == "lib-dynload":
            library.append(entry)
        elif entry != _library:
            installed.append(entry)
    return library, installed


def is_library(name):
    """Is this the name of one of the standard library's modules?"""
    listed = getattr(sys, "stdlib_module_names", None)
    return name in listed if listed is not None else \
        name in sys.builtin_module_names or _spec(name, places()[0]) is not None


def is_installed(name):
    return _spec(name, places()[1]) is not None


_finders = {}


def _spec(name, folders):
    """Where a module is among folders: a ModuleSpec, or None."""
    for folder in folders:
        finder = _finders.get(folder)
        if finder is None:
            finder = _finders[folder] = FileFinder(folder, *_KINDS)
        try:
            spec = finder.find_spec(name)
        except Exception:  # a folder that cannot be read
            continue
        if spec is not None and spec.loader is not None:
            return spec
    return None


class Package(things.Thing):
    """A module of which no more than its name is known, and what it holds."""

    kind = "module"

    def __init__(self, modules, name, folders):
        self.modules, self.name, self.folders = modules, name, folders

    def members(self):
        return self.modules.within(self.folders)

    def get(self, name):
        return self.modules.find(self.name + "." + name) if self.folders else None


class Parsed(Package):
    """A module that is read and not imported."""

    def __init__(self, modules, name, path, folders):
        super().__init__(modules, name, folders)
        with io.open(path, "rb") as file:
            self.source = file.read()
        tree = parsing.tree(self.source)
        self.doc, self.body = things.docstring(tree), tree.body
        self._scope = self._methods = None

    @property
    def scope(self):
        if self._scope is None:  # not in __init__: when time is up, what was read is kept
            package = self.name if self.folders else self.name.rpartition(".")[0]
            memory = things.Namespace(builtins.__dict__)
            scope = names.Scope(self.body, self.source.decode("utf-8", "replace"), memory, self.modules, package)
            scope.follow = False
            self._scope = scope
        return self._scope

    def members(self):
        table = super().members()
        table.update(self.scope.kinds())
        for name in self._listed(ast.Name(id="__all__")):
            table.setdefault(name, self._elsewhere(name).kind)
        return table

    def get(self, name):
        found = self.scope.own(name)
        if found is None:
            found = super().get(name)
        if found is None and name in self._listed(ast.Name(id="__all__")):
            found = self._elsewhere(name)
        return found

    def _listed(self, node, depth=0):
        """The texts of a list that is written as one, or as a sum of such."""
        if depth > 20:
            return []
        if isinstance(node, (ast.List, ast.Tuple)):
            return [e.value for e in node.elts if isinstance(e, ast.Constant) and type(e.value) is str]
        if isinstance(node, ast.BinOp):
            return self._listed(node.left, depth + 1) + self._listed(node.right, depth + 1)
        if isinstance(node, ast.Name):
            return self._listed(self.scope.written.get(node.id), depth + 1)
        return []

    def _elsewhere(self, name):
        """A function that a module (turtle) makes of a method when it is imported."""
        if self._methods is None:
            found = {}
            for node in self.body:
                if isinstance(node, ast.ClassDef):
                    for method in node.body:
                        if isinstance(method, ast.FunctionDef):
                            found.setdefault(method.name, things.Function(method, self.scope, True))
            self._methods = found
        return self._methods.get(name, things.UNKNOWN)

    def describe(self, name):
        return "", self.doc


class LivePackage(things.Live):
    """A loaded module, with the modules in it that may not be loaded."""

    def __init__(self, modules, name, module):
        super().__init__(module)
        self.modules, self.name = modules, name

    def folders(self):
        path = static.attribute(self.value, "__path__")
        return [p for p in path if type(p) is str] if type(path) is list else []

    def members(self):
        table = self.modules.within(self.folders())
        table.update(super().members())
        return table

    def get(self, name):
        found = super().get(name)
        if found is None and self.folders():
            found = self.modules.find(self.name + "." + name)
        return found


class Modules:
    """All modules that could be imported. What was found is kept."""

    def __init__(self):
        self.kept = {}  # path -> (its time, module)
        self.loaded = {}  # name -> module in C

    def get(self, name):
        """The module of a name, known or not."""
        return self.find(name) or Package(self, name, [])

    def member(self, module, name):
        thing = self.find(module)
        return thing.get(name) if thing is not None else None

    def find(self, name):
        """The module of a name as a thing, or None."""
        parsing.check()
        live = sys.modules.get(name)
        if live is not None and static.is_module(live):
            return LivePackage(self, name, live)
        head, _, _ = name.rpartition(".")
        if head:
            parent = self.find(head)
            if not isinstance(parent, (Package, LivePackage)):
                return None
            folders = parent.folders if isinstance(parent, Package) else parent.folders()
            return self._opened(name, _spec(name, folders), is_library(name.partition(".")[0]))
        if name in sys.builtin_module_names:
            return self._load(name, BuiltinImporter.find_spec(name))
        library, installed = places()
        spec = _spec(name, library)
        if spec is not None:
            return self._opened(name, spec, True)
        own = [environment.folder] if environment.folder else []
        return self._opened(name, _spec(name, installed + own), False)

    def _opened(self, name, spec, library):
        if spec is None:
            return None
        folders = list(spec.submodule_search_locations or [])
        if isinstance(spec.loader, ExtensionFileLoader):
            return self._load(name, spec) if library else Package(self, name, folders)
        try:
            about = os.stat(spec.origin)
            kept = self.kept.get(spec.origin)
            if kept is not None and kept[0] == about.st_mtime_ns:
                return kept[1]
            if not stat.S_ISREG(about.st_mode) or about.st_size > parsing.LONGEST:
                return Package(self, name, folders)
            module = Parsed(self, name, spec.origin, folders)
        except (OSError, SyntaxError, ValueError):
            return Package(self, name, folders)
        while len(self.kept) >= MOST:
            self.kept.pop(next(iter(self.kept)))
        self.kept[spec.origin] = about.st_mtime_ns, module
        return module

    def _load(self, name, spec):
        """A module in C. The learner's own import of that name is to find what it would have."""
        if spec is None or name.startswith(NOT_LOADED):
            return Package(self, name, [])
        if name not in self.loaded:
            before, path, finders = set(sys.modules), list(sys.path), list(sys.meta_path)
            try:
                # It may import others, which are to be the library's, too.
                sys.path[:], sys.meta_path[:] = places()[0], [BuiltinImporter, FrozenImporter, PathFinder]
                module = module_from_spec(spec)
                spec.loader.exec_module(module)
                self.loaded[name] = module
            except Exception:
                return Package(self, name, [])
            finally:
                sys.path[:], sys.meta_path[:] = path, finders
                for new in set(sys.modules) - before:
                    del sys.modules[new]
        return LivePackage(self, name, self.loaded[name])

    def within(self, folders):
        """Name -> "module" of what lies in folders and can be imported."""
        table = {}
        for folder in folders:
            try:
                entries = os.listdir(folder)
            except OSError:
                continue
            for entry in entries:
                name, dot, rest = entry.partition(".")
                if not name.isidentifier() or name == "__init__":
                    continue
                if dot and "." + rest in SOURCE_SUFFIXES + EXTENSION_SUFFIXES or \
                        not dot and os.path.isfile(os.path.join(folder, name, "__init__.py")):
                    table[name] = "module"
        return table

    def top(self):
        """Name -> "module" of all that can be imported."""
        library, installed = places()
        own = [environment.folder] if environment.folder else []
        table = self.within(library + installed + own)
        table.update(dict.fromkeys(sys.builtin_module_names, "module"))
        table.pop("_crunchy", None)
        return table


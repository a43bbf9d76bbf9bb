"""Finds the learner's file that hides a module of the library, when that is why a run failed."""
import os
import re
import sys

from . import environment, modules, static

_module = re.compile(r"(?:module|initialized module|from|No module named) ['\"]?([A-Za-z_]\w*)")


def shadow(error):
    """The name of such a file, or "". Looks only at what goes wrong with modules."""
    if not isinstance(error, (AttributeError, ImportError, TypeError, NameError)):
        return ""
    try:
        message = str(error)
    except Exception:
        return ""
    suspects = _module.findall(message)
    if isinstance(error, ImportError) and type(error.name) is str:
        suspects.append(error.name.partition(".")[0])
    if isinstance(error, TypeError) and "'module' object" in message:
        suspects += _used(error.__traceback__)
    suspects += _stumbled(error.__traceback__)
    for name in suspects:
        file = _hiding(name)
        if file:
            return file
    return ""


def _hiding(name):
    """The learner's file of the name of a module that is not theirs, or ""."""
    if name == "__main__" or not environment.folder:
        return ""
    module = sys.modules.get(name)
    path = static.attribute(module, "__file__") if module is not None and static.is_module(module) else None
    if not environment.is_own(path):
        if module is not None and type(path) is str:
            return ""  # the right one was found
        path = next((p for p in (os.path.join(environment.folder, name + ".py"),
                                 os.path.join(environment.folder, name, "__init__.py")) if os.path.isfile(p)), None)
    if path is None or not (modules.is_library(name) or modules.is_installed(name)):
        return ""
    return os.path.relpath(os.path.realpath(path), environment.folder)


def _used(entry):
    """The names in the code that raised."""
    while entry is not None and entry.tb_next is not None:
        entry = entry.tb_next
    return list(entry.tb_frame.f_code.co_names) if entry is not None else []


def _stumbled(entry):
    """Names of learner's files that code of a library has come to by an import."""
    found, library = [], False
    while entry is not None:
        file = entry.tb_frame.f_code.co_filename
        if environment.is_own(file):
            if library:
                found.append(os.path.basename(file).partition(".")[0])
            library = False
        elif os.path.isabs(file):
            library = True
        entry = entry.tb_next
    return found

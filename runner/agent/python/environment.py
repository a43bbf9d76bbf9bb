"""What a learner's process finds around it: what `python3` in its folder would find."""
import linecache
import os
import site
import sys

folder = ""  # the learner's, without symbolic links; "" if it is gone


def prepare():
    """What is the same for every process; a zygote does it for those it will fork."""
    for key in list(os.environ):
        if key == "PYTHONUNBUFFERED" or key.startswith("CRUNCHY_"):
            del os.environ[key]
    # From 3.13 on the -c program, ours, is shown as the source of whatever is "<string>".
    linecache.cache.pop("<string>", None)
    getattr(linecache, "_interactive_cache", {}).clear()
    sys.argv[:] = [""]
    if hasattr(sys, "orig_argv"):  # 3.10
        sys.orig_argv[:] = [sys.executable]


def arrange(request, started_with):
    """Set directory, environment and module search as ordinary Python has them."""
    global folder
    environ = os.environ
    for key, value in request.get("env", {}).items():
        environ[key] = str(value)
    directory = request.get("dir")
    if directory:
        try:
            os.chdir(directory)
            environ["PWD"] = directory
        except OSError:
            pass  # gone since: the code runs all the same
    try:
        folder = os.getcwd()
    except OSError:
        pass
    # -I has taken away the folder, PYTHONPATH, and the user's own packages.
    sys.path[:0] = [""] + [entry for entry in environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    _options(environ)
    unshadow(started_with)


def is_own(path):
    """Does a file lie in the learner's folder, and not with the packages installed there?"""
    if type(path) is not str or not folder:
        return False
    path = os.path.realpath(path)
    return path.startswith(folder + os.sep) and "site-packages" not in path[len(folder):].split(os.sep)


def add_user_packages():
    if sys.prefix != sys.base_prefix or os.environ.get("PYTHONNOUSERSITE"):
        return  # virtual environments see only their own
    try:
        user = site.getusersitepackages()
        if not os.path.isdir(user) or user in sys.path:
            return
        before = len(sys.path)
        site.addsitedir(user)
        added = sys.path[before:]
        del sys.path[before:]
        shared = site.getsitepackages()
        position = next((i for i, entry in enumerate(sys.path) if entry in shared), before)
        sys.path[position:position] = added
    except Exception:
        pass  # a broken .pth file, a home that cannot be found out


def _options(environ):
    if environ.get("PYTHONDONTWRITEBYTECODE"):
        sys.dont_write_bytecode = True
    if environ.get("PYTHONPYCACHEPREFIX"):
        sys.pycache_prefix = environ["PYTHONPYCACHEPREFIX"]
    if environ.get("PYTHONWARNINGS"):
        import warnings
        options = environ["PYTHONWARNINGS"].split(",")
        sys.warnoptions[:] = options
        warnings._processoptions(options)


def unshadow(started_with):
    """Forget loaded modules that files in the learner's folder shadow.

    We load many for speed. A learner's own random.py must win all the same, as
    it does where nothing has been loaded yet.
    """
    try:
        names = os.listdir(".")
    except OSError:
        return
    for top in {name.partition(".")[0] for name in names}:
        if top in sys.modules and top not in started_with and top not in ("_crunchy", "__main__"):
            if os.path.isfile(top + ".py") or os.path.isfile(os.path.join(top, "__init__.py")):
                for name in [name for name in sys.modules if name.partition(".")[0] == top]:
                    del sys.modules[name]

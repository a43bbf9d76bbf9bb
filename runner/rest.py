"""Reads reStructuredText with docutils, in a process of its own that runs nothing else.

The source is standard input; standard output is one JSON object: {"body", "notices"},
or {"missing": true}, or {"failed": "why"}.
"""
import io
import json
import os
import site
import sys


def bound():
    """What a page may cost."""
    try:
        import resource
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    except (ImportError, OSError, ValueError):
        pass  # Windows; the time is bounded from outside, too


def installed():
    """Find what the user has installed for themselves, which -I leaves out."""
    if sys.prefix == sys.base_prefix:
        try:
            user = site.getusersitepackages()
            if os.path.isdir(user) and user not in sys.path:
                site.addsitedir(user)
        except Exception:
            pass  # a home that cannot be found out


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


class AnyOption(dict):
    """A directive that takes whatever option there is."""

    def __bool__(self):
        return True

    def __getitem__(self, name):
        return lambda argument: argument

    def __contains__(self, name):
        return True


def quoted(value):
    return value if not any(c.isspace() for c in value) else '"%s"' % value.replace('"', "'")


def directives(nodes, Directive, register):
    """.. crunchy:: and .. getpythonsource::, which become blocks with a title."""

    class Block(Directive):
        optional_arguments = 1
        final_argument_whitespace = True
        has_content = True
        option_spec = AnyOption()
        keyword = ""

        def run(self):
            words = [self.keyword] if self.keyword else []
            words += [" ".join(a.split()) for a in self.arguments]
            for name, value in self.options.items():
                words.append(name if value is None else "%s=%s" % (name, quoted(" ".join(value.split()))))
            title = " ".join(w for w in words if w) or "python_tutorial"
            where = "%d" % self.lineno
            if len(self.content):
                where += "+%d" % max(0, self.content_offset + 1 - self.lineno)
            text = "\n".join(self.content)
            block = '<pre data-crunchy-line="%s" data-crunchy="%s"><code>%s</code></pre>\n'
            return [nodes.raw("", block % (where, escape(title), escape(text)), format="html")]

    class Source(Block):
        keyword = "getpythonsource"

    register("crunchy", Block)
    register("getpythonsource", Source)


SETTINGS = {
    "_disable_config": True, "file_insertion_enabled": False, "raw_enabled": False,
    "report_level": 2, "halt_level": 5, "traceback": False, "exit_status_level": 13, "warning_stream": False,
    "embed_stylesheet": False, "stylesheet": None, "stylesheet_path": None,
    "syntax_highlight": "none", "math_output": "MathML", "initial_header_level": 2,
    "output_encoding": "unicode", "section_self_link": False, "smart_quotes": False,
}


def read(source):
    try:
        from docutils import core, nodes, utils
        from docutils.parsers.rst import Directive, directives as known
    except ImportError:
        return {"missing": True}
    directives(nodes, Directive, known.register_directive)
    notices = []
    usual = utils.Reporter.notify_observers

    def notify(reporter, message):
        if message["level"] >= 2:
            notices.append([message.get("line") or 0, message.children[0].astext().split("\n")[0] if message.children else ""])
            message["level"] = 0
        usual(reporter, message)

    utils.Reporter.notify_observers = notify
    parts = core.publish_parts(source, source_path="page.rst", writer_name="html5", settings_overrides=SETTINGS)
    return {"body": parts["html_title"] + parts["html_subtitle"] + parts["docinfo"] + parts["fragment"], "notices": notices}


def main():
    out, source = sys.stdout.buffer, sys.stdin.buffer.read().decode("utf-8", "replace")
    sys.stdout = sys.stderr = io.StringIO()
    bound()
    installed()
    try:
        answer = read(source)
    except BaseException as error:  # SystemExit, MemoryError, RecursionError
        answer = {"failed": type(error).__name__}
    out.write(json.dumps(answer).encode("ascii"))


main()

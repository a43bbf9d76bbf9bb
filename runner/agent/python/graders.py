"""Checks as quarto-live has them: Python whose last line is a dictionary that says
whether the code is "correct", and a "message" for the student."""
import ast

from .said import say

FILE = "<check>"


def run(source, student, report):
    names = student.namespace()
    names.update(result=student.peer.ask("last"), user_code=student.source)
    tree = ast.parse(source, FILE)
    if not tree.body or not isinstance(tree.body[-1], ast.Expr):
        raise ValueError("The last line of this check gives no verdict.")
    last = ast.Expression(tree.body.pop().value)
    exec(compile(tree, FILE, "exec"), names)
    feedback = eval(compile(last, FILE, "eval"), names)
    if not isinstance(feedback, dict) or "correct" not in feedback:
        raise ValueError("The last line of this check gives no verdict.")
    message = str(feedback.get("message") or "")
    report.add("passed" if feedback["correct"] else "failed", message or say("name.check"), message=message)

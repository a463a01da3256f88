"""What is found where nothing could be compared: other arguments, a wrong function called, a loop that never ends."""

import ast

from helpers.checks import code as source
from helpers.checks.finding import ADVICE, DIFFERS, RAISES, Finding, listed
from helpers.checks.running import guard


def calls(verdict):
    """Return the Finding where a function of the learner's that is called is itself wrong."""
    how = "not written yet" if verdict.state == "missing" else "wrong"
    says = f"it calls {verdict.exercise}, which is {how}"
    return Finding(
        "structure", [(DIFFERS, says), (ADVICE, "that one comes first")], verdict.exercise, None, None, "that one comes first"
    )


def arguments(takes, expected):
    """Return the Finding where the function can't be called with what the exercise gives."""
    advice = f"write the arguments as the page gives them: {expected}"
    return Finding("structure", [(DIFFERS, f"it takes {takes}, expected {expected}"), (ADVICE, advice)], None, None, None, advice)


def imports(module):
    """Return the Finding where an answer imports something large."""
    advice = "write it with NumPy, np: it is all that the course needs"
    says = f"it imports {module}, which takes longer than a check waits"
    return Finding("raises", [(RAISES, says), (ADVICE, advice)], None, f"{module} imported", None, advice)


def stopped(function, run):
    """Return the Finding where the clock, or a damage to what all share, ended the examination."""
    if run.spoilt:
        says = f"it changes {run.spoilt}, which all cells share (that is put back now)"
        return Finding(
            "changed",
            [(DIFFERS, says), (ADVICE, "use the arguments only")],
            None,
            f"{run.spoilt} changed",
            None,
            "use the arguments only",
        )
    if not run.late:
        advice = "write it as a plain function that returns its result"
        return Finding(
            "raises", [(RAISES, f"it could not be examined ({run.stopped})"), (ADVICE, advice)], None, None, None, advice
        )
    says = f"it was still running after {guard.SECONDS:g} seconds and was stopped"
    name, advice, number = _endless(source.read(function))
    return Finding("raises", [(RAISES, says), (ADVICE, advice)], None, name, number, advice)


def _endless(code):
    """Return (the mistake's name, what to do, the line) of an answer that doesn't end in time."""
    nodes = list(ast.walk(code.tree)) if code else []
    slow = next((n for n in nodes if isinstance(n, ast.Import | ast.ImportFrom)), None)
    if slow is not None:
        return (
            "a slow import",
            f"line {slow.lineno} imports something large, which takes longer than a check waits: NumPy is all it needs",
            slow.lineno,
        )
    for loop in (n for n in nodes if isinstance(n, ast.While)):
        asked = {n.id for n in ast.walk(loop.test) if isinstance(n, ast.Name)}
        changed = {n.id for s in loop.body for n in ast.walk(s) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        if asked and not asked & changed:
            return (
                "a loop that never ends",
                f"nothing in the while of line {loop.lineno} changes {listed(sorted(asked))}, so it never ends",
                loop.lineno,
            )
        return "a loop that never ends", f"does the while of line {loop.lineno} ever become false?", loop.lineno
    return "a loop that never ends", "is there a loop that never ends, or one far too long?", None

"""Known mistakes: the reference solution with one small edit, and a sentence for whoever made it.

    Mistake("bias forgotten", find=" + ba", replace="", says="the bias ba is forgotten in z")

Running the edited reference gives the numbers which a learner with that mistake gets; when theirs are the same, the
check can say which mistake it is. The tables stand in mistakes_<model>.py, one list an exercise; helpers/exercises.py
joins them to the exercises. How to write a table is told there.
"""
import ast
import functools
import inspect
import textwrap
from typing import NamedTuple


class Mistake(NamedTuple):
    """One edit of a reference solution.

    name : a few words, different from every other mistake of the exercise
    find, replace : text of the reference's code (without its docstring) that occurs there once, and what stands there
        instead; or two tuples of the same length, for a mistake that shows at two places
    says : completes "These are the numbers one gets when …"
    """
    name: str
    find: str | tuple
    replace: str | tuple
    says: str


@functools.cache
def source(function):
    """Return a function's code without its decorators and its docstring."""
    text = textwrap.dedent(inspect.getsource(inspect.unwrap(function)))
    tree = ast.parse(text).body[0]
    lines = text.splitlines()
    first = tree.body[0]
    if isinstance(first, ast.Expr) and isinstance(getattr(first, "value", None), ast.Constant):
        del lines[first.lineno - 1:first.end_lineno]
    return "\n".join(lines[tree.lineno - 1:]) + "\n"


def edit(text, mistake):
    """Return `text` with a mistake made in it.

    Raises
    ------
    ValueError
        if a piece to find doesn't occur exactly once
    """
    finds = (mistake.find,) if isinstance(mistake.find, str) else mistake.find
    replaces = (mistake.replace,) if isinstance(mistake.replace, str) else mistake.replace
    for find, replace in zip(finds, replaces, strict=True):
        if text.count(find) != 1:
            raise ValueError(f"{mistake.name!r}: {find!r} occurs {text.count(find)} times, expected once")
        text = text.replace(find, replace)
    return text


@functools.cache
def edited(function, *mistakes):
    """Return the reference `function` with these mistakes made in it; it sees what the reference sees."""
    text = source(function)
    for mistake in mistakes:
        text = edit(text, mistake)
    return compiled(text, function)


def compiled(text, function):
    """Return the function that `text` defines in place of the reference `function`, among the names of its module."""
    function = inspect.unwrap(function)
    namespace = dict(function.__globals__)
    exec(compile(text, f"<{function.__name__}, edited>", "exec"), namespace)
    return namespace[function.__name__]

"""An answer reads the page and not its arguments: a name that a cell above has made fills a forgotten line."""

import ast
import difflib
import dis
import inspect
import types

import numpy as np

from helpers.checks import code as source
from helpers.checks.lines import Lines

DATA = (np.ndarray, np.generic, int, float, complex, dict, list, tuple, set, str, Lines)
OTHER_NAMES = {"x": "xt", "a": "a_prev", "c": "c_prev", "a_next": "a_prev", "c_next": "c_prev", "y": "zy", "zy": "y_pred"}


def page_variables(function, reference):
    """Return [(name, line)] of the page's variables that a function reads, in the order of the lines.

    Functions, classes and modules are a page's tools and may be used; so may a name that the function's own cell makes,
    and what the reference's module holds.
    """
    function = inspect.unwrap(function)
    code, space = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    if code is None or not any(isinstance(space.get(name), DATA) for name in _names(code)):
        return []
    written = source.read(function)
    own = _made_in_the_cell(written.cell) if written else set()
    known = getattr(inspect.unwrap(reference), "__globals__", {})
    found = {}
    for name, line in _globals_read(code):
        value = space.get(name)
        if isinstance(value, DATA) and name not in own and known.get(name, found) is not value:
            found.setdefault(name, line)
    return sorted(found.items(), key=lambda entry: entry[1] or 0)


def _names(code):
    """Return the names that the code, or code in it, may take from outside; attributes are among them."""
    return set(code.co_names).union(*(_names(constant) for constant in code.co_consts if isinstance(constant, types.CodeType)))


def _globals_read(code):
    """Yield (name, line) for each name that the code, or code in it, takes from outside."""
    line = code.co_firstlineno
    for step in dis.get_instructions(code):
        here = step.positions.lineno if step.positions else None
        line = here or line
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield step.argval, line
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _globals_read(constant)


def _made_in_the_cell(cell):
    """Return the names to which the cell itself gives values, outside of functions."""
    return set().union(*(source.stored(node) for node in cell.body), {"__name__"})


def says(found, function, exercise_returns=()):
    """Return (the mistake's name, what to say, what to do, the line)."""
    name, line = found[0]
    code = source.read(function)
    given = source.arguments(code.tree) if code else list(inspect.signature(function).parameters)
    names = [n for n, _ in found]
    where = f" (line {line})" if line else ""
    if len(names) > 1:
        listed = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
        what = f"it reads {listed}, which cells above made{where and f' (first in line {line})'}"
        return f"reads {names[0]} from the page", what, "inside the function, make them from its arguments", line
    what = f"it reads {name}, which a cell above made{where}"
    if isinstance(getattr(function, "__globals__", {}).get(name), Lines):
        advice = "those lines were judged for the page's small cell; inside the function each gets a name of its own"
        return f"reads {name} from the page", what, advice, line
    meant = _meant(name, given, code)
    if meant:
        return (
            f"reads {name} from the page",
            what,
            f"inside the function it has to come from its arguments: is {meant} meant?",
            line,
        )
    return f"reads {name} from the page", what, f"inside the function, {name} has to be made from the arguments", line


def _meant(name, given, code):
    """Return the argument, the argument's entry or the name made in the function that was probably meant, or None."""
    if OTHER_NAMES.get(name) in given:
        return OTHER_NAMES[name]
    if name[:1] in "Wb" and 2 <= len(name) <= 3 and "parameters" in given:
        return f'parameters["{name}"]'
    if code and name in ("m", "T_x", "n_a", "n_x", "n_y"):
        return f"a size of an argument ({given[0]}.shape)"
    made = (
        {node.id for node in ast.walk(code.tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        if code
        else set()
    )
    return next(iter(difflib.get_close_matches(name, [*given, *sorted(made)], 1, 0.75)), None)

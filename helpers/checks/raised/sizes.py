"""What is known before any other rule is asked: a size's name that holds another size, and names of an older NumPy."""

import ast
import re

import numpy as np

from helpers.checks import code as source
from helpers.checks.raised.cause import Cause

OF_GENERATORS = {"randint": "integers", "random_integers": "integers", "rand": "random", "random_sample": "random",
                 "sample": "random", "randn": "standard_normal", "gauss": "normal"}


def another_size(raised):
    """A shape that doesn't fit, where n_a or another of the sizes' names was taken from the wrong axis."""
    if raised.kind != "ValueError" or not re.search("broadcast|mismatch|dimension|shape|different from", raised.said):
        return None
    given = source.arguments(raised.code.tree)
    arrays = {name: shape for name in given if (shape := getattr(raised.locals.get(name), "shape", ()))}
    for name, size in raised.sizes.items():
        value = raised.locals.get(name)
        fits = next(((array, shape.index(size)) for array, shape in arrays.items() if shape.count(size) == 1), None)
        if name in given or fits is None or not isinstance(value, int) or value == size:
            continue
        made = raised.code.made(name, raised.line)
        where = f", made in line {made.lineno}" if made is not None else ""
        return Cause(f"{name} is another size", f"{name} is {value}{where}; it is {size} here",
                     f"take it where it stands: {fits[0]}.shape[{fits[1]}]")
    return None


def old_random(raised):
    """A function of the old np.random, asked of a generator."""
    found = re.search(r"Generator' object has no attribute '(\w+)'", raised.said)
    if not found or found[1] not in OF_GENERATORS:
        return None
    text = raised.text(raised.node.value) if isinstance(raised.node, ast.Attribute) else "rng"
    return Cause(f".{found[1]} of a generator", f"{text} is a generator: it has no {found[1]}",
                 f"there it is {text}.{OF_GENERATORS[found[1]]}")


def list_of_places(raised):
    """A list asked for, or set at, several places at once, as only an array can be."""
    node = next((n for n in ast.walk(raised.statement or ast.Pass()) if isinstance(n, ast.Subscript)
                 and isinstance(raised.value(n.value), list | tuple) and isinstance(raised.value(n.slice), np.ndarray)), None)
    if node is None or raised.kind != "TypeError" or raised.value(node.slice).size == 1:
        return None
    kind = type(raised.value(node.value)).__name__
    return Cause(f"a {kind} at many places", f"{raised.text(node.value)} is a {kind}, which takes one place at a time",
                 f"make it an array, as np.zeros does: then {raised.text(node)} are all those places")


def sizes_one_by_one(raised):
    """np.zeros(n_a, m): the second argument isn't a size."""
    node = raised.node if isinstance(raised.node, ast.Call) else None
    if node is None or not re.search("data ?type", raised.said) or len(node.args) < 2:
        return None
    name, sizes = raised.text(node.func), ", ".join(map(raised.text, node.args))
    if not name.endswith((".zeros", ".ones", ".empty")):
        return None
    return Cause("a shape without brackets", f"{name} takes the shape as one argument, and the second for the kind of numbers",
                 f"write {name}(({sizes})), with two pairs of brackets")


def left_open(raised):
    """A name that is still `...` meets a calculation."""
    names = (n.id for n in ast.walk(raised.statement or ast.Pass()) if isinstance(n, ast.Name))
    name = next((name for name in names if raised.locals.get(name) is ...), None)
    return name and Cause(f"{name} is …", f"{name} is still …, which only keeps its place", "put its value in the place of …")


RULES = (left_open, another_size, old_random, list_of_places, sizes_one_by_one)

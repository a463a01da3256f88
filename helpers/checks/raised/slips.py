"""Slips of Python: no value on one way, a key without its f, a set for a dictionary, torch's words for NumPy's."""

import ast
import re

from helpers.checks import code as source
from helpers.checks.raised.cause import Cause


def in_an_if_only(raised):
    """A name that gets its value inside an if alone, where that isn't taken."""
    found = re.search(r"(?:free|local) variable '(\w+)'", raised.said)
    if raised.kind not in ("NameError", "UnboundLocalError") or not found:
        return None
    name = found[1]
    makes = [n for n in ast.walk(raised.code.tree) if isinstance(n, ast.Assign | ast.AugAssign) and name in source.stored(n)]
    ways = [n for n in ast.walk(raised.code.tree) if isinstance(n, ast.If) and n.end_lineno < raised.line]
    if not makes or not all(any(way.lineno <= made.lineno <= way.end_lineno for way in ways) for made in makes):
        return None
    return Cause(f"no {name} on one way", f"{name} gets its value inside an if (line {makes[0].lineno}), which isn't run here",
                 "give it one for the other case too: with else, or above the if")


def f_forgotten(raised):
    """A key with braces in it."""
    key = raised.error.args[0] if raised.kind == "KeyError" and raised.error.args else None
    inside = re.search(r"\{(\w+)\}", key) if isinstance(key, str) else None
    if not inside:
        return None
    return Cause("f forgotten", f"without f before the quotes, {inside[0]} is text and not what {inside[1]} stands for",
                 f'write f"{key}"')


def keyword_of_torch(raised):
    """torch's dim and keepdim, given to NumPy."""
    found = re.search(r"unexpected keyword argument '(dim|keepdim)'", raised.said)
    node = raised.node
    if not found or not isinstance(node, ast.Call) or isinstance(node.func, ast.Name):
        return None
    word = {"dim": "axis", "keepdim": "keepdims"}[found[1]]
    return Cause(f"{found[1]} for {word}", f"NumPy has no {found[1]}", f"NumPy's word is {word}")


def sum_of_three(raised):
    """np.add(a, b, c): the third argument isn't added."""
    node = raised.node
    if not isinstance(node, ast.Call) or len(node.args) != 3:
        return None
    name, third = raised.text(node.func), raised.text(node.args[2])
    if name not in ("np.add", "np.multiply", "np.dot", "np.matmul"):
        return None
    return Cause(f"{name} of three", f"{name} takes two; the third, {third}, is where it writes its result",
                 "write it with + or *, or one inside the other")


def not_called(raised):
    """A function in a sum, where its value is meant."""
    if "'function'" not in raised.said or "unsupported operand" not in raised.said:
        return None
    names = [n for n in ast.walk(raised.node or raised.statement) if isinstance(n, ast.Name) and callable(raised.value(n))]
    if not names:
        return None
    return Cause("a function not called", f"{names[0].id} is a function; its value is meant", f"call it: {names[0].id}(…)")


def keys_for_values(raised):
    """Arithmetic with a dictionary's key: a loop over a dictionary gives its keys."""
    if raised.kind != "TypeError" or not re.search("'str'|string indices", raised.said):
        return None
    in_brackets = type(raised.space.get(".0")).__name__ == "dict_keyiterator"
    for loop in (n for n in ast.walk(raised.code.tree) if isinstance(n, ast.For | ast.comprehension)):
        walked = in_brackets or isinstance(raised.value(loop.iter), dict)
        if walked and isinstance(loop.target, ast.Name) and isinstance(raised.space.get(loop.target.id), str):
            over, one = raised.text(loop.iter), loop.target.id
            return Cause("keys for values", f"a loop over {over} gives its keys: {one} is a word",
                         f"for {one} in {over}.values() gives what stands there")
    return None


def set_or_shape(raised):
    """{…} without a colon, and a whole shape where one size is asked."""
    if "unhashable" in raised.said and any(isinstance(n, ast.Set | ast.SetComp) for n in ast.walk(raised.statement)):
        return Cause("a set for a dictionary", "without a colon, {…} is a set and no dictionary",
                     "a dictionary has key: value in the braces")
    if "'tuple' object cannot be interpreted as an integer" in raised.said:
        shapes = (raised.text(n) for n in ast.walk(raised.statement) if isinstance(n, ast.Attribute) and n.attr == "shape")
        if over := next(shapes, None):
            return Cause("a shape for a size", f"{over} holds all sizes, and one is asked", f"take one: {over}[0] is the first")
    return None


def read_by_key(raised):
    """A tuple whose entries have names, read as a dictionary is."""
    node = raised.node
    if "tuple indices must be" not in raised.said or not isinstance(node, ast.Subscript):
        return None
    holder, fields = raised.text(node.value), getattr(raised.value(node.value), "_fields", ())
    key = getattr(node.slice, "value", None)
    how = f"its entries are read with a dot: {holder}.{key}" if key in fields else f"unpack it, or take a place: {holder}[0]"
    return Cause("a tuple read by key", f"{holder} is a tuple and no dictionary", how)


RULES = (sum_of_three, in_an_if_only, f_forgotten, keyword_of_torch, not_called, keys_for_values, set_or_shape, read_by_key)

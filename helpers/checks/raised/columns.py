"""Columns that don't meet: the part of [a; x] that isn't meant, examples in rows, a column that should lie."""

import ast
import re

import numpy as np

from helpers.checks.raised.cause import Cause


def _pair(raised):
    """Return the two sides of what failed, each with its shape, or None."""
    node = raised.node
    if not re.search("broadcast", raised.said) or not isinstance(node, ast.BinOp | ast.Compare):
        return None
    sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.left, node.comparators[0])
    shapes = [raised.shape(side) for side in sides]
    return None if None in shapes or any(len(shape) != 2 for shape in shapes) else tuple(zip(sides, shapes))


def _cut(raised, node):
    """Return (the slice, the line that makes it, or None) if an expression is, or ends in, or was made as a cut column."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _cut(raised, node.right)
    made = raised.code.made(node.id, raised.line) if isinstance(node, ast.Name) else None
    part = made.value if isinstance(made, ast.Assign) and len(made.targets) == 1 else node
    if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Slice):
        base = raised.shape(part.value)
        if base and base[0] == raised.sizes["n_a"] + raised.sizes["n_x"]:
            return part, made
    return None


def other_part(raised):
    """The rows of x where those of a are meant, or the other way round."""
    pair = _pair(raised)
    if not pair:
        return None
    n_a, n_x = raised.sizes["n_a"], raised.sizes["n_x"]
    for (node, shape), (_, beside) in (pair, pair[::-1]):
        cut = _cut(raised, node)
        if cut and {shape[0], beside[0]} == {n_a, n_x} and shape[1] == beside[1]:
            part, made = cut
            text, base, has = raised.text(part), raised.text(part.value), "x" if shape[0] == n_x else "a"
            where = f" (line {made.lineno})" if made is not None else ""
            right = f"{base}[:n_a]" if has == "x" else f"{base}[n_a:]"
            what = f"{text}{where} has {shape[0]} rows, those of {has}; the {beside[0]} of {'xa'[has == 'x']} are needed"
            return Cause("the other part of the column", what, f"a lies above x: {right}")
    return None


def own_sum(raised):
    """Each number divided by its sum along the rows, where the sum of its column is meant or the other axis is to be kept."""
    node = raised.node
    if "broadcast" not in raised.said or not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div):
        return None
    call, shape, whole = node.right, raised.shape(node.right), raised.shape(node.left)
    summed = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("sum", "max", "mean")
    if not summed or shape is None or whole is None or len(whole) != 2 or shape != whole[:1]:
        return None
    text = raised.text(call)
    return Cause("summed along the rows", f"{text} gives one number for each row, {raised.letters(shape)}",
                 "axis=0 runs down each column and gives one number a column: is that meant?")


def examples_in_rows(raised):
    """A product turned round, so that each example is a row."""
    pair, m = _pair(raised), raised.sizes["m"]
    if not pair or isinstance(raised.node, ast.Compare):
        return None
    n_a, n_x = raised.sizes["n_a"], raised.sizes["n_x"]
    for (node, shape), (_, beside) in (pair, pair[::-1]):
        if shape[0] == beside[1] == m and shape[1] in (n_a, n_x, n_a + n_x) and beside[0] in (n_a, n_x, n_a + n_x):
            text = raised.text(node)
            what = f"{text} has shape {raised.letters(shape)}: each example is a row there; here each is a column"
            advice = "turn round the product that makes it: (A @ B).T is B.T @ A.T"
            return Cause("examples in rows", what, advice)
    return None


def upright(raised):
    """A comparison with one number for each column, which stands upright."""
    pair = _pair(raised)
    if not pair or not isinstance(raised.node, ast.Compare):
        return None
    for (node, shape), (_, beside) in (pair, pair[::-1]):
        if shape == (beside[1], 1) and shape[0] > 1:
            text = raised.text(node)
            flat = raised.text(node.value) if isinstance(node, ast.Subscript) and raised.shape(node.value) == shape[:1] else None
            return Cause("a column that should lie", f"{text} stands upright, {shape}; beside {beside} it has to lie",
                         f"one number for each column: {flat or 'shape (1, m) or (m,)'}")
    return None


def turned_weights(raised):
    """Rows of W.T where columns of W are meant."""
    node = raised.node
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.MatMult) or not isinstance(node.left, ast.Subscript):
        return None
    base = node.left.value
    if not isinstance(base, ast.Attribute) or base.attr != "T" or not isinstance(node.left.slice, ast.Slice):
        return None
    a, b = raised.shape(node.left), raised.shape(node.right)
    if not a or not b or len(a) != 2 or a[1] == b[0] != a[0]:
        return None
    if a[0] == b[0]:
        W, B = raised.text(base.value), raised.text(node.right)
        cut = raised.text(node.left).partition(".T[")[2]
        what = f"{raised.text(node.left)} has {a[1]} columns and {B} {b[0]} rows; in A @ B they are equal"
        return Cause(f"{W}.T for {W}", what, f"nothing is turned here, and columns are cut behind the comma: {W}[:, {cut} @ {B}")
    return None


def all_steps_into_one(raised):
    """One number a step, all of them, where the number of one step is meant."""
    statement = raised.statement
    if "could not broadcast input array" not in raised.said or not isinstance(statement, ast.Assign):
        return None
    value = raised.value(statement.value)
    if not isinstance(statement.value, ast.Name) or not isinstance(value, np.ndarray) or value.shape != (raised.sizes["T_x"],):
        return None
    loops = [loop for loop in raised.loops() if loop.lineno < raised.line]
    if not loops or not isinstance(loops[-1].target, ast.Name):
        return None
    name = statement.value.id
    return Cause("all steps for one", f"{name} holds one number for each of the {value.size} steps",
                 f"take this step's: {name}[{loops[-1].target.id}]")


RULES = (other_part, own_sum, examples_in_rows, upright, turned_weights, all_steps_into_one)

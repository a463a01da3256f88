"""Factors of a matrix product that don't fit, and names whose shape isn't what it should be."""

import ast

import numpy as np

from helpers.checks import code as source
from helpers.checks.raised.cause import Cause
from helpers.exercises import EXERCISES
from helpers.exercises import source as source_of

PRODUCTS = ("dot", "matmul")


def factors(node):
    """Return the two factors of a matrix product, A @ B or np.dot(A, B) or A.dot(B); None of anything else."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
        return (node.left, node.right) if isinstance(node, ast.BinOp) else (node.target, node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PRODUCTS:
        if len(node.args) == 2:
            return tuple(node.args)
        if len(node.args) == 1:
            return node.func.value, node.args[0]
    return None


def product(raised):
    """A @ B or np.dot(A, B)."""
    pair = factors(raised.node)
    if not pair:
        return None
    values = [raised.value(node) for node in pair]
    A, B = (raised.text(node) for node in pair)
    for text, value in zip((A, B), values):
        if isinstance(value, list | tuple):
            made = raised.code.made(text, raised.line)
            inner = raised.text(made.value) if isinstance(made, ast.Assign) else f"[{text}]"
            return Cause(
                f"{text} is a list, not an array",
                f"{text} is a {type(value).__name__} of arrays",
                f"join them: np.concatenate({inner})",
            )
    shapes = [raised.shape(node) for node in pair]
    if None in shapes:
        return None
    a, b = shapes
    flat = next((text for text, shape in zip((A, B), shapes) if len(shape) == 0), None)
    if flat:
        return Cause(
            "@ with a single number", f"{flat} is a single number; @ multiplies matrices", "a number is multiplied with *"
        )
    odd_one = odd(raised, pair)
    if a == b and len(a) == 3:
        return _number_by_number(A, B, raised.letters(a))
    for text, turned, other, shape in ((A, a, B, b), (B, b, A, a)):
        if text.endswith(".T") and len(shape) == 3 and turned == shape[::-1] and not _has_products(raised.exercise):
            return _number_by_number(text[:-2], other, raised.letters(shape))
    if max(len(a), len(b)) > 3:
        return Cause(
            "@ of more than two axes",
            f"{A} has shape {raised.letters(a)}, {B} {raised.letters(b)}: @ and np.dot take the last axis but one of {B}",
            "np.einsum names the axes that are multiplied; in a loop, take one step's",
        )
    tall = next((text for text, shape in zip((A, B), shapes) if len(shape) == 3), None)
    if tall:
        one = "one step's is meant: [:, :, t], or what the function is given for the step"
        if "np.einsum" in source_of(raised.exercise.reference):
            one = "np.einsum multiplies it at every step at once, as the page says; or take one step at a time, [:, :, t]"
        return Cause("all steps for one", f"{tall} holds all steps", one)
    if len(a) == 2 and len(b) == 1 and a[0] == b[0] != a[1]:
        return Cause(f"{A} not transposed", f"{A} has {a[1]} columns, {B} {b[0]} numbers", f"turn {A}: {A}.T @ {B}")
    if len(a) != 2 or len(b) != 2:
        flat = B if len(b) != 2 else A
        made = raised.code.made(flat, raised.line)
        if made is not None and "append" in raised.text(made):
            what = f"np.append makes one flat row of all numbers (line {made.lineno})"
            return Cause("np.append for np.concatenate", what, "np.concatenate([a_prev, xt]) keeps the columns, a above x")
        if len(a) == 1 and len(b) == 2 and a[0] == b[1]:
            return Cause("factors in the wrong order", f"{A} has {a[0]} numbers, {B} {b[1]} columns", f"turn it round: {B} @ {A}")
        return Cause(
            "a row of numbers for a column",
            f"{A} has shape {raised.letters(a)}, {B} {raised.letters(b)}",
            "keep both axes: a column is (n, 1); np.squeeze, ravel and a plain index take an axis away",
        )
    n = raised.sizes["n_a"] + raised.sizes["n_x"]
    if a == b and not A.startswith("W"):
        return _number_by_number(A, B, raised.letters(a))
    if odd_one:
        return odd_one
    if isinstance(pair[0], ast.Subscript) and A.startswith("W") and a[1] == n and raised.shape(pair[0].value) == a:
        whole = A.partition("[")[0]
        return Cause(
            "nothing cut off the weights",
            f"{A} is all of {whole}, {n} columns; {B} has {b[0]} rows",
            f"columns are cut behind the comma, {whole}[:, …]: the first n_a belong to a, the others to x",
        )
    if a[1] == n and b[0] in (raised.sizes["n_a"], raised.sizes["n_x"]) and not B.startswith("d"):
        return Cause(
            "a part of [a; x] only",
            f"{A} has {n} columns, n_a + n_x: it multiplies a and x stacked; {B} has {b[0]} rows",
            "stack them first: concat = np.concatenate([a_prev, xt])",
        )
    if isinstance(pair[0], ast.Subscript) and A.startswith("W") and {a[1], b[0]} == {raised.sizes["n_a"], raised.sizes["n_x"]}:
        whole = A.partition("[")[0]
        return Cause(
            "columns of the weights swapped",
            f"{A} has {a[1]} columns and {B} {b[0]} rows: these are the columns of the other part",
            f"in [a; x] a lies above x, so that the first n_a columns of {whole} belong to a, the others to x",
        )
    what = f"{A} has {a[1]} columns and {B} {b[0]} rows; in A @ B they are equal"
    if B.endswith(".T") and a[1] == b[1]:
        return Cause(f"{B} for {B[:-2]}", what, f"{B[:-2]} fits as it stands, without .T")
    if A.endswith(".T") and a[0] == b[0]:
        return Cause(f"{A} for {A[:-2]}", what, f"{A[:-2]} fits as it stands, without .T")
    other = _weights_that_fit(raised, A, B, (a[0], b[0]))
    if other:
        return Cause(f"{A} for {other}", what, f"{B} has weights of its own: is {other} @ {B} meant?")
    if A.startswith("W") and a[0] == b[0]:
        return Cause(f"{A} not transposed", what, f"turn {A}: {A}.T @ {B}")
    if a[1] == b[1]:
        return Cause(f"{B} not transposed", what, f"turn {B}: {A} @ {B}.T")
    if B.startswith("W") and B.endswith(".T") and a[0] == b[0]:
        return Cause("factors in the wrong order", what, f"weights stand on the left: {B[:-2]} @ {A}")
    if a[0] == b[0] and a[1] == 1 and B.startswith("W") and not A.startswith("d"):
        return Cause("@ for *", what, f"a column that multiplies the rows of {B}, as a diagonal does, is written {A} * {B}")
    if a[0] == b[0] and B.startswith("W"):
        return Cause(f"{B} behind its column", what, f"back through {B} leads {B}.T, and it stands in front: {B}.T @ {A}")
    if a[0] == b[0]:
        return Cause(f"{A} not transposed", what, f"turn {A}: {A}.T @ {B}")
    if b[1] == a[0]:
        return Cause("factors in the wrong order", what, f"the other way round they fit: {B} @ {A}")
    return Cause(f"{A} @ {B}", what, f"is {B} what {A} multiplies? It has shape {raised.letters(b)}, {A} {raised.letters(a)}")


def _has_products(exercise):
    return any(mark in source_of(exercise.reference) for mark in (" @ ", "np.einsum"))


def _number_by_number(A, B, shape):
    what = f"{A} and {B} have the same shape, {shape}: they are multiplied number by number"
    return Cause("@ for *", what, "write * there")


def _weights_that_fit(raised, A, B, shape):
    """Return the one name of other weights with this shape where A are weights and B is no gradient, else None."""
    if not A.startswith("W") or B.startswith("d"):
        return None
    names = [name for name, value in raised.space.items() if name.startswith("W") and name != A and np.shape(value) == shape]
    return names[0] if len(names) == 1 else None


def odd(raised, nodes):
    """Return the Cause if a name in these nodes has another shape than the quantity of that name has."""
    for node in nodes:
        for part in ast.walk(node):
            if not isinstance(part, ast.Name) or part.id in source.arguments(raised.code.tree):
                continue
            value, wanted = raised.space.get(part.id), raised.values.get(part.id)
            if isinstance(value, np.ndarray | float | int) and wanted is not None and np.shape(value) != np.shape(wanted):
                if np.ndim(wanted) > 2 > np.ndim(value) or np.ndim(value) == 2 < np.ndim(wanted):
                    continue  # one step's or one example's part, where the reference takes all at once
                made = _made(raised, part.id, np.shape(value))
                where = f" (line {made.lineno}, `{raised.code.line(made.lineno)}`)" if made is not None else ""
                advice = "look at the line that makes it"
                product = made is not None and any(
                    isinstance(n, ast.MatMult) or isinstance(n, ast.Attribute) and n.attr in PRODUCTS for n in ast.walk(made)
                )
                if product and np.shape(wanted) in [raised.shape(n) for n in ast.walk(made.value) if isinstance(n, ast.expr)]:
                    advice = "its factors have one shape: number by number, *, and not @"
                order = _in_its_order(made)
                return Cause(
                    f"{part.id} has another shape",
                    f"{part.id} has shape {raised.letters(np.shape(value))}, expected {raised.letters(np.shape(wanted))}{where}",
                    order or advice,
                    yields=None if order else "in another order",
                )
    return None


def _made(raised, name, shape):
    """Return the statement that gave a name its value: above the line that failed, or below it where a loop came back to it."""
    above, last = raised.code.made(name, raised.line), raised.code.made(name)
    loops = raised.loops(ast.For | ast.While) if last is not None else ()
    again = any(loop.lineno < raised.line and loop.end_lineno >= last.lineno for loop in loops)
    return last if again and (above is None or raised.shape(getattr(above, "value", None)) != shape) else above


def _in_its_order(made):
    """Return in which order a function of the course returns what this line unpacks, as a word of advice, or None."""
    called = made.value.func if isinstance(made, ast.Assign) and isinstance(made.value, ast.Call) else None
    exercise = EXERCISES.get(called.id) if isinstance(called, ast.Name) else None
    if exercise is None or " " not in exercise.returns or not isinstance(made.targets[0], ast.Tuple):
        return None
    return f"{exercise.name} returns ({', '.join(exercise.returns.split())}), in this order"


def sum_of_products(raised):
    """np.einsum or np.tensordot of something whose shape isn't what the quantity of that name has."""
    node = raised.node if isinstance(raised.node, ast.Call) else None
    return odd(raised, node.args) if node is not None and raised.text(node.func).endswith((".einsum", ".tensordot")) else None


def letters_of_a_sum(raised):
    """np.einsum in which a letter stands for axes of two lengths, or letters and axes are not as many."""
    node = raised.node if isinstance(raised.node, ast.Call) and raised.text(raised.node.func).endswith(".einsum") else None
    written = getattr(node.args[0], "value", None) if node is not None and node.args else None
    found = {}
    for part, array in zip(written.replace(" ", "").partition("->")[0].split(","), node.args[1:]) if written else ():
        text, shape = raised.text(array), raised.shape(array)
        if shape is not None and len(shape) != len(part):
            says = f"{text} has shape {raised.letters(shape)}, and {part} names {len(part)} axes"
            return Cause("as many letters as axes", says, "in np.einsum each axis has a letter", yields="")
        for letter, size in zip(part, shape or ()):
            other, before = found.setdefault(letter, (text, size))
            if 1 not in (size, before) and size != before:
                says = f"the letter {letter} stands for {before} numbers in {other} and for {size} in {text}"
                return Cause("one letter for two axes", says, "axes that aren't the same have letters of their own", yields="")
    return None


RULES = (product, sum_of_products, letters_of_a_sum)

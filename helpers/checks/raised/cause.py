"""An answer raises: Python's and NumPy's words, told by their cause.

A Raised holds the line that failed and the values that met there; causes.py asks one rule after the other, and the first that
knows the cause gives a Cause. A rule never asks for a wording where the values themselves say what happened.
"""

import ast
import inspect
import re
import traceback
from typing import NamedTuple

import numpy as np

from helpers.checks import code as source

PURE = ("T", "shape", "ndim", "size", "dot", "sum", "mean", "reshape", "ravel", "copy", "transpose", "append")


class Cause(NamedTuple):
    """What an exception comes from."""

    name: str | None  # the mistake's, where it is certain
    says: str  # what happened
    advice: str | None  # what to do
    yields: str | None = None  # how the name of a change ends that would say more; "": any change


class Raised:
    """An exception, and what is known of the place where it was raised."""

    def __init__(self, error, function, exercise, sizes, values=None):
        self.error, self.kind, self.exercise, self.sizes = error, type(error).__name__, exercise, sizes
        self.said = " ".join(str(error).split())[:300]
        self.values = values or {}  # the reference's quantities by name
        self.code = source.read(function)
        self.line, self.node, self.space, self.statement = None, None, {}, None
        self.function = function
        own = getattr(inspect.unwrap(function), "__code__", None)
        frames = [tb for tb, _ in _walk(error.__traceback__) if own and tb.tb_frame.f_code.co_filename == own.co_filename]
        if not frames:
            return
        last = frames[-1]
        self.inside = last.tb_next is not None
        self.line = last.tb_lineno
        self.space = dict(last.tb_frame.f_globals) | dict(last.tb_frame.f_locals)
        self.locals = dict(last.tb_frame.f_locals)
        if self.code:
            self.statement = self.code.statement(self.line)
            self.node = _failing(self.code.tree, last)
        if self.text_of_line() == "":
            entry = traceback.extract_tb(error.__traceback__)
            self.source_line = next((source.short(e.line or "") for e in reversed(entry) if e.filename == own.co_filename), "")

    source_line, locals, inside = "", {}, False  # inside: raised in a function that the answer calls

    def text_of_line(self):
        """Return the line that failed, shortened."""
        return (self.code.line(self.line) if self.code else "") or self.source_line

    def loops(self, kinds=ast.For):
        """Return the loops in whose lines the one that failed is, their heads too, outer ones first."""
        walked = ast.walk(self.code.tree) if self.code else ()
        return [n for n in walked if isinstance(n, kinds) and n.lineno <= self.line <= n.end_lineno]

    def text(self, node):
        """Return the text of a part of the line."""
        return self.code.text(node)

    def value(self, node):
        """Return what an expression of the failing line is worth, or None if that can't be told without calling much."""
        calls = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
        if any(not isinstance(n.func, ast.Attribute) or n.func.attr == "append" for n in calls):
            return None
        try:
            return eval(compile(ast.Expression(node), "<part of the line>", "eval"), self.space)
        except Exception:
            return None

    def shape(self, node):
        """Return the shape of what an expression is worth, or None."""
        value = self.value(node)
        return np.shape(value) if isinstance(value, np.ndarray | np.generic | int | float) else None

    def letters(self, shape):
        """Write a shape with letters: "(n_a, m) = (5, 4)"; letters only where the exercise speaks of each of them."""
        written, spoken = letters(shape, self.sizes), inspect.getdoc(inspect.unwrap(self.exercise.reference)) or ""
        strange = (letter for letter in ("n_x", "n_y", "T_x") if re.search(rf"\b{letter}\b", written))
        return written.rpartition(" = ")[2] if any(not re.search(rf"\b{letter}\b", spoken) for letter in strange) else written

    def callee(self):
        """Return (name, its arguments' names, the call) if the failing part is a call of a function of the course."""
        node = self.node if isinstance(self.node, ast.Call) else None
        if node is None or not isinstance(node.func, ast.Name | ast.Attribute):
            return None
        called = self.value(node.func)
        if not inspect.isfunction(inspect.unwrap(called) if callable(called) else called):
            return None
        return self.text(node.func), list(inspect.signature(called).parameters), node


def letters(shape, sizes):
    """Write a shape with letters: "(n_a, m) = (5, 4)"; letters only where every size above 1 has one."""
    shape = tuple(int(n) for n in shape)
    plain = f"({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"
    names = {sizes["n_a"] + sizes["n_x"]: "n_a + n_x"} | {size: letter for letter, size in sizes.items() if size > 1}
    steps = len(shape) == 3 and shape[1] == sizes["m"] and shape[2] in (sizes["n_a"], sizes["n_x"], sizes["n_y"])
    steps = steps or len(shape) == 3 and sizes["m"] > 1 and shape.count(sizes["m"]) > 1  # one of the two is something else
    if not shape or steps or not all(n == 1 or n in names for n in shape) or all(n == 1 for n in shape):
        return plain
    return f"({', '.join(names.get(n, '1') for n in shape)}{',' * (len(shape) == 1)}) = {plain}"


def words(raised, width=90):
    """Return what Python says, and where: "ValueError in line 3, `…`: …"."""
    said = re.sub(r"Input operand \d has a mismatch.*\((size .*)\)", r"\1", raised.said)
    said = said if len(said) <= width else said[: width - 1].rstrip() + "…"
    where = ""
    if raised.line:
        text = raised.text_of_line()
        where = f" in line {raised.line}" + (f", `{text}`" if text else "")
    return f"{raised.kind}{where}" + (f": {said}" if said else "")


def _walk(tb):
    while tb is not None:
        yield tb, tb.tb_lineno
        tb = tb.tb_next


def _failing(tree, tb):
    """Return the expression of the tree that was being worked out, by its place in the cell; None if that isn't known."""
    positions = list(tb.tb_frame.f_code.co_positions())
    place = positions[tb.tb_lasti // 2] if tb.tb_lasti // 2 < len(positions) else (None,) * 4
    line, end_line, column, end_column = place
    if None in place:
        return None
    for node in ast.walk(tree):
        if (
            getattr(node, "lineno", None),
            getattr(node, "end_lineno", None),
            getattr(node, "col_offset", None),
            getattr(node, "end_col_offset", None),
        ) == (line, end_line, column, end_column) and not isinstance(node, ast.Expr):
            return node
    return None


def step_axis(target):
    """Return on which axis a subscript names a step: 0 for a[t], 2 for a[:, :, t], None if on none."""
    parts = target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
    return next((i for i, part in enumerate(parts) if not isinstance(part, ast.Slice)), None)

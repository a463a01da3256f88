"""Which values come up on the way: of the reference in all its parts, of an answer after every line.

Both are written anew with calls between the lines that keep what stands there; so no trace function is needed, which
threads, debuggers and the browser would each treat otherwise.
"""

import ast
import functools
import inspect
from typing import NamedTuple

import numpy as np

from helpers.checks.code import copied
from helpers.checks.running.fresh import fresh
from helpers.checks.running.remembered import for_each_problem
from helpers.exercises import source

MOST = 4000  # values that are kept of one run
LOOKED_AT = (np.ndarray, float, dict, np.floating)


class Kept(NamedTuple):
    """A value that came up."""

    line: int
    name: str  # of the variable, or the text of the expression
    value: np.ndarray


class Keeper:
    """Keeps what is new at each call."""

    def __init__(self):
        self.kept, self.last = [], {}

    def part(self, text, value):
        """Keep the value of an expression and hand it on."""
        if isinstance(value, np.ndarray | np.floating | float) and len(self.kept) < MOST:
            self.kept.append(Kept(0, text, np.array(value)))
        return value

    def line(self, number, names):
        """Keep the variables that have changed since the last call."""
        if len(self.kept) < MOST:
            for name, value in list(names.items()):
                if isinstance(value, LOOKED_AT):
                    self.look(number, name, value)

    def look(self, number, name, value, depth=0):
        """Keep a variable, or the entries of a dictionary, if it has changed."""
        before = self.last.get(name)
        if before is not None and type(value) is np.ndarray and value.dtype is before.dtype and value.shape == before.shape:
            if value.tobytes() == before.tobytes():  # the same, and nothing copied
                return
        if isinstance(value, dict) and depth == 0 and len(value) <= 16:
            for key, entry in value.items():
                self.look(number, f'{name}["{key}"]', entry, 1)
            return
        if not isinstance(value, np.ndarray | np.floating | float) or np.size(value) > 5000 or len(self.kept) >= MOST:
            return
        array = np.array(value)
        if array.dtype.kind not in "fi":
            return
        if before is None or before.shape != array.shape or not np.array_equal(before, array, equal_nan=True):
            self.last[name] = array
            self.kept.append(Kept(number, name, array))


class _Lines(ast.NodeTransformer):
    """Puts a call after every line, and around what is returned."""

    def visit_FunctionDef(self, node):
        node.decorator_list = []
        return self.generic_visit(node)

    def generic_visit(self, node):
        super().generic_visit(node)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                setattr(node, field, [new for statement in block for new in self._with_call(statement)])
        return node

    def _with_call(self, statement):
        if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr):
            return statement, _call("line", ast.Constant(statement.lineno), ast.Call(ast.Name("locals", ast.Load()), [], []))
        return (statement,)


class _Parts(_Lines):
    """Keeps the value of every part of every expression too."""

    def visit(self, node):
        node = super().visit(node)
        if isinstance(node, ast.BinOp | ast.Call | ast.UnaryOp | ast.Subscript) and isinstance(
            getattr(node, "ctx", ast.Load()), ast.Load
        ):
            return _call("part", ast.Constant(""), node).value
        return node


def _call(method, *arguments):
    return ast.Expr(ast.Call(ast.Attribute(ast.Name("__keeper__", ast.Load()), method, ast.Load()), list(arguments), []))


def keeping(tree, space, parts=False):
    """Return (a function like that of the tree, the Keeper that it fills)."""
    tree = (_Parts if parts else _Lines)().visit(copied(tree))
    keeper = Keeper()
    space = dict(space) | {"__keeper__": keeper, "locals": locals}
    module = ast.fix_missing_locations(ast.Module([tree], []))
    exec(compile(module, "<kept>", "exec"), space)
    return space[tree.name], keeper


@functools.lru_cache(64)
def _reference(reference):
    function = inspect.unwrap(reference)
    return ast.parse(source(reference)).body[0], function.__globals__


@for_each_problem
def of_reference(exercise, arguments):
    """Return the Kept values of the reference on one problem, in the order in which they come up; not to be changed."""
    tree, space = _reference(exercise.reference)
    function, keeper = keeping(tree, space, parts=True)
    function(*fresh(arguments))
    return keeper.kept


def by_name(exercise, arguments):
    """Return {name: value} of the reference's own variables of one shape on one problem, the last that each had."""
    kept = [one for one in of_reference(exercise, arguments) if one.name.isidentifier()]
    shapes = {}
    for one in kept:
        shapes.setdefault(one.name, set()).add(one.value.shape)
    return {one.name: one.value for one in kept if len(shapes[one.name]) == 1}

"""The line: the first of the learner's whose value the reference never has. A pointer, not a verdict.

The answer runs once more, under the guard, and every variable is kept after every line; the reference's values are kept in
all their parts. Values match up to sign and transposition, and as sums of two. Who writes it otherwise has values of his own
and is right all the same: so a line counts only if nothing that is made of its value is right again.
"""

import ast
import functools
import itertools
from typing import NamedTuple

import numpy as np

from helpers.checks import code as source
from helpers.checks.running import guard, values
from helpers.checks.running.fresh import fresh
from helpers.checks.running.remembered import for_each_problem
from helpers.exercises import source as source_of

CLOSE = 1e-7  # of a value's largest number
COUNTED = "whole numbers"  # known in themselves, they say nothing of what they were made of
SUMS = 60  # different values of one shape, of which sums of two are looked at


class Pointer(NamedTuple):
    """A line to look at."""

    line: int
    name: str  # of the variable that it makes
    right: tuple  # what it is made of and the reference has too


class Trace(NamedTuple):
    """What the values after each line show."""

    lines: list  # those whose values the reference never has, in the order in which they came up
    pointer: Pointer | None
    shapes: dict  # name → the shape that it had last


def found(exercise, function, code, arguments):
    """Return the Trace of a wrong answer on one problem."""
    bank, named = _banked(exercise, arguments)
    kept = []

    def work():
        run, keeper = values.keeping(code.tree, getattr(function, "__globals__", {}))
        try:
            run(*fresh(arguments))
        finally:
            kept.extend(keeper.kept)

    guard.run(work)
    known = {}  # (line, name) → does the reference have all of its values? The unknown stand in the order in which they came up
    for entry in kept:
        key = (entry.line, entry.name)
        if entry.line and known.get(key, True):
            is_known = bank.has(entry.value) and not _another(entry, named.get(entry.name, ()))
            if not is_known:  # in a loop it may have been right before: its place is now
                known.pop(key, None)
            elif known.get(key) is not True and np.all(entry.value == np.round(entry.value)):
                is_known = COUNTED
            known[key] = is_known
    return Trace(*_pointed(code, known), {entry.name: entry.value.shape for entry in kept if entry.line})


@for_each_problem
def _banked(exercise, arguments):
    """Return (the Bank of all that the reference has on one problem, {name: its values})."""
    reference, named = values.of_reference(exercise, arguments), {}
    for entry in reference:
        named.setdefault(entry.name, []).append(entry.value)
    return Bank(arguments, reference), named


def searches(reference):
    """Return whether a reference chooses in a loop: then another way to the answer has values that it never meets."""
    loops = [node for node in ast.walk(ast.parse(source_of(reference))) if isinstance(node, ast.For | ast.While)]
    return any(isinstance(node, ast.If) for loop in loops for node in ast.walk(loop))


def _another(entry, wanted):
    """Return whether the reference has a variable of this name, made once, and it is another: half a dzo is no dzo."""
    if len(wanted) != 1 or not entry.name.isidentifier() or wanted[0].shape != entry.value.shape:
        return False
    return not Bank((), [entry._replace(value=wanted[0])]).has(entry.value)


def _pointed(code, known):
    """Return (the lines with unknown values, the Pointer or None)."""
    needed, statement_of = _needed(code.tree), functools.cache(code.statement)
    lines, pointer = [], None
    for (line, name), is_known in known.items():
        base = name.partition("[")[0]
        if is_known or base not in needed:
            continue
        if line not in lines:
            lines.append(line)
        if pointer is None and not _right_again(statement_of, base, line, known):
            statement = statement_of(line)
            parts = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
            right = tuple(
                sorted(
                    part
                    for part in parts
                    if any(n == part and ok for (_, n), ok in known.items())
                    and all(ok for (_, n), ok in known.items() if n == part)
                )
            )
            pointer = Pointer(line, name, right)
    return lines, pointer


def _needed(tree):
    """Return the names on which what is returned depends."""
    needed = {
        node.id
        for statement in ast.walk(tree)
        if isinstance(statement, ast.Return)
        for node in ast.walk(statement)
        if isinstance(node, ast.Name)
    }
    statements = []  # (the names to which one gives values, those that it reads)
    for statement in [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.AugAssign | ast.For)]:
        bases = source.stored(statement) | {
            t.value.id
            for t in ast.walk(statement)
            if isinstance(t, ast.Subscript) and isinstance(t.ctx, ast.Store) and isinstance(t.value, ast.Name)
        }
        value = getattr(statement, "value", None) or getattr(statement, "iter", None)
        statements.append((bases, {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}))
    before = -1
    while before != len(needed):
        before = len(needed)
        for bases, read in statements:
            if bases & needed:
                needed |= read
    return needed


def _right_again(statement_of, name, line, known):
    """Return whether a later value that is made of `name` is the reference's: then the line is only written otherwise."""
    for (other, made), is_known in known.items():
        if is_known is True and other > line and made.partition("[")[0] != name:
            value = getattr(statement_of(other), "value", None)
            if value is not None and _reads(value, name):
                return True
    return False


def _reads(value, name):
    """Return whether an expression reads the numbers of `name`, and not only its shape, as np.zeros(a.shape) does."""
    shapes = {id(n.value) for n in ast.walk(value) if isinstance(n, ast.Attribute) and n.attr in ("shape", "ndim", "size")}
    calls = [n for n in ast.walk(value) if isinstance(n, ast.Call) and ast.unparse(n.func).endswith(("len", "_like"))]
    shapes |= {id(argument) for call in calls for argument in call.args}
    return any(isinstance(n, ast.Name) and n.id == name and id(n) not in shapes for n in ast.walk(value))


class Bank:
    """The values that are known."""

    def __init__(self, arguments, kept):
        self.by_size = {}
        whole = [*_arrays(arguments), *(entry.value for entry in kept)]
        for value in whole:
            self._take(value)
        for value in whole:  # what the reference works out for all steps or examples at once, another takes one by one
            for step in np.moveaxis(value, -1, 0) if np.ndim(value) in (2, 3) else ():
                self._take(step)

    def _take(self, value):
        value = np.asarray(value)
        if value.dtype.kind == "f" and np.all(np.isfinite(value)):
            self.by_size.setdefault(np.squeeze(value).shape, []).append(np.squeeze(value))

    def _known(self, shape):
        """Return the values of a shape, one array with an axis more; or None."""
        known = self.by_size.get(shape)
        if isinstance(known, list):
            known = self.by_size[shape] = np.stack(known)
        return known

    def has(self, value):
        """Return whether a value is known: as it stands, with the other sign, its axes in another order, or as a sum of two."""
        value = np.squeeze(np.asarray(value, float))
        if not np.all(np.isfinite(value)):
            return False
        if not np.any(value) or np.all(value == np.round(value)):
            return True  # zeros and counters
        orders = itertools.permutations(range(value.ndim)) if value.ndim <= 4 else [range(value.ndim)]
        turned = [np.transpose(value, order) for order in orders]
        return any(self._near(sign * v) for v in turned for sign in (1, -1)) or self._sum(value)

    def _near(self, value):
        known = self._known(value.shape)
        return known is not None and bool(np.any(_distance(known, value) <= CLOSE * np.max(np.abs(value))))

    def _sum(self, value):
        known = self._known(value.shape)
        if known is None or value.ndim == 0:
            return False
        different = known[:SUMS]
        return any(bool(np.any(_distance(different, value - one) <= CLOSE * np.max(np.abs(value)))) for one in different)


def _distance(many, one):
    return np.abs(many - one).reshape(len(many), -1).max(axis=1)


def _arrays(value):
    if isinstance(value, np.ndarray | float):
        yield value
    elif isinstance(value, dict):
        for entry in value.values():
            yield from _arrays(entry)
    elif isinstance(value, tuple | list):
        for entry in value:
            yield from _arrays(entry)

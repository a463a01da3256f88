"""The small changes that repair tries, one after the other, the likely ones first; then the same change at several places.

A Change is made in the tree itself (`with change:`) and undone again, since a copy of the tree for each would take too long.
"""

import ast
import copy
import re

from helpers.checks.repairs import kinds as kinds_of
from helpers.checks.repairs import parts as parts_of
from helpers.checks.repairs.pool import Pool, text

FIRST = (  # in this order
    kinds_of.targets, kinds_of.powers, kinds_of.whole, kinds_of.loops, parts_of.less, kinds_of.operators, kinds_of.assignments)
FIRST += (parts_of.keywords, kinds_of.constants, kinds_of.transposes, kinds_of.indices, kinds_of.names, parts_of.calls)
FOCUS = 2  # of the lines to look at first, those that come before all others
LAST = (parts_of.wrapped, parts_of.factors, parts_of.terms)

GATES = re.compile(r"\b(d?[Wbz]|d?gamma_|d?c_|c_)(?:f|u|o|c|r|tilde)\b")  # names that differ by the gate's letter only


class Change:
    """What may stand in one place instead, and what is said of it."""

    def __init__(self, place, new, name, says, line, statement=None):
        (self.owner, self.field, self.index), self.new = place, new
        self.name, self.says, self.line, self.statement = name, says, line, statement
        value = getattr(self.owner, self.field)
        self.old = value if self.index is None else value[self.index]

    def after(self):
        """Return the changed line's text; to be asked while the change is made."""
        statement = self.new if isinstance(self.new, ast.stmt) else self.statement
        return ast.unparse(statement).strip().splitlines()[0]

    def _put(self, value):
        if self.index is None:
            setattr(self.owner, self.field, value)
        else:
            getattr(self.owner, self.field)[self.index] = value

    def __enter__(self):
        if isinstance(self.new, ast.AST) and not isinstance(self.new, ast.operator | ast.cmpop):
            ast.copy_location(self.new, self.old if hasattr(self.old, "lineno") else self.owner)
            _place(self.new, self.new) if hasattr(self.new, "lineno") else ast.fix_missing_locations(self.new)
        self._put(self.new)

    def __exit__(self, *_):
        self._put(self.old)


def _place(node, at):
    """Give what is new in a node the place of another, as ast.fix_missing_locations does, but leave alone what has a place."""
    for child in ast.iter_child_nodes(node):
        if child._attributes and not hasattr(child, "lineno"):
            ast.copy_location(child, at)
            _place(child, at)
        elif not child._attributes:
            _place(child, at)


class Together:
    """The same change at several places."""

    def __init__(self, changes):
        self.changes, first = changes, changes[0]
        self.name, self.line, self.statement = first.name, first.line, first.statement
        lines = sorted({change.line for change in changes})
        others = f", and so in line {', '.join(map(str, lines[1:]))}" if len(lines) > 1 else f", {len(changes)} times"
        self.says = f"{first.says}{others}"

    def after(self):
        """Return the first changed line's text."""
        return self.changes[0].after()

    def __enter__(self):
        for change in self.changes:
            change.__enter__()

    def __exit__(self, *_):
        for change in reversed(self.changes):
            change.__exit__()


def of(tree, lines=(), arguments=(), shapes=None):
    """Yield the changes of a function's tree, those in the given lines first.

    Parameters
    ----------
    lines : sequence of int
    arguments : tuple
        of a problem, for the keys that they have
    shapes : dict
        name → shape, of the function's variables
    """
    pool = Pool(tree, arguments, shapes or {})
    everywhere = [(statement, place, node) for own, statement in _statements(tree) for place, node in _nodes(own, statement)]
    first = [entry for entry in everywhere if _line(entry) in lines[:FOCUS]]
    then = [entry for entry in everywhere if _line(entry) in lines[FOCUS:]]
    rest = [entry for entry in everywhere if _line(entry) not in lines]
    yield from _across(tree)
    groups = {}
    for kinds, part in ((FIRST, first), (LAST, first), (FIRST, then), (FIRST, rest), (LAST, then), (LAST, rest)):
        for kind in kinds:
            for statement, place, node in part:
                for new, name, says in kind(node, pool, place):
                    change = Change(place, new, name, says, _line((statement, place, node)), statement)
                    groups.setdefault((kind, GATES.sub(r"\1_", says)), []).append(change)
                    yield change
    yield from _left_out(tree)
    for group in groups.values():
        places = {(id(change.owner), change.field, change.index) for change in group}
        if 1 < len(group) == len(places) <= 8:
            yield Together(group)


def _line(entry):
    statement, _, node = entry
    return getattr(node, "lineno", statement.lineno)


def _statements(tree):
    """Yield (its place, statement) for the statements of a function, outer ones before those in them."""
    for owner in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(owner, field, None)
            for index, statement in enumerate(block) if isinstance(block, list) else ():
                yield (owner, field, index), statement


def _nodes(own, statement):
    """Yield (its place, node) for one statement and its expressions, without the statements in it."""

    def walk(owner):
        for field, value in ast.iter_fields(owner):
            for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(child, ast.AST) and not isinstance(child, ast.stmt | ast.expr_context):
                    yield (owner, field, index), child
                    yield from walk(child)

    yield own, statement
    yield from walk(statement)


def _into(statement):
    """Yield the parts of what a statement writes into, or calls."""
    parts = getattr(statement, "targets", None) or [getattr(statement, "target", None) or getattr(statement, "value", statement)]
    for part in parts:
        yield from ast.walk(part.func if isinstance(part, ast.Call) else part)


def _across(tree):
    """Lines moved behind their loop, or into it."""
    body = tree.body
    for i, loop in enumerate(body):
        if not isinstance(loop, ast.For | ast.While):
            continue
        for count in range(1, len(loop.body)):
            shorter = copy.copy(loop)
            shorter.body, moved = loop.body[:-count], loop.body[-count:]
            returns = isinstance(moved[-1], ast.Return)
            later = {n.id for one in body[i + 1 :] for n in ast.walk(one) if isinstance(n, ast.Name)}
            used = returns or any(isinstance(n, ast.Name) and n.id in later for one in moved for n in _into(one))
            says = f"line {moved[0].lineno}, `{text(moved[0])}`, stands inside the loop and " + (
                "belongs behind it" if used else "doesn't belong there"
            )
            yield Change(
                (tree, "body", None),
                [*body[:i], shorter, *moved, *([] if returns else body[i + 1 :])],
                "return in the loop" if returns else "a line inside the loop",
                says,
                moved[0].lineno,
                moved[0],
            )
        for count in range(1, len(body) - i - 1):
            longer = copy.copy(loop)
            longer.body = [*loop.body, *body[i + 1 : i + 1 + count]]
            says = f"line {body[i + 1].lineno}, `{text(body[i + 1])}`, stands behind the loop and belongs into it"
            yield Change(
                (tree, "body", None),
                [*body[:i], longer, *body[i + 1 + count :]],
                "a line outside the loop",
                says,
                body[i + 1].lineno,
                body[i + 1],
            )


def _left_out(tree):
    """A line left out, or changed round with the next."""
    for owner in [tree, *(n for n in ast.walk(tree) if isinstance(n, ast.For | ast.While))]:
        body = owner.body
        for i, statement in enumerate(body):
            if len(body) > 1 and isinstance(statement, ast.AugAssign | ast.Assign | ast.Expr | ast.If):
                yield Change(
                    (owner, "body", None),
                    [*body[:i], *body[i + 1 :]],
                    "a line too many",
                    f"line {statement.lineno}, `{text(statement)}`, doesn't belong there",
                    statement.lineno,
                    statement,
                )
        for i in range(len(body) - 1):
            if not isinstance(body[i + 1], ast.Return):
                yield Change(
                    (owner, "body", None),
                    [*body[:i], body[i + 1], body[i], *body[i + 2 :]],
                    "two lines in the wrong order",
                    f"line {body[i + 1].lineno} has to come before line {body[i].lineno}",
                    body[i + 1].lineno,
                    body[i + 1],
                )

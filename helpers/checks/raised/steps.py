"""Steps stored in the wrong place, and indices that run out."""

import ast
import re

import numpy as np

from helpers.checks.raised.cause import Cause, step_axis
from helpers.checks.raised.products import odd
from helpers.exercises import EXERCISES


def stored_wrong(raised):
    """`a[t] = value`: what is stored doesn't fit its place."""
    if "could not broadcast input array" not in raised.said or not isinstance(raised.statement, ast.Assign | ast.AugAssign):
        return None
    target = raised.statement.targets[0] if isinstance(raised.statement, ast.Assign) else raised.statement.target
    target = raised.node if isinstance(raised.node, ast.Subscript) else target
    if not isinstance(target, ast.Subscript):
        return None
    base, value = raised.value(target.value), raised.value(raised.statement.value)
    B, V = raised.text(target.value), raised.text(raised.statement.value)
    shapes = re.findall(r"\(\d[\d,]*\)", raised.said)
    came = tuple(int(n) for n in re.findall(r"\d+", shapes[0])) if shapes else np.shape(value)
    odd_one = odd(raised, [raised.statement.value])
    weights = _weights(raised, base) and raised.sizes["n_a"] not in base.shape
    if isinstance(base, np.ndarray) and base.ndim == 3 and not weights and not isinstance(target.slice, ast.Constant):
        if step_axis(target) not in (2, None):
            return _on_another_axis(raised, target)
        if came != base.shape[:2] and len(came) < 3:
            sized = _of_another_size(raised, target.value, base)
            if cause := sized or unpacked_otherwise(raised, V) or odd_one:
                return cause
            if came == base.shape[1::-1]:
                turned = f"{V} has shape {raised.letters(came)}: that is one step of {B} transposed"
                return Cause(f"what is stored in {B} is transposed", turned, "turn it round: (A @ B).T is B.T @ A.T")
            return Cause(
                f"{V} stored in {B}",
                f"{V} has shape {raised.letters(came)}, one step of {B} {raised.letters(base.shape[:2])}",
                f"is {V} what belongs into {B}, and was {B} made with the right sizes?",
            )
    room = raised.shape(ast.parse(raised.text(target), mode="eval").body)
    if not isinstance(base, np.ndarray) or not room or odd_one:
        return odd_one
    return Cause(
        f"{V} stored in a part of {B}",
        f"{raised.text(target)} has room for {raised.letters(room)}, and {V} has shape {raised.letters(came)}",
        "the part has to be as large as what is put there: which sizes are its rows and columns?",
    )


def _of_another_size(raised, node, array):
    """Say that the array which is written into was made with other sizes than the reference's of that name, or None."""
    name = raised.text(node)
    wanted = np.shape(raised.values.get(name, raised.values.get("y_pred") if name == "y" else None))
    made = raised.code.made(name, raised.line)
    if len(wanted) != array.ndim or wanted == array.shape or made is None:
        return None
    return Cause(
        f"{name} made with other sizes",
        f"{name} has shape {raised.letters(array.shape)}, expected {raised.letters(wanted)}",
        f"it is made in line {made.lineno}: look at its sizes there, and at the line that unpacks them from a shape",
    )


def unpacked_otherwise(raised, name):
    """Say that what a function of the course returned was unpacked in another order, or None."""
    made = raised.code.made(name, raised.line)
    if not isinstance(made, ast.Assign) or not isinstance(made.value, ast.Call) or not isinstance(made.targets[0], ast.Tuple):
        return None
    called = made.value.func.id if isinstance(made.value.func, ast.Name) else None
    if called not in EXERCISES or not EXERCISES[called].returns:
        return None
    names, returns = [raised.text(e) for e in made.targets[0].elts], EXERCISES[called].returns.split()
    if name in returns[: len(names)] and names.index(name) == returns.index(name):
        return None
    return Cause(
        "unpacked in another order",
        f"{called} gives {', '.join(returns)}, in this order",
        f"line {made.lineno} unpacks it as {', '.join(names)}",
    )


def out_of_bounds(raised):
    """IndexError."""
    if raised.kind != "IndexError":
        return None
    node = (
        raised.node
        if isinstance(raised.node, ast.Subscript)
        else next((n for n in ast.walk(raised.statement) if isinstance(n, ast.Subscript) and _fails(raised, n)), None)
    )
    beyond = re.search(r"index (-?\d+) is out of bounds for axis (\d) with size (\d+)", raised.said)
    places = _taken_by_places(raised, beyond) if beyond else None
    there = f"has the places 0 to {int(beyond[3]) - 1}: there is no {beyond[1]}" if beyond else ""
    if node is None or isinstance(node.value, ast.Call) and np.ndim(raised.value(node.value)) < 3:
        unasked = "ask of each index whether it is there, before it is used"
        return places or (Cause(None, f"axis {beyond[2]} {there}", unasked) if beyond else None)
    base, B = raised.value(node.value), raised.text(node.value)
    if isinstance(base, tuple) and len(base) == 2 and isinstance(base[0], list):
        steps = next((k for k, v in raised.locals.items() if v is base[0]), f"{B}[0]")
        return Cause(
            "caches for its list of steps",
            f"{B} holds two things: the list of the steps' caches, and x",
            f"one step's cache is {steps}[t]",
        )
    if "must be of integer" in raised.said and isinstance(index := raised.value(node.slice), np.ndarray):
        P, switch = raised.text(node.slice), bool(np.all((index == 0) | (index == 1)))
        return Cause(
            "decimals for places",
            f"{P} holds decimals; an index is made of whole numbers, or of True and False",
            f"{B}[{P} == 1] takes the numbers where {P} is 1" if switch else f"{P}.astype(int) makes whole numbers of them",
        )
    if isinstance(base, list) and isinstance(node.ctx, ast.Store):
        return Cause(
            "a place that the list doesn't have",
            f"{B} is a list of {len(base)} things: it has no place {_index(raised, node)} that could be written into",
            f"a list grows by {B}.append(…)",
        )
    if isinstance(base, str):
        return Cause(
            "a letter that isn't there yet",
            f"{B} has {len(base)} letter{'s' * (len(base) != 1)}: there is no {raised.text(node)}",
            f"{B} may be a beginning only: ask for that letter where it is needed, and not before",
        )
    axis = step_axis(node)
    place = _weights(raised, base) and beyond and beyond[2] != "2" and isinstance(node.ctx, ast.Store)
    if place and not _counter(raised, node, int(beyond[2])):
        return Cause(
            "a place that isn't there",
            f"axis {beyond[2]} of {B} {there}",
            f"ask for each place whether it is there before {B} is changed at it",
            yields="",
        )
    if places:
        return places
    if isinstance(base, np.ndarray) and beyond and (cause := _of_another_axis(raised, node, base, beyond)):
        return cause
    if isinstance(base, np.ndarray) and base.ndim == 3 and axis not in (2, None):
        return Cause(
            "the step on the wrong axis",
            f"{raised.text(node)} isn't one step of {B}, whose shape is {raised.letters(base.shape)}",
            f"time is the last axis: {B}[:, :, {_index(raised, node)}]",
        )
    few = "too many indices" in raised.said
    if isinstance(base, np.ndarray) and base.ndim == 1 and not few and base.size not in (raised.sizes["T_x"], 0):
        made = raised.code.made(B, raised.line)
        return Cause(
            f"{B} has another length",
            f"{B} has {base.size} numbers" + (f", made in line {made.lineno}" if made is not None else "")
            + f": there is no place {_index(raised, node)} = {raised.value(node.slice)}",
            f"is that the length which {B} should have?",
        )
    size = base.shape[2] if isinstance(base, np.ndarray) and base.ndim == 3 else len(base) if isinstance(base, list) else None
    if "too many indices" in raised.said:
        return Cause(
            "an axis too many",
            f"{B} has shape {raised.letters(np.shape(base))}: fewer axes than are asked for",
            f"is {B} one step already?" if base.ndim == 2 else f"how many axes should {B} have? Look at the line that makes it",
        )
    if size is None:
        return None
    steps = raised.sizes["T_x"]
    if size != steps and isinstance(base, np.ndarray):
        made = raised.code.made(B, raised.line)
        where = f", made in line {made.lineno}" if made is not None else ""
        return Cause(
            f"{B} has another length",
            f"{B} has {size} steps{where}, expected T_x = {steps}",
            f"look at the sizes with which {B} is made",
        )
    index = _index(raised, node)
    loop = next((loop for loop in raised.loops() if raised.text(loop.target) in index), None)
    over = f"`{raised.text(loop.iter)}` in line {loop.lineno}" if loop is not None else ""
    last = "T_x − 1"
    own = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)} if loop is not None else set()
    parts = {n.id for n in ast.walk(ast.parse(index)) if isinstance(n, ast.Name) and isinstance(raised.locals.get(n.id), int)}
    if len(parts) > 1 and own & parts and len(parts - own) == 1:
        with_it = ", ".join(f"{name} is {raised.locals[name]}" for name in (*own & parts, *parts - own))
        return Cause("the loop's ends", f"there is no {raised.text(node)} where {with_it}",
                     f"the steps are numbered 0 to {last}: is {min(parts - own)} what it should be there?")
    return Cause(
        "the loop's ends",
        f"there is no {raised.text(node)}: the steps are numbered 0 to {last}",
        f"look at {over}: which is its first step, which its last?" if over else f"{index} is one too many: which step is meant?",
    )


def _of_another_axis(raised, node, base, beyond):
    """Say which of several indices is too large for its axis, or None."""
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    axis, B = int(beyond[2]), raised.text(node.value)
    if base.ndim < 3 or sum(not isinstance(part, ast.Slice) for part in parts) < 2 or axis >= len(parts):
        return None
    index, loop = raised.text(parts[axis]), _counter(raised, node, axis)
    where = f"look at line {loop.lineno}, `{raised.code.line(loop.lineno)}`, and at" if loop is not None else "look at"
    return Cause(
        "an index for another axis",
        f"axis {axis} of {B} has length {beyond[3]} (its shape is {raised.letters(base.shape)}): there is no {beyond[1]}",
        f"what does {index} count: {where} the order of {B}'s axes",
        yields="",
    )


def _on_another_axis(raised, node, index="t"):
    B = raised.text(node.value)
    says, advice = f"{raised.text(node)} isn't one step of {B}", f"time is the last axis: {B}[:, :, {index}]"
    return Cause("the step on the wrong axis", says, advice)


def _weights(raised, array):
    """Return whether an array's last axis is that of the examples, as in (T_e, T_d, m)."""
    return isinstance(array, np.ndarray) and array.ndim == 3 and array.shape[2] == raised.sizes["m"]


def _counter(raised, node, axis):
    """Return the loop whose counter an index is, `for t in range(…)` or `for i, j in enumerate(…)`, or None."""
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    index = raised.text(parts[axis]) if axis < len(parts) else ""
    for loop in raised.loops():
        pairs = isinstance(loop.target, ast.Tuple) and raised.text(loop.iter).startswith("enumerate(")
        if raised.text(loop.target.elts[0] if pairs else loop.target) == index:
            return loop
    return None


def _fails(raised, node):
    try:
        eval(compile(ast.Expression(node), "<part>", "eval"), raised.space)
    except IndexError:
        return True
    except Exception:
        return False
    return False


def _index(raised, node):
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return raised.text(next(part for part in parts if not isinstance(part, ast.Slice)))


def _taken_by_places(raised, beyond):
    """Say that an array of places meets an axis too short for them, or None: dE[words], np.add.at(dE, words, …)."""
    for node in ast.walk(raised.statement):
        at = isinstance(node, ast.Call) and raised.text(node.func).endswith(".at") and len(node.args) > 1
        if not at and not isinstance(node, ast.Subscript):
            continue
        target, index = node.args[:2] if at else (node.value, node.slice)
        parts, axis = index.elts if isinstance(index, ast.Tuple) else [index], int(beyond[2])
        base, places = raised.value(target), raised.value(parts[axis]) if axis < len(parts) else None
        if isinstance(base, np.ndarray) and isinstance(places, np.ndarray) and places.size and places.dtype.kind == "i":
            B, P = raised.text(target), raised.text(parts[axis])
            says = f"{P} holds numbers up to {places.max()}, and {B} has {beyond[3]} places on axis {axis}"
            how = f" (slice(None), {P}) takes all rows, and the columns that it names" if at and base.ndim == 2 else ""
            return Cause(None, says, f"which axis of {B}, whose shape is {raised.letters(base.shape)}, do they count?" + how)
    return None


def read_wrong(raised):
    """A step of all, read on another axis, beside something that doesn't fit it."""
    if "broadcast" not in raised.said or not isinstance(raised.node, ast.BinOp):
        return None
    for part in (n for n in ast.walk(raised.node) if isinstance(n, ast.Subscript)):
        base, axis = raised.value(part.value), step_axis(part)
        whole = isinstance(base, np.ndarray) and base.ndim == 3 and base.shape[2] == raised.sizes["T_x"]
        loop = _counter(raised, part, axis) if whole and axis in (0, 1) else None
        if loop is not None and any(size in raised.text(loop.iter) for size in ("T_x", "shape[2]", "shape[-1]")):
            return _on_another_axis(raised, part, _index(raised, part))
    return None


RULES = (stored_wrong, out_of_bounds, read_wrong)

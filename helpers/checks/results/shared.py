"""Several names of what is returned are one array, and something is added to it in place."""

import ast

import numpy as np

from helpers.checks import code as source
from helpers.checks.raised.cause import Cause


def under_one(exercise, result):
    """Return the names under which one and the same array is returned, a tuple for each such array."""
    pairs = zip(exercise.returns.split(), result) if isinstance(result, tuple) else getattr(result, "items", tuple)()
    names = {}
    for name, value in pairs:
        if isinstance(value, np.ndarray):
            names.setdefault(id(value), []).append(name)
    return [tuple(alike) for alike in names.values() if len(alike) > 1]


def told(name, answer, code):
    """Return the Cause if a quantity that differs shares its array, or two that are written into are one; else None."""
    nodes = list(ast.walk(code.tree)) if code else []
    added = {ast.unparse(n.target).partition("[")[0] for n in nodes if isinstance(n, ast.AugAssign)}
    filled = added | {ast.unparse(n.value) for n in nodes if isinstance(n, ast.Subscript) and isinstance(n.ctx, ast.Store)}
    for node in nodes if filled else ():  # a = b = np.zeros(…)
        if isinstance(node, ast.Assign) and len(node.targets) > 1 and isinstance(node.value, ast.Call):
            alike = [ast.unparse(target) for target in node.targets]
            named = name in alike or code.returned(name) in _lines_with(code, alike)
            if named and added & set(alike) or len(filled & set(alike)) > 1:
                return _one(alike, node, added, f"give each its own: {alike[0]} = {ast.unparse(node.value)[:40]}, and so on")
    alike = next((alike for alike in answer.alike if name in alike), None) if added else None
    if alike is None:
        return None
    calls = (n for n in nodes if isinstance(n, ast.Call) and not any(isinstance(a, ast.Constant) for a in n.args))
    node = next((n for n in calls if getattr(n.func, "attr", "") == "fromkeys"), None)
    if node is None:
        return _one(alike, None, added, "give each its own: call np.zeros once for each")
    return _one(alike, node, added, "fromkeys puts one array under all keys; {key: np.zeros(…) for key in …} makes one for each")


def _one(alike, node, added, advice):
    """Return the Cause of names that are one array."""
    line = f" (line {node.lineno})" if node else ""
    verb = "added to" if added else "written into"
    says = f"{', '.join(alike[:-1])} and {alike[-1]} are one array{line}: what is {verb} one is in all"
    return Cause("one array for several", says, advice)


def _lines_with(code, names):
    """Return the lines that give one of these names a value, or add to it."""
    return {n.lineno for n in ast.walk(code.tree) if isinstance(n, ast.Assign | ast.AugAssign) and source.stored(n) & set(names)}

"""Names, keys and attributes that aren't there: which one was meant."""

import ast
import builtins
import difflib
import inspect
import re

import numpy as np

from helpers.checks import code as source
from helpers.checks.raised.cause import Cause

# Names that other books and courses use, and what they are called here.
OTHERS = {
    "ft": "gamma_f", "it": "gamma_u", "ot": "gamma_o", "cct": "c_tilde", "rt": "gamma_r", "ut": "gamma_u",
    "x_t": "xt", "a_t": "a_next", "h_prev": "a_prev", "h_next": "a_next", "y_hat": "y_pred", "yhat": "y_pred",
    "Wi": "Wu", "bi": "bu", "dWi": "dWu", "dbi": "dbu", "Whh": "Waa", "Wxh": "Wax", "Wx": "Wax", "Wa": "Waa",
    "dx": "dxt", "da": "da_prev", "dc": "dc_prev", "dh": "da_prev", "dh_prev": "da_prev", "bh": "ba", "b": "ba",
    "dxt": "dx", "da_prev": "da0", "W_ax": "Wax", "W_aa": "Waa", "W_ya": "Wya", "b_a": "ba", "b_y": "by", "wa": "w_a",
    "wx": "w_x", "temperature": "tau", "T": "tau",
}
ABSENT = {"torch", "tf", "tensorflow", "F", "nn", "scipy", "jax", "jnp", "keras", "sklearn", "special", "stats", "math", "random"}


def missing_name(raised):
    """NameError."""
    found = re.match(r"(?:free variable|name) '(\w+)'", raised.said)
    if raised.kind != "NameError" or not found:
        return None
    if not raised.code:
        return Cause(f"{found[1]} never made", f"no line makes {found[1]}", "make it inside the function, from its arguments")
    name, tree, made = found[1], raised.code.tree, source.made_names(raised.code.tree)
    if name in ABSENT:
        hint = "the course needs NumPy only: np, and what the page imports"
        return Cause(f"{name} isn't imported", f"{name} isn't imported", hint)
    if name in ("sigmoid", "softmax") and name not in made:
        slope = f"what came out of {name} comes in: take none here" + "; the slope of Γ is Γ * (1 - Γ)" * (name == "sigmoid")
        reference = inspect.getsource(inspect.unwrap(raised.exercise.reference))
        there = "softmax there" if "softmax(" in reference and "softmax(" not in ast.unparse(tree) else "tanh there: np.tanh"
        hint = slope if "backward" in raised.exercise.name else f"the equation has {there}"
        if "backward" not in raised.exercise.name and (name == "softmax" or "np.tanh" not in reference):
            hint = f"from helpers.networks import {name}" if f"{name}(" in reference else "the equation has none: read it again"
        return Cause(f"{name} isn't imported", f"this page doesn't import {name}", hint)
    if name in made:  # made in another branch, in a loop of its own or below
        return Cause(f"{name} is made too late", f"{name} has no value yet in line {raised.line}", f"make {name} above that line")
    wanted = _never_made(raised, made)
    other = next((o for o, here in OTHERS.items() if here == name and o in made), None)
    if other:
        return Cause(f"{other} for {name}", f"{name} is never made", f"it is made under another name: is {other} meant?")
    if _written_into(tree, name):
        what = f"{name}[…] = writes into an array, and there is none yet"
        return Cause(f"{name} never made", what, f"make it above: {name} = np.zeros(…), with the shape that is asked")
    if name in wanted and (len(wanted) > 1 or name in {*raised.values, *raised.exercise.order.split()}):
        near = difflib.get_close_matches(name, sorted(n for n in made - set(raised.values) if n[0] == name[0]), 1, 0.8)
        if near:
            return Cause(f"{near[0]} for {name}", f"{name} is never made", f"is {near[0]} meant, which is made?")
        listed, several = ", ".join(wanted[:6]) + (" …" if len(wanted) > 6 else ""), len(wanted) > 1
        whole = (statement.value for statement in tree.body[-2:-1] if isinstance(statement, ast.Assign))
        ends = [tree.body[-1], *(value for value in whole if isinstance(value, ast.Dict | ast.Tuple | ast.List))]
        returned = {n.id for end in ends for n in ast.walk(end) if isinstance(n, ast.Name)}.issuperset(wanted)
        what = f"{listed} {'are' if several else 'is'} {'returned' if returned else 'needed'} and never made"
        return Cause(f"{wanted[0]} never made", what, f"write the {'lines that make them' if several else 'line that makes it'}")
    before = made - {n.id for n in ast.walk(raised.statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    meant = _meant(raised, name, before) if name not in raised.values or OTHERS.get(name) in made else None
    if meant:
        return Cause(f"{name} for {meant}", f"nothing is called {name} here", f"is {meant} meant?")
    if name in ("t", "i", "step", "T_x", "m", "n_a"):
        hints = {"t": "the loop for t in … is missing above it", "T_x": "take it from a shape: … = x.shape"}
        what = f"{name} has no value in line {raised.line}"
        return Cause(f"{name} never made", what, hints.get(name, "make it above that line"))
    return Cause(
        f"{name} never made",
        f"no line makes {name} before line {raised.line}",
        f"make {name} inside the function, from its arguments" + (f" ({', '.join(source.arguments(tree))})"),
    )


def _written_into(tree, name):
    """Return whether a place in `name` is set, as in name[:, :, t] = …"""
    places = [node for node in ast.walk(tree) if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)]
    return any(isinstance(place.value, ast.Name) and place.value.id == name for place in places)


def _never_made(raised, made):
    """Return the names that the last lines hand back and that nothing makes."""
    names = []
    for statement in raised.code.tree.body[-2:]:
        for node in ast.walk(statement):
            if (
                isinstance(node, ast.Name)
                and isinstance(node.ctx, ast.Load)
                and node.id not in made
                and node.id not in names
                and node.id not in raised.space
                and not hasattr(builtins, node.id)
            ):
                names.append(node.id)
    return names


def _meant(raised, name, made):
    """Return what a name that isn't there stands for, or None."""
    here = OTHERS.get(name)
    if here in made:
        return here
    if name.startswith("np_") and hasattr(np, name[3:]):
        return f"np.{name[3:]}"
    for holder, value in raised.locals.items():
        if isinstance(value, dict) and (name in value or here in value):
            return f'{holder}["{name if name in value else here}"]'
    if hasattr(np, name) and not name.startswith("_") and callable(getattr(np, name)):
        return f"np.{name}"
    near = [n for n in difflib.get_close_matches(name, sorted(made), 3, 0.65) if n[:-1] != name[:-1] or len(n) != len(name)]
    if near:
        return near[0]
    tools = sorted(n for n, v in raised.space.items() if callable(v) and not n.startswith("_"))
    like = [n for n in tools if name.rpartition("_")[2] == n.rpartition("_")[2] and "_" in n and n != raised.exercise.name]
    return next(iter(difflib.get_close_matches(name, tools, 1, 0.8) or difflib.get_close_matches(name, like, 1, 0.7)), None)


def too_early(raised):
    """UnboundLocalError."""
    found = re.search(r"variable '(\w+)'", raised.said)
    if raised.kind != "UnboundLocalError" or not found:
        return None
    name = found[1]
    if raised.loops(ast.For | ast.While):
        first = {"a": "a0", "d": "zeros"}.get(name[0], "its first value")
        start = "a0" if first == "a0" and "a0" in raised.locals else "zeros" if first == "zeros" else "its first value"
        return Cause(
            f"{name} has no first value",
            f"at the first step {name} has no value yet: it gets one in the loop only",
            f"give it one above the loop ({start})" if start != "its first value" else "give it one above the loop",
        )
    return Cause(
        f"{name} used before it is made",
        f"{name} is used in line {raised.line} before it is made",
        "make it above that line; a name that the function assigns is its own",
    )


def missing_key(raised):
    """KeyError."""
    if raised.kind != "KeyError":
        return None
    key = raised.error.args[0] if raised.error.args else None
    holder, keys = _holder(raised, key)
    grammar = next((ways for ways in raised.locals.values() if isinstance(ways, dict) and isinstance(ways.get(0), dict)), None)
    if grammar:
        return _no_way(key, holder, keys == list(grammar))
    if keys is None:
        advice = "look at the names in the page's equations: keys are written as there"
        if key in OTHERS:
            advice = f'is "{OTHERS[key]}" meant?'
        return Cause(f"no key {key!r}"[:60], f"there is no key {key!r}"[:60], advice)
    named = (loop for loop in raised.loops() if isinstance(loop.target, ast.Name))
    loop = next((loop for loop in named if raised.locals.get(loop.target.id) == key), None)
    if loop is not None:
        over = raised.text(loop.iter)
        return Cause(
            f"a key too many: {key}",
            f"{over} has the key {key!r}, and {holder} has not",
            f"walk over the keys of {holder}: for {loop.target.id} in {holder}",
        )
    meant = next((k for k in (OTHERS.get(key), "d" + str(OTHERS.get(str(key)[1:], ""))) if k in keys), None)
    meant = meant or next(iter(difflib.get_close_matches(str(key), map(str, keys), 1, 0.6)), None)
    listed = ", ".join(map(str, list(keys)[:8])) + (" …" if len(keys) > 8 else "")
    advice = f'is {holder}["{meant}"] meant? ' if meant else "take one of its own keys: "
    return Cause(
        f"key {key} for {meant}" if meant else f"no key {key}",
        f"{holder} has no key {key!r}",
        f"{advice}It has {listed}" if meant else f"{advice}{listed}",
    )


def _no_way(key, holder, outer):
    """KeyError on a walk along {place: {letter: next place}}; `outer`: it was asked for a place."""
    if outer and isinstance(key, str):
        says, advice = f"{holder} is asked for the letter {key!r}", f"first the place, then the letter: {holder}[place][letter]"
    elif outer:
        says = f"{holder} has no place {key}: no way leaves it, the inner string has ended there"
        advice = f"give place {key} a case of its own, before its ways are looked up"
    else:
        says = f"no way leaves that place with {key!r}"
        advice = "has a letter outside the inner string moved the place? The first two and the last two don't"
    return Cause(f"no way {key!r}", says, advice)


def _holder(raised, key):
    """Return (the text of the dictionary that was asked for a key, its keys or None)."""
    nodes = [n for n in ast.walk(raised.node or raised.statement) if isinstance(n, ast.Subscript)] if raised.statement else []
    for node in nodes:
        value = raised.value(node.value)
        if isinstance(value, dict) and key not in value:
            return raised.text(node.value), list(value)
    return "the dictionary", None


def missing_attribute(raised):
    """AttributeError."""
    found = re.search(r"has no attribute '(\w+)'", raised.said)
    if raised.kind != "AttributeError" or not found:
        return None
    name, node = found[1], raised.node
    holder = node.value if isinstance(node, ast.Attribute) else None
    text = raised.text(holder) if holder is not None else "it"
    value = raised.value(holder) if holder is not None else None
    if isinstance(value, dict):
        near = name if name in value else OTHERS.get(name, name)
        if near in value:
            return Cause(
                "a dictionary read with a dot", f"{text} is a dictionary", f'its entries are read by key: {text}["{near}"]'
            )
        if name in ("append", "add"):
            return Cause(".append on a dictionary", f"{text} is a dictionary", f'give it an entry by key: {text}["…"] = …')
        return Cause(
            f"a dictionary has no .{name}",
            f"{text} is a dictionary; .{name} belongs to arrays",
            f"take its entries one by one: for key, value in {text}.items()",
        )
    if value is np or "module 'numpy'" in raised.said:
        if name in ("softmax", "sigmoid"):
            return Cause(f"np.{name}", f"NumPy has no {name}", f"the course has one: {name}(…), without np.")
        near = next(iter(difflib.get_close_matches(name, dir(np), 1, 0.6)), None)
        return Cause(f"np.{name}", f"NumPy has no {name}", f"is np.{near} meant?" if near else "look for another function")
    if isinstance(value, np.ndarray):
        hint = {
            "matmul": "the matrix product is written A @ B",
            "mm": "the matrix product is written A @ B",
            "t": "the transpose is written .T",
            "append": "an array can't grow: make it whole and write into a[:, :, t]",
            "tanh": f"write np.tanh({text})",
            "exp": f"write np.exp({text})",
            "log": f"write np.log({text})",
            "clamp": f"write np.clip({text}, low, high)",
            "clamp_": f"write np.clip({text}, low, high)",
            "norm": f"write np.linalg.norm({text})",
            "pow": f"a power is written {text} ** 2",
            "numpy": "it is NumPy's already",
            "items": f"{text} is one array, no dictionary",
            "keys": f"{text} is one array, no dictionary",
        }.get(name)
        return Cause(
            f".{name} of an array",
            f"{text} is a NumPy array; it has no .{name}",
            hint or "use NumPy's functions, np.…, or @ and .T",
        )
    if value is None and "'NoneType'" in raised.said:
        if name == "append":
            kept = "append gives back None, and that is kept under the list's name"
            return Cause("append's None kept", kept, f"write {text}.append(…) on a line of its own, without =")
        return Cause(None, f"{text} is None", f"look at the line that makes {text}")
    if name == "append":
        what = "a number" if isinstance(value, int | float) else "no list"
        return Cause(
            ".append on no list",
            f"{text} is {what}; only lists have .append",
            "add with +=" if isinstance(value, int | float) else "begin it as a list: … = []",
        )
    if isinstance(value, tuple | list):
        kind, fields = type(value).__name__, ", ".join(getattr(value, "_fields", ()))
        how = f"it holds {fields}" if fields else "take one of its entries first: by [0], or in a loop"
        return Cause(f".{name} of a {kind}", f"{text} is a {kind}", how)
    if raised.said.startswith("module"):
        near = next(iter(difflib.get_close_matches(name, dir(value), 1, 0.5)), None)
        meant = f"is {text}.{near} meant?" if near else "write the formula itself"
        return Cause(f"{text}.{name}", f"{text} holds no {name}", meant)
    return None


def missing_module(raised):
    """ImportError."""
    if raised.kind not in ("ImportError", "ModuleNotFoundError"):
        return None
    name = getattr(raised.error, "name", None) or "that module"
    return Cause(f"{name} isn't installed", f"{name} isn't there", "the course needs NumPy only: np, and what the page imports")


RULES = (missing_name, too_early, missing_key, missing_attribute, missing_module)

"""Calls that don't fit: arguments left out or changed places, things unpacked wrongly."""

import ast
import inspect
import re

import numpy as np

from helpers.checks import code as source
from helpers.checks.raised.cause import Cause, step_axis
from helpers.checks.raised.steps import unpacked_otherwise
from helpers.exercises import EXERCISES

CHECKED = r"(\w+)(?:\[.*?\])? (?:has shape|is of type|holds|has \d+ entr|has no key)"
WHOLE = re.compile(r"expected \(\w+, \w+, T_x\)")  # said of an argument that holds all steps
STATES = dict.fromkeys(("a_prev", "c_prev", "da_next", "dc_next"), ("n_a", "m")) | {"xt": ("n_x", "m")}
STEP_ON_ANOTHER_AXIS = "time is the last axis: {}[:, :, {}]"


def course_call(raised):
    """A function of the course says that an argument isn't what it takes."""
    found = re.match(CHECKED, raised.said)
    called = raised.callee()
    if not called or not found or raised.kind not in ("TypeError", "ValueError"):
        return None
    name, takes, node = called
    if found[1] not in takes:
        return None
    if few := _in_order(raised, name, takes, node, None, None):
        return few
    given = dict(zip(takes, node.args)) | {k.arg: k.value for k in node.keywords}
    wrong = given.get(found[1])
    # The first argument sets the sizes, so what is called wrong may only be beside what is.
    first = re.search(r"\(from (\w+)\)", raised.said)
    beside = first and first[1] in given and raised.shape(given[first[1]]) != _as_asked(raised, first[1])
    for argument in ([first[1]] if beside else []) + ([found[1]] if wrong is not None else []):
        if cause := _one_step(raised, name, given[argument], argument, found[1]):
            return cause
    return _in_order(raised, name, takes, node, found[1], wrong) or Cause(
        None if WHOLE.search(raised.said) else f"{found[1]} of {name}",  # of all steps: a change of the line may say more
        f"{name} was given {found[1]} = {raised.text(wrong)}" if wrong is not None else raised.said,
        f"it takes ({', '.join(takes)}); {_expected(raised.said, found[1])}",
    )


def own_call(raised):
    """A cell of one's own stumbles over what isn't one step: NumPy's words come from inside it, and name no argument."""
    called = raised.callee()
    if not called or called[0] not in EXERCISES:
        return None
    name, takes, node = called
    for argument, part in (dict(zip(takes, node.args)) | {k.arg: k.value for k in node.keywords}).items():
        fits = raised.shape(part) in (None, _as_asked(raised, argument))
        if argument in STATES and isinstance(part, ast.Subscript) and not fits:
            return _one_step(raised, name, part, argument)
    return None


def _as_asked(raised, argument):
    """Return the shape that an argument of a cell should have, or ()."""
    return tuple(raised.sizes[letter] for letter in STATES.get(argument, ()))


def _expected(said, name):
    wanted = said.partition(", expected ")[2]
    return f"{name} is expected to be {wanted}"[:90] if wanted else f"look at {name}"


def _one_step(raised, name, node, argument, asked=None):
    """Say what is wrong with an argument that should be one step's, or None; `asked`: the one that Python's words name."""
    text, value = raised.text(node), raised.value(node)
    accepted = asked not in (None, argument) and argument not in STATES  # its axes were right: sizes were taken from it
    if isinstance(value, np.ndarray) and value.ndim == 3 and not WHOLE.search(raised.said) and not accepted:
        step = _step(raised)
        base = next((n.id for n in ast.walk(node) if isinstance(n, ast.Name) and np.ndim(raised.space.get(n.id)) == 3), text)
        return Cause(
            "all steps for one", f"{text} holds all steps; {name} takes one", f"take step {step} only: {base}[:, :, {step}]"
        )
    if isinstance(node, ast.Subscript):
        base = raised.value(node.value)
        if isinstance(base, np.ndarray) and base.ndim == 3 and step_axis(node) not in (2, None):
            return Cause(
                "the step on the wrong axis",
                f"{text} isn't one step: it has shape {raised.letters(np.shape(value))}",
                STEP_ON_ANOTHER_AXIS.format(raised.text(node.value), _step(raised)),
            )
    loops = raised.loops() if isinstance(node, ast.Name) else ()
    loop = next((loop for loop in loops if node.id in source.stored(loop)), None)
    if loop is not None and isinstance(value, np.ndarray):
        return Cause(
            "a loop over the first axis",
            f"the loop over {raised.text(loop.iter)} walks along the first axis, not along time",
            "loop over the steps, for t in range(T_x), and take [:, :, t]",
        )
    if isinstance(value, tuple | list) and not hasattr(value, "_fields") and argument == "cache":
        steps = next(
            (k for k, v in raised.locals.items() if isinstance(v, list) and len(v) > 0 and hasattr(v[0], "_fields")), None
        )
        what = f"{text} holds the caches of all steps; {name} takes one"
        return Cause("all caches for one", what, f"take one: {steps or text}[{_step(raised)}]")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if taken := _taken_from_an_array(raised, node):
            where = f"line {taken.lineno}, `{raised.code.line(taken.lineno)}`,"
            what = f"{where} makes {text} a single number; {argument} is an array"
            return Cause("a number for the whole array", what, f"= replaces all of {text}: set a part of it, {text}[…] = …")
        return Cause(
            f"{text} for an array of zeros",
            f"{name} was given the number {text}; {argument} is an array",
            "begin with zeros of one step's shape: np.zeros(…), not 0",
        )
    if isinstance(node, ast.Name) and isinstance(value, np.ndarray):
        made = raised.code.made(node.id, raised.line)
        if made is not None and not any(
            isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == name for n in ast.walk(made)
        ):
            if cause := unpacked_otherwise(raised, text):
                return cause
            where = f"made in line {made.lineno}: `{raised.code.line(made.lineno)}`"
            beside = asked not in (None, argument)
            given = f"{name} was given {argument} = {text}; " if beside and argument != text else ""
            return Cause(
                f"{text} has another shape",
                f"{given}{text} has shape {raised.letters(value.shape)}, {where}",
                f"{argument} is expected to be {raised.letters(_as_asked(raised, argument))}" if beside and argument in STATES
                else _expected(raised.said, asked or argument),
                yields="in another order",
            )
    return None


def _taken_from_an_array(raised, node):
    """Return the line that gives this name a number out of an array, value[t], or None."""
    lines = [n for n in ast.walk(raised.code.tree) if isinstance(n, ast.Assign) and isinstance(n.value, ast.Subscript)]
    return next((n for n in lines if isinstance(node, ast.Name) and [raised.text(t) for t in n.targets] == [node.id]), None)


def _step(raised):
    loops = [loop for loop in raised.loops() if isinstance(loop.target, ast.Name)]
    return loops[-1].target.id if loops else "t"


def _in_order(raised, name, takes, node, wanted, wrong):
    """Say that arguments were left out, are too many or have changed places, or None."""
    got, count = [raised.text(a) for a in node.args], len(node.args) + len(node.keywords)
    needed = len(takes) - len(inspect.unwrap(raised.value(node.func)).__defaults__ or ())  # the others may be left out
    if (
        not needed <= count <= len(takes)
        or wrong is not None
        and isinstance(raised.value(wrong), dict)
        or wanted == "parameters"
    ):
        many = "an argument too many" if count > len(takes) else "arguments in another order"
        what = "an argument too few" if count < needed else many
        return Cause(what, f"{name} takes ({', '.join(takes)})", f"it was given ({', '.join(got)}): {what}")
    return None


def other_arguments(raised):
    """TypeError: Python itself says that arguments don't fit the function."""
    if raised.kind != "TypeError" or not re.search(r"argument|takes (from )?\d|required positional|of ArrayType", raised.said):
        return None
    if "converted" in raised.said or "must be" in raised.said and "of ArrayType" not in raised.said:
        return None
    node = (
        raised.node
        if isinstance(raised.node, ast.Call)
        else next((n for n in ast.walk(raised.statement) if isinstance(n, ast.Call)), None)
    )
    name = raised.text(node.func)
    keyword = re.search(r"unexpected keyword argument '(\w+)'", raised.said)
    if keyword and name.split(".")[0] != "np":
        called = raised.callee()
        takes = f"it takes ({', '.join(called[1])})" if called else "leave it out"
        column = "; each column is taken by itself" if name == "softmax" else ""
        return Cause(f"{name} with {keyword[1]}", f"{name} has no argument {keyword[1]}", takes + column)
    if called := raised.callee():
        return _in_order(raised, *called, None, None) if len(node.args) != len(called[1]) else None
    if name.split(".")[0] in ("np", "numpy") and len(node.args) > 1:
        inner = ", ".join(raised.text(a) for a in node.args)
        return Cause(
            f"{name} of several things",
            f"{name} was given {len(node.args)} things: ({inner})",
            f"any other root is a power: {raised.text(node.args[0])} ** (1 / {raised.text(node.args[1])})"
            if name.endswith(".sqrt")
            else "it takes one: write the whole expression inside its parentheses",
        )
    return None


def _loop_over_keys(raised, statement):
    """Return the dictionary over which a loop, or one in brackets, walks as if it gave pairs; else None."""
    loops = [node for node in ast.walk(statement) if isinstance(node, ast.For | ast.comprehension)]
    pairs = [loop.iter for loop in loops if isinstance(loop.target, ast.Tuple) and isinstance(loop.iter, ast.Name)]
    # before Python 3.12 a loop in brackets has a frame of its own, where only the iterator, .0, says what it walks over
    in_brackets = type(raised.space.get(".0")).__name__ == "dict_keyiterator"
    return next((walked.id for walked in pairs if in_brackets or isinstance(raised.value(walked), dict)), None)


def _by_name(raised):
    """Return how the values of the dictionary that is unpacked are taken."""
    made = [n for n in ast.walk(raised.code.tree) if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Tuple)]
    for node, worth in ((n.value, raised.value(n.value)) for n in made):
        if isinstance(worth, dict):
            key = next(iter(worth), "…")
            return f'take the values by name: {raised.text(node)}["{key}"]'
    calls = [n.value.func.id for n in made if isinstance(n.value, ast.Call) and isinstance(n.value.func, ast.Name)]
    called = calls[0] if calls else "the call"
    by_key = f"give what {called} returns one name, and take its values by key"
    return 'take the values by name: step["dxt"]' if called in EXERCISES else by_key


def stumbled(raised):
    """A function of the course fails inside, over arguments that don't fit one another."""
    called = raised.callee() if raised.inside else None
    if not called or called[0] in EXERCISES or not raised.value(called[2].func).__module__.startswith("helpers."):
        return None
    name, takes, node = called
    what = f"{name} takes ({', '.join(takes)}) and was given ({', '.join(map(raised.text, node.args))})"
    return Cause(None, what, "do these belong together? Look at their order, and at where each was made")


def unpacked(raised):
    """Too many or too few values, a dictionary that unpacks to its keys, a number that can't be unpacked."""
    words = r"to unpack|cannot unpack|could not convert string|string indices|did not contain a loop"
    if not re.search(words, raised.said) or raised.inside:
        return None
    statement = raised.statement
    value = getattr(statement, "iter", None) or getattr(statement, "value", None)
    worth = raised.value(value) if value is not None else None
    called = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else None
    keys_only = _loop_over_keys(raised, statement)
    if keys_only:
        return Cause(f"{keys_only} without items", f"{keys_only} gives keys alone, no pairs", f"walk over {keys_only}.items()")
    if "string" in raised.said or "'<U" in raised.said:
        return Cause("a dictionary unpacked", "a dictionary unpacks to its keys, not to what they stand for", _by_name(raised))
    targets = getattr(statement, "targets", None) or [statement.target]
    wanted = len(targets[0].elts) if isinstance(targets[0], ast.Tuple | ast.List) else 1
    if isinstance(worth, dict) and isinstance(statement, ast.Assign):
        return Cause(
            "a dictionary unpacked",
            f"{raised.text(value)} is a dictionary, which unpacks to all its keys",
            f'take its entries by key: {raised.text(value)}["{next(iter(worth), "…")}"]',
        )
    if isinstance(worth, dict):
        return Cause(
            "a dictionary walked without .items()",
            f"a loop over {raised.text(value)} gives its keys only",
            f"for key, value in {raised.text(value)}.items()",
        )
    if isinstance(statement, ast.For) and isinstance(value, ast.Name):
        return Cause(
            "too much unpacked",
            f"{raised.text(value)} doesn't give {wanted} things at a time",
            "walk over it with .items(), zip or enumerate",
        )
    if isinstance(worth, int | float):
        names = ", ".join(raised.text(e) for e in targets[0].elts)
        own = f"give each its own zeros: {names} = np.zeros(…), np.zeros(…), …"
        return Cause("several names, one number", f"one number can't become {wanted} names", own)
    if called in EXERCISES and not EXERCISES[called].returns:
        entry = EXERCISES[called].order.split()[-1]
        return Cause(
            f"{called} unpacked",
            f"{called} gives one dictionary, which holds all gradients by name",
            f'give it one name and take its entries: step["{entry}"]',
        )
    returns = EXERCISES[called].returns.split() if called in EXERCISES else []
    if returns:
        return Cause(
            f"{called} unpacked into {wanted}",
            f"{called} gives {len(returns)} things: {', '.join(returns)}",
            f"{wanted} names stand on the left; give each thing one (_ for those you don't need)",
        )
    if isinstance(worth, tuple | list):
        return Cause(
            f"{raised.text(value)} unpacked into {wanted}",
            f"{raised.text(value)} holds {len(worth)} things, and {wanted} names stand before the =",
            "(list of the steps' caches, x) is what comes in" if type(worth[0]) is list else "name each of them",
        )
    return Cause(
        "unpacked into too many or too few",
        f"{wanted} names stand before the =, and another number of things comes",
        f"look at what {raised.text(value)} gives" if value is not None else "count them",
    )


RULES = (course_call, other_arguments, unpacked, own_call, stumbled)

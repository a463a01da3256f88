"""What came back has the wrong form: how many things, which keys, which shape, what stands in it, and what that comes from."""

import ast
import difflib
import inspect
import re

import numpy as np

from helpers.checks.raised.cause import Cause, letters
from helpers.checks.results import compare, exchanged
from helpers.checks.results.compare import CLOSE_SINGLE

CACHES = {True: "(list of the steps' caches, x)", False: "(cache of the one, cache of the other)"}  # of a loop over a cell?
NEW_AXIS = "what lies on two axes belongs on one: np.stack makes a new axis, np.concatenate doesn't"


def told(exercise, where, fault, answer, sizes, code):
    """Return the Cause of a Fault; `says` of it completes "<name> …", or "it …" for the whole answer."""
    value, expected = fault.value, answer.expected.get(where)
    says = _letters(fault.says, sizes, exercise)
    for rule in (_in_another_order, _whole, _nothing, _kind, _shape, _length):
        cause = rule(exercise, where, fault, value, expected, answer, sizes, code)
        if cause:
            name, advice = cause
            return Cause(name, says, advice)
    return Cause(None, says, "look at the line that makes it")


def _whole(exercise, where, fault, value, expected, answer, sizes, code):
    """Nothing, too little or too much is returned."""
    alone = len(exercise.returns.split()) == 1
    if where != "" and not (alone and value is None and where == exercise.returns):
        return None
    returns = (code.returns() if code else [])
    inside = next((r for r, loop in returns if loop is not None), None)
    if fault.kind.startswith("generator"):
        return "yield for return", "hand everything back at once, with return"
    if value is None and not where.startswith("caches"):
        gone = next((r.value for r, _ in returns if isinstance(r.value, ast.Call) and _gives_none(r.value)), None)
        if gone is not None:
            return f"return of .{gone.func.attr}", f".{gone.func.attr}(…) gives back None: return what it changed, behind it"
        if code and any(isinstance(n, ast.Name) and n.id == "print" for n in ast.walk(code.tree)) and not returns:
            return "print for return", "print shows a value; return hands it back"
        if returns and all(r.value is None or isinstance(r.value, ast.Constant) for r, _ in returns):
            return "an empty return", "write what is handed back behind return"
        if returns:
            return "a way without return", "one way through the function ends without return: give it one"
        if code is None:
            return "None returned", "hand the result back with return, on each way through the function"
        return "return forgotten", "the function ends without return: hand the result back in its last line"
    if inside is not None:
        return "return in the loop", f"line {inside.lineno} returns from inside the loop: move it to the left, behind the loop"
    names = exercise.returns.split()
    if fault.kind == "one thing":
        first = returns[0][0] if len(returns) > 1 else None
        if first is not None:
            return "an early return", f"line {first.lineno} ends the function before the rest is made"
        return "one thing for several", f"return all of them, with commas between: return {', '.join(names)}"
    if fault.kind.endswith(" things"):
        return f"{fault.kind} returned", f"return {', '.join(names)}" + _pair(exercise, names)
    if fault.kind.startswith("no dictionary"):
        keys = ", ".join(f'"{k}": …' for k in list(answer.expected)[:3])
        return "no dictionary returned", f"return a dictionary: {{{keys}, …}}"
    return None


def _pair(exercise, names):
    return f"; caches stands for the pair {CACHES[bool(exercise.calls)]}" if names[-1] == "caches" else ""


def _gives_none(call):
    return isinstance(call.func, ast.Attribute) and call.func.attr in ("update", "append", "extend", "sort", "fill")


def _in_another_order(exercise, where, fault, *_):
    if fault.kind.startswith("order"):
        return "another order", "the things are right: put them into the order that the page gives"
    return None


def _nothing(exercise, where, fault, value, expected, answer, sizes, code):
    """A key or an entry is missing, or is None still."""
    if fault.kind.startswith("missing key"):
        inside = next((r for r, loop in (code.returns() if code else []) if loop is not None), None)
        if inside is not None:
            return "return in the loop", f"line {inside.lineno} returns from inside the loop: move it to the left, behind it"
        others = re.findall(r"'(\w+)'", fault.says)
        key = where.rpartition('["')[2].removesuffix('"]')  # of a dictionary inside what is returned
        if others:
            near = difflib.get_close_matches(key, others, 1, 0.0)[0]
            if code and len(others) == 1 and re.search(rf"\bfor {near}\b", "\n".join(code.lines)):
                return f'"{near}" for {near}', f'"{near}" in quotes is one word, the same in each round: [{near}], without quotes'
            return f"key {near} for {key}"[:60], f'the key is "{key}": name it so in the dictionary that is returned'
        return f"{key} left out", f'put it into the dictionary that is returned: "{key}": …'
    if value is None or value is Ellipsis:
        advice = "give it its value: nothing but None was put there" if value is None else "put its value in the place of …"
        return f"{where} is {value}"[:60], advice
    return None


def _kind(exercise, where, fault, value, expected, answer, sizes, code):
    """Something other than an array of numbers."""
    if hasattr(value, "_fields") and where.startswith("cache.") and isinstance(expected, np.ndarray):
        return "a cache for an array", "a whole cache stands there; one is asked, that of all steps"
    if isinstance(value, tuple) and any(isinstance(v, np.ndarray | float) and np.shape(v) == np.shape(expected) for v in value):
        here = hasattr(value, "_fields") or any(compare.equal(expected, v, CLOSE_SINGLE) for v in value)
        many = f"{len(value)} things stand there, and one is asked" + ": take it ([0] is the first)" * here
        return "a tuple for an array", many if len(value) > 1 else "a comma at its line's end makes a tuple of it: leave it out"
    if fault.kind.startswith("no dictionary"):
        return f"{where.rpartition('.')[2]} is no dictionary", "hand the dictionary on as it came in, whole"
    if isinstance(value, list | tuple) and fault.kind.startswith("a "):
        pieces = [v for v in value if isinstance(v, np.ndarray) and v.ndim == np.ndim(expected)]
        array = "make an array of it: np.array(…), with the axes in the page's order"
        if np.shape(expected)[:1] == (sum(len(v) for v in pieces if v.ndim),):
            array = "make one array of these: np.concatenate([…]), one above the other"
        number = "one number is asked: add up what stands in it, or average; or is it one of these?"
        return "a list for an array", array if np.ndim(expected) else number
    if fault.kind == "complex":
        return "complex numbers", "a matrix's eigenvalues are complex: take their size with np.abs"
    if isinstance(value, np.ndarray) and value.dtype == bool:
        return "True and False for numbers", "numbers are asked: what does the page make of these answers next?"
    if fault.kind == "integers":
        return "whole numbers for decimals", "leave out int, // and dtype=int: they cut off what stands after the point"
    if fault.kind.startswith("dtype"):
        return "other things than numbers", "return the numbers themselves: an array of floats (or of whole numbers, for places)"
    if isinstance(value, str) and not value.isidentifier():
        return "text for numbers", "return the numbers themselves, not a text of them: without str and without f\"…\""
    if isinstance(value, str):
        return "a dictionary unpacked", "a dictionary unpacks to its keys: give it one name, and take what it holds by key"
    if fault.kind.startswith("a "):
        kind = fault.kind[2:]
        return f"of type {kind}", "return a NumPy array" + ": the course needs no torch" * ("Tensor" in kind)
    if fault.kind.startswith("not a list") or fault.kind.startswith("not a tuple"):
        return None
    return _not_finite(where, value, code) if fault.kind.startswith("not finite") else None


def _not_finite(where, value, code):
    text = "\n".join(code.lines[code.tree.lineno - 1 : code.tree.end_lineno]) if code else ""
    if "np.empty" in text:
        return "np.empty never written", "np.empty holds anything: begin with np.zeros, or write into every place"
    if "np.inf" in text and not np.any(np.isnan(value)):
        return "np.inf written", "np.inf stands in the code, and comes back: a number is asked there"
    if "log" in text and not np.any(np.isnan(value)):
        return "log of 0", "a logarithm of 0 is −∞: which numbers is it taken of? Only those that are meant, and none that is 0"
    if "log" in text or "/" in text:
        tools = "".join(f" and np.{word}" for word in ("sqrt", "log") if word in text)
        below = " or is taken of a number below 0" * bool(tools)
        return "0 / 0 or a log below 0", f"look at each /{tools}: one divides 0 by 0{below}"
    return None


def _shape(exercise, where, fault, value, expected, answer, sizes, code):
    """Another shape: which axis is missing, kept, doubled or turned."""
    if not fault.kind.startswith("shape") or not isinstance(value, np.ndarray | np.generic | float | int):
        return None
    if np.size(value) > 10**6:
        return "another shape", "look at the sizes with which it is made"
    value, short = np.asarray(value), where.rpartition(".")[2]
    if cause := exchanged.told(where, value, answer):
        return cause
    same = compare.equal
    wanted = np.shape(expected)
    order = ": (rows, examples, steps)" if len(wanted) == 3 and wanted[1] == sizes["m"] else ""
    if "swapped" in fault.says:
        turned = "turn it round: the factors stand in the other order, or a .T is missing"
        return f"{short} transposed", turned if len(wanted) == 2 else f"put the axes into the page's order{order}"
    if "transpose(" in fault.says:
        into = "time is the last axis: make the array first and write into [:, :, t]"
        return f"axes of {short} in another order", into if order else "put them into the page's order"
    if value.size == int(np.prod(wanted)) and value.dtype.kind == "f" and same(expected, value.reshape(wanted), CLOSE_SINGLE):
        if value.ndim < len(wanted):
            column = len(wanted) == 2 and 1 in wanted
            kept = "keepdims=True keeps the axis" if column else "an axis got lost: reshape, or index with a slice"
            return "an axis lost", f"the numbers are right; {kept}"
        axis = "take the axis of length 1 away, or don't make it" if 1 in value.shape else NEW_AXIS
        return "an axis too many", f"the numbers are right; {axis}"
    if value.dtype.kind == "f":
        cause = _summed(value, expected, short, sizes)
        if cause:
            return cause
    n_a, n = sizes["n_a"], sizes["n_a"] + sizes["n_x"]
    tall = value.ndim == 2 == len(wanted) and value.shape[0] == n and wanted[0] in (n_a, sizes["n_x"])
    if tall and value.shape[1:] == wanted[1:]:
        both = f"these are both, one above the other; {short} is a part, [:n_a] or [n_a:]"
        return "a and x at once", f"{n} = n_a + n_x: " + ("that is a and x stacked; xt alone is meant" if short == "xt" else both)
    if len(wanted) == 3 and value.ndim == 3 and value.shape[:2] == wanted[:2]:
        return f"{short} has another number of steps", "it has one place for each step, t = 0 to T_x − 1"
    if len(wanted) == 3 and value.shape == wanted[:2]:
        return f"{short} holds one step", f"it is overwritten at each step: make it whole first and write into {short}[:, :, t]"
    row = value.ndim == 1 and len(wanted) == 2 and value.shape[0] == wanted[1]
    if row or value.dtype.kind == "i" and value.ndim < len(wanted):
        return f"one number for each column of {short}", "a whole column is asked for, not one number (a row, argmax, a sum)"
    if value.ndim == 2 == len(wanted) and value.shape[0] == 1 != wanted[0]:
        return "summed over the wrong axis", "axis 0 runs over the rows, axis 1 over the examples: which one should vanish?"
    if value.ndim == 0:
        if float(value) == 0:
            still = f"it is still the 0 that it began with: add each step's {short} to it"
            return f"nothing added to {short}", still if len(wanted) else None
        return "one number for an array", "which axis may vanish? Without axis= a sum runs over everything"
    if not wanted:
        alone = "sum over all axes: one number is asked for" if value.size > 1 else "take it out of its axes: float(…), or no [ ]"
        return "an array for one number", alone
    if wanted == (sizes["n_y"], sizes["m"]) and value.shape == (n_a, sizes["m"]):
        return "the output weights forgotten", "the prediction has n_y rows: the output's weights multiply the state first"
    if wanted == (n_a, n_a + sizes["n_x"]) and value.shape in ((n_a, n_a), (n_a, sizes["n_x"])):
        missing = "x" if value.shape == (n_a, n_a) else "a"
        return f"the columns of {missing} missing", f"the weights multiplied [a; x]: the columns of {missing} are missing"
    if len(wanted) == 2 and value.ndim == 2 and value.shape == (wanted[0], wanted[0]) and wanted[1] == sizes["m"] > 1:
        return "@ for *", "a product of two arrays of one shape is number by number: *, without .T"
    if value.shape == (n_a, 1) and wanted in ((n_a, n), (n_a, n_a), (n_a, sizes["n_x"])):
        return f"{short} made as a bias's", "a sum over the examples is a bias's gradient; that of weights is a product: dz @ ….T"
    if value.ndim == 2 and value.shape == (wanted[0], 1) and wanted[1:] == (sizes["m"],) != (1,):
        return "one example for all", "each of the m examples has a column of its own: nothing is summed or picked over them"
    if value.ndim > len(wanted) and len(wanted) == 1 and wanted[0] in value.shape:
        asked = "one number for each column is asked for: which axis has to be counted, summed or searched along?"
        return "an axis too many", asked
    if 0 in value.shape:
        return "an empty slice", "a slice took nothing: [n:] cuts rows, [:, n:] cuts columns, and each example has a column"
    return "another shape", "which axis is too long, too short or in another place? Follow it back to the line that makes it"


def _summed(value, expected, short, sizes):
    """Name an axis over which a sum is missing, or one that has been summed too much."""
    wanted = expected.shape
    if value.ndim == expected.ndim == 2 and wanted[1] == 1 and value.shape[0] == wanted[0]:
        if compare.equal(expected, value.sum(axis=1, keepdims=True), CLOSE_SINGLE):
            what = {sizes.get("m"): "the examples", sizes.get("T_x"): "the steps"}.get(value.shape[1], "its columns")
            return f"{short} not summed over {what}", f"sum it over {what} too: axis=1, keepdims=True"
        return None
    for axis in range(value.ndim):
        for keep in (True, False):
            total = value.sum(axis=axis, keepdims=keep)
            if total.shape == wanted and compare.equal(expected, total, CLOSE_SINGLE):
                return f"{short} not summed over axis {axis}", f"sum it over axis {axis} too"
    if wanted == () and compare.equal(expected, np.asarray(value.sum()), CLOSE_SINGLE):
        return "not summed over everything", "sum over all axes: np.sum(…) without axis="
    for axis in range(expected.ndim):
        for keep in (True, False):
            total = expected.sum(axis=axis, keepdims=keep)
            if total.shape == value.shape and compare.equal(total, value, CLOSE_SINGLE) and wanted[axis] > 1:
                what = {0: "the rows", 1: "the examples", 2: "the steps"}[axis]
                return f"{short} summed over {what}", f"it is added up over {what}; each has a number of its own"
    if value.ndim == 2 and expected.ndim == 3 or value.ndim < 3 < expected.ndim:
        into = f"{short}[:, :, t]" if expected.ndim == 3 else "its places"
        for t, when in ((-1, "last"), (0, "first")):
            if compare.equal(expected[(...,) + (t,) * (expected.ndim - value.ndim)], value, CLOSE_SINGLE):
                return f"{short} holds one step", f"it holds the {when} step's alone: make it whole first and write into {into}"
    return None


def _length(exercise, where, fault, value, expected, answer, sizes, code):
    """Lists and tuples of another length."""
    length = re.fullmatch(r"length (\d+)", fault.kind)
    if where.startswith("caches[") and not exercise.calls and fault.kind.startswith("not a"):
        return "no cache", f"caches is the pair {CACHES[False]}: which of the things that are given back is the cache?"
    if where == "caches[0]" and (length or fault.kind.startswith("not a")):
        count = int(length[1]) if length else -1
        fields = 4 if "rnn" in exercise.name else 10
        if count == 0:
            return "no cache kept", "keep each step's: caches.append(cache), in the loop"
        if count == 2:
            return "caches in pairs", "one flat list: caches.append(cache) at each step"
        if value is not None and count > 0 and all(isinstance(v, np.ndarray | dict) for v in value):
            word = "+= takes a cache apart" if count > fields else "only the last step's cache is kept"
            return (
                "caches added with +=" if count > fields else "one cache only",
                f"{word}: caches.append(cache) puts it in as one thing",
            )
        return "another number of caches", "one cache for each step, in their order: caches.append(cache), in the loop"
    if length and where == "caches":
        return "caches of another length", f"caches stands for a pair: {CACHES[bool(exercise.calls)]}"
    if length or fault.kind.startswith("not a tuple"):
        return f"another {where.rpartition('.')[2]}", "it holds what the page lists, in that order: " + re.sub(
            r".*\((.*)\).*", r"(\1)", fault.says
        )
    if fault.kind.startswith("not a list"):
        return "no list of caches", "begin with caches = [] and append each step's cache"
    return None


def _letters(text, sizes, exercise):
    """Write letters beside an expected shape, "expected (n_a, m) = (5, 4)", if the exercise speaks of them: n_u may be n_y."""
    head, found, tail = text.partition("expected an array (" if "expected an array (" in text else "expected (")
    inside, _, rest = tail.partition(")")
    numbers = [part for part in inside.replace(" ", "").split(",") if part]
    if not found or not numbers or not all(part.isdigit() for part in numbers):
        return text
    written, spoken = letters(tuple(map(int, numbers)), sizes), inspect.getdoc(inspect.unwrap(exercise.reference))
    if any(re.search(rf"\b{letter}\b", written) and not re.search(rf"\b{letter}\b", spoken) for letter in ("n_y", "T_x")):
        return text
    return f"{head}{found[:-1]}{written}{rest}"

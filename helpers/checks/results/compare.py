"""Lay what a function returned beside what the reference returns, name by name.

`taken(names, expected, got)` walks along `expected` and gives a dictionary: name → the learner's numbers as a float64
array of the right shape, or a Fault that says in words why there are none. It copies nothing whose shape is wrong.
"""
import itertools
import math
import types
from typing import NamedTuple

import numpy as np

CLOSE = 1e-9  # of a quantity's largest number: rounding stays far below, and a known mistake far above
FLOAT = np.dtype(float)
BESIDE = ("dx", "da0", "dc0")  # what a loop back gives beside the gradients of weights: none of them stands for one
CLOSE_SINGLE = 2e-5  # the same where numbers were kept in single precision on the way


class Fault(NamedTuple):
    """Something other than the numbers asked for. `says` completes "<name> …"."""
    kind: str
    says: str
    where: str = ""
    value: object = None  # what came

    def __eq__(self, other):
        return isinstance(other, Fault) and self.kind == other.kind

    __hash__ = None


def taken(names, expected, got, order=False):
    """Return {name: array or Fault} along the structure of `expected`; `names` names the top ("a_next yt_pred cache").

    With `order`, a tuple or list whose entries are right but stand in another order is one Fault that says so.
    """
    found, names = Found(order), names.split()
    if isinstance(got, types.GeneratorType | types.CoroutineType | types.AsyncGeneratorType):
        got.close() if hasattr(got, "close") else None
        word = "yield" if isinstance(got, types.GeneratorType) else "async"
        found[""] = Fault(f"generator {word}", f"returned a {type(got).__name__}; use return, and no {word}")
    elif isinstance(expected, dict) and not names:
        _dictionary("", expected, got, found)
    elif len(names) == 1:
        _entry(names[0], expected, got, found)
    elif got is None:
        found[""] = Fault("None", f"returned None, expected {_things(names)}")
    elif not isinstance(got, tuple | list):
        found[""] = Fault("one thing", f"returned {_kind(got)}, expected {_things(names)}", value=got)
    elif len(got) != len(names):
        found[""] = Fault(f"{len(got)} things", f"returned {len(got)}, expected {_things(names)}", value=got)
    else:
        _entries("", names, expected, got, found)
    return found


def judged(exercise, expected, got, given, order=False):
    """Return what `taken` does; where chance has its part, the facts by which it is judged. given: the arguments after it."""
    found = taken(exercise.returns, expected, got, order)
    return found if exercise.judged is None or "" in found else exercise.judged[0](given, found)


class Found(dict):
    """What was found by name, and whether to look for entries in another order."""

    def __init__(self, order=False, known=None):
        self.order, self.known = order, {} if known is None else known

    def take(self, name, expected, got):
        """Find an array; one that stands there again, as the parameters do in the cache of each step, is looked at once."""
        key = id(expected), id(got)
        if key not in self.known:
            self.known[key] = _array(expected, got), expected, got  # themselves too, so that their ids stay their own
        self[name] = self.known[key][0]


def _things(names):
    return f"{len(names)} things: {', '.join(names)}"


def _entries_of(got):
    return "1 entry" if len(got) == 1 else f"{len(got)} entries"


def _entry(name, expected, got, found):
    if isinstance(expected, dict):
        _dictionary(name, expected, got, found)
    elif isinstance(expected, list):
        if not isinstance(got, list | tuple):
            found[name] = Fault(f"not a list: {type(got).__name__}", f"is {_kind(got)}, expected a list with one entry per step",
                                value=got)
        elif len(got) != len(expected):
            found[name] = Fault(f"length {len(got)}", f"has {_entries_of(got)}, expected {len(expected)}, one per step",
                                value=got)
        else:
            _entries(name, [f"{name}[{t}]" for t in range(len(expected))], expected, got, found)
    elif isinstance(expected, tuple):
        fields = getattr(expected, "_fields", None) or [f"[{i}]" for i in range(len(expected))]
        if not isinstance(got, list | tuple):
            found[name] = Fault(f"not a tuple: {type(got).__name__}", f"is {_kind(got)}, expected a tuple ({_listed(expected)})",
                                value=got)
        elif len(got) != len(expected):
            found[name] = Fault(f"length {len(got)}", f"has {_entries_of(got)}, expected {len(expected)}: ({_listed(expected)})",
                                value=got)
        else:
            _entries(name, [name + f if f.startswith("[") else f"{name}.{f}" for f in fields], expected, got, found)
    else:
        found.take(name, expected, got)


def _entries(whole, names, expected, got, found):
    """Take each entry; if some differ and the entries stand in another order, say that instead."""
    here = Found(found.order, found.known)
    for name, e, g in zip(names, expected, got):
        _entry(name, e, g, here)
    if found.order and any(not _alike(e, g) for e, g in zip(expected, got)):
        order, left = [], list(range(len(got)))
        for e in expected:
            match = next((j for j in left if _alike(e, got[j])), None)
            if match is None:
                break
            left.remove(match)
            order.append(match)
        else:
            short = [name.removeprefix(whole).lstrip(".") for name in names]
            stands = sorted(range(len(order)), key=order.__getitem__)
            verb = "holds" if whole else "returned"
            found[whole] = Fault(f"order {order}", f"{verb} the right things in another order: ({_some(short, stands)}), "
                                                   f"expected ({_some(short, range(len(short)))})")
            return
    found.update(here)


def _some(names, order):
    """Return names in an order, shortened where there are many."""
    listed = [names[i] for i in order]
    return ", ".join(listed if len(listed) <= 12 else [*listed[:4], "…", listed[-1]])


def _alike(expected, got):
    """Return whether `got` holds the same as `expected`."""
    if isinstance(expected, np.ndarray) and not (isinstance(got, np.ndarray) and got.shape == expected.shape):
        return False
    found = taken("x", expected, got)
    return all(name in found and equal(e, found[name]) for name, e in taken("x", expected, expected).items())


def _dictionary(name, expected, got, found):
    if not isinstance(got, dict):
        wanted = ", ".join(map(str, expected))
        came = f"{'is' if name else 'returned'} {_kind(got)}"
        found[name] = Fault(f"no dictionary: {came}", f"{came}, expected a dictionary with the keys {wanted}", value=got)
        return
    for key, entry in expected.items():
        where = f'{name}["{key}"]' if name else key
        if key in got:
            _entry(where, entry, got[key], found)
        else:
            others = [repr(k)[:40] for k in list(got)[:12] if k not in expected and not (key[:2] in ("dW", "db") and k in BESIDE)]
            instead = f"; instead of it there is {', '.join(others)}" if others else ""
            found[where] = Fault(f"missing key {sorted(others)}", "is missing from the dictionary" + instead, value=got)


def _array(expected, got):
    """Return `got` as a float64 array like `expected`, or the Fault that it has."""
    expected = np.asarray(expected)
    if type(got) is np.ndarray and got.dtype is FLOAT and got.shape == expected.shape and math.isfinite(np.vdot(got, got)):
        return got.copy("K")  # as nearly all are
    if isinstance(got, bool) or not isinstance(got, np.ndarray | np.generic | float | int):
        wanted = f"expected an array {expected.shape}" if expected.shape else "expected a number"
        return Fault(f"a {type(got).__name__}", f"is {_kind(got)}, {wanted}", value=got)
    array = np.asarray(got)
    shape = array.shape
    if shape != expected.shape:
        axes = ()
        if len(shape) == expected.ndim and sorted(shape) == sorted(expected.shape) and array.dtype.kind == "f":
            axes = next((p for p in itertools.permutations(range(len(shape)))
                         if np.transpose(array, p).shape == expected.shape and equal(expected, np.transpose(array, p))), ())
        came = f"has shape {shape}" if shape else "is a single number"
        wanted = f"expected {expected.shape}" if expected.shape else "expected a single number, without axes"
        swapped = [i for i, axis in enumerate(axes) if i != axis]
        mend = ""
        if len(swapped) == 2:
            mend = f": the numbers are right, with axes {swapped[0]} and {swapped[1]} swapped"
        elif swapped:
            mend = f": the numbers are right, with the axes in another order (transpose{axes} mends it)"
        nothing = " of 0" if not shape and expected.dtype.kind == "f" and not np.any(array) else ""  # a sum not yet begun
        return Fault(f"shape {shape}{nothing}", f"{came}, {wanted}{mend}", "shape of ", got)
    if array.dtype.kind == "c":
        return Fault("complex", "holds complex numbers, expected real ones", value=got)
    if array.dtype.kind not in "fiub":
        held = "Python objects" if array.dtype.kind == "O" else str(array.dtype)
        return Fault(f"dtype {array.dtype.kind}", f"holds {held}, expected numbers", value=got)
    if array.ndim and array.dtype.kind in "iub" and expected.dtype.kind == "f" and np.any(expected % 1):
        kind = "truths" if array.dtype.kind == "b" else "integers"
        return Fault(kind, f"holds numbers of the type {array.dtype}, which has nothing after the point; expected decimals",
                     value=got)
    array = np.array(array, dtype=np.float64)
    wrong = ~np.isfinite(array)
    if np.any(wrong) and np.all(np.isfinite(expected)):
        word = "NaN (not a number)" if np.any(np.isnan(array)) else "infinity"
        return Fault(f"not finite: {word}, {np.count_nonzero(wrong)}",
                     f"holds {word} at {np.count_nonzero(wrong)} of {array.size} places{at(wrong)}",
                     value=array)
    return array


def at(places):
    """Return ", first at index (…)" for an array of truth values with axes, else nothing."""
    if not places.ndim or not np.any(places):
        return ""
    index = tuple(int(i) for i in np.argwhere(places)[0])
    return f", first at index {index if len(index) > 1 else index[0]}"


def _kind(value):
    """Say in a few words what something is."""
    if value is None or value is Ellipsis or isinstance(value, bool):
        return "..." if value is Ellipsis else str(value)
    if isinstance(value, np.ndarray):
        return f"an array {value.shape}"
    words = {dict: "a dictionary", int: "a number", float: "a number", str: "text", types.FunctionType: "a function",
             list: "a list", tuple: "a tuple"}
    return words.get(type(value)) or f"of type {type(value).__name__[:60]}"


def _listed(expected):
    return ", ".join(getattr(expected, "_fields", None) or [f"entry {i}" for i in range(len(expected))])


def error(expected, got):
    """Return the largest difference, as a part of the largest number expected (infinite for a Fault)."""
    if isinstance(got, Fault):
        return np.inf
    scale = np.abs(expected).max(initial=0.0)
    largest = np.abs(got - expected).max(initial=0.0)
    return float(largest / scale if scale > 1e-12 else largest)


def equal(a, b, close=CLOSE):
    """Return whether two entries (arrays or Faults) are the same."""
    if isinstance(a, Fault) or isinstance(b, Fault):
        return isinstance(a, Fault) and a == b and (
            not a.kind.startswith("not finite") or _same_where_finite(a.value, b.value, close))
    a, b = np.asarray(a), np.asarray(b)
    return a.shape == b.shape and error(a, b) <= close


def _same_where_finite(a, b, close):
    """Return whether two arrays, with NaN or infinity in both, have the same numbers beside them."""
    a, b = (np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0) for values in (a, b))
    return a.shape == b.shape and error(a, b) <= close


def unchanged(before, after):
    """Return whether an argument is what it was, bit for bit."""
    if type(before) is np.ndarray:
        return type(after) is np.ndarray and after.shape == before.shape and bool((after == before).all())
    if isinstance(before, np.random.Generator):
        return True  # it is there to be drawn from
    if isinstance(before, dict):
        same = type(after) is type(before) and before.keys() == after.keys()
        return same and all(unchanged(before[k], after[k]) for k in before)
    if isinstance(before, list | tuple):
        return type(after) is type(before) and len(before) == len(after) and all(map(unchanged, before, after))
    return type(after) is type(before) and np.shape(after) == np.shape(before) and bool(np.all(after == before))

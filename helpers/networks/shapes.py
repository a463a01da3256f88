"""Check what comes into a function, and say in one sentence what is wrong with it.

A function declares the sizes of its arguments by letters; one letter is one size throughout a call:

    @shapes.checked(xt="n_x m", a_prev="n_a m", parameters={"Wax": "n_a n_x", "ba": "n_a 1"})
    def cell(xt, a_prev, parameters): ...

    cell(np.zeros((3, 5)), np.zeros((4, 6)), parameters)
    ValueError: a_prev has shape (4, 6), expected (n_a, m) with m = 5 (from xt)

A declaration is one of
    "n_x m"           an array of floats with these sizes; "1" is itself; "n_a+n_x" and "4*n_a" are made of sizes declared before
    {"Wax": "n_a n_x"} a dictionary with at least these keys
    ("n_a m", …)       a tuple (a NamedTuple names its entries in the message)
    [declaration]      a list with T_x entries, of which the first is looked at
    10                 a whole number of at least 10
They are checked in the order in which they are written, not in the order of the arguments.
"""
import functools
import inspect
import math

import numpy as np


def checked(**declarations):
    """Return a decorator that checks a function's arguments against `declarations` before each call.

    Raises (at the call)
    --------------------
    TypeError
        if an argument is no array, or an array of anything but floats (integers are not converted: a learner who
        passes them nearly always meant something else).
    ValueError
        if a shape, a rank or a key is wrong, a size is 0, or a number is NaN. Infinity is let through: gradients explode.
    """
    def decorate(function):
        names = tuple(inspect.signature(function).parameters)

        @functools.wraps(function)
        def checked_function(*args, **kwargs):
            given = dict(zip(names, args), **kwargs)
            sizes = {}
            for name, declaration in declarations.items():
                if name in given:
                    require(name, given[name], declaration, sizes)
            return function(*args, **kwargs)

        return checked_function

    return decorate


def require(name, value, declaration, sizes=None):
    """Raise unless `value` is as declared; note its sizes in the dictionary `sizes` (letter → (size, where from))."""
    sizes = {} if sizes is None else sizes
    if isinstance(declaration, str):
        _array(name, value, declaration, sizes)
    elif isinstance(declaration, dict):
        _dictionary(name, value, declaration, sizes)
    elif isinstance(declaration, tuple):
        _tuple(name, value, declaration, sizes)
    elif isinstance(declaration, int):
        integer(name, value, declaration)
    else:
        _list(name, value, declaration[0], sizes)


def integer(name, value, least=1):
    """Return `value` as an int; raise unless it is a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} is {value!r}, expected a whole number of at least {least}")
    if value < least:
        raise ValueError(f"{name} is {value}, expected a whole number of at least {least}")
    return int(value)


def _array(name, value, declaration, sizes):
    letters, wanted = _axes(declaration)
    if type(value) is not np.ndarray and (  # the ** of a matrix and of a masked array isn't ours
            not isinstance(value, np.ndarray) or isinstance(value, (np.matrix, np.ma.MaskedArray))):
        raise TypeError(f"{name} is of type {type(value).__name__}, expected a NumPy array {wanted}")
    if value.dtype.kind != "f":
        raise TypeError(f"{name} holds {value.dtype} numbers, expected floats: {name}.astype(float) converts real numbers")
    shape = value.shape
    if len(shape) != len(letters):
        raise ValueError(f"{name} has shape {shape}, expected {len(letters)} axes: {wanted}")
    for letter, size in zip(letters, shape):
        if size == 0:
            raise ValueError(f"{name} has shape {shape}: it is empty, expected {wanted} with {letter} of at least 1")
        known, source = sizes[letter] if letter in sizes else _made(letter, sizes)
        if known is None:
            sizes[letter] = size, name
        elif known != size:
            where = "" if letter.isdigit() else f" with {letter} = {known}{_from(source)}"
            raise ValueError(f"{name} has shape {shape}, expected {wanted}{where}")
    squares = np.vdot(value, value)  # NaN if any number is, and only then: infinity squared is infinity
    if squares != squares:
        where = tuple(int(i) for i in np.argwhere(np.isnan(value))[0])
        raise ValueError(f"{name} holds NaN (not a number), first at index {where}; expected numbers")


@functools.cache
def _axes(declaration):
    """Return the letters of an array's axes, and the shape as a message says it."""
    letters = declaration.split()
    return letters, "(" + ", ".join(letters) + ("," if len(letters) == 1 else "") + ")"


def _made(letter, sizes):
    """Note and return (the size of a number or of what is made of letters, None); of a letter that is new, (None, None)."""
    if letter.isdigit():
        sizes[letter] = int(letter), None
    elif "+" in letter or "*" in letter:
        terms = ([int(part) if part.isdigit() else sizes[part][0] for part in term.split("*")] for term in letter.split("+"))
        sizes[letter] = sum(map(math.prod, terms)), None
    else:
        return None, None
    return sizes[letter]


def _from(source):
    return f" (from {source})" if source else ""


def _dictionary(name, value, declaration, sizes):
    if not isinstance(value, dict):
        raise TypeError(f"{name} is of type {type(value).__name__}, expected a dictionary with the keys {', '.join(declaration)}")
    if not declaration.keys() <= value.keys():
        missing = [key for key in declaration if key not in value]
        raise ValueError(f"{name} has no key {', '.join(map(repr, missing))}, expected the keys {', '.join(declaration)}")
    for key, entry in declaration.items():
        require(f'{name}["{key}"]', value[key], entry, sizes)


def _tuple(name, value, declaration, sizes):
    fields = getattr(declaration, "_fields", range(len(declaration)))
    if not isinstance(value, (tuple, list)) or len(value) != len(declaration):
        came = f"{len(value)} entries" if isinstance(value, (tuple, list)) else f"type {type(value).__name__}"
        raise TypeError(f"{name} has {came}, expected a tuple of {len(declaration)}: ({', '.join(map(str, fields))})"
                        .replace("has type", "is of type"))
    for field, entry, declared in zip(fields, value, declaration):
        require(f"{name}.{field}" if isinstance(field, str) else f"{name}[{field}]", entry, declared, sizes)


def _list(name, value, declaration, sizes):
    if not isinstance(value, (list, tuple)) or not value:
        raise TypeError(f"{name} is {'empty' if isinstance(value, (list, tuple)) else 'of type ' + type(value).__name__}, "
                        "expected a list with one entry per step")
    known, source = sizes.get("T_x", (None, None))
    if known not in (None, len(value)):
        raise ValueError(f"{name} has {len(value)} entries, expected T_x = {known}{_from(source)}")
    sizes["T_x"] = len(value), name
    require(f"{name}[0]", value[0], declaration, sizes)

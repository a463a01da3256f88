"""A copy of the arguments for each try."""

import copy

import numpy as np

PLAIN = (int, float, bool, str, type(None))


def fresh(value, copies=None):
    """Return a copy of arguments, as copy.deepcopy makes it but faster; what stands in them twice stands twice in the copy.

    Parameters
    ----------
    value : array, number, tuple, list, dictionary, NamedTuple, or anything else that copy.deepcopy can copy
    copies : dictionary or None
        the copies made so far: id of a value → its copy
    """
    kind = type(value)
    if kind in PLAIN:
        return value
    copies = {} if copies is None else copies
    if id(value) in copies:
        return copies[id(value)]
    if kind is np.ndarray and value.dtype.kind != "O":
        copied = value.copy("K")
    elif kind is dict:
        copied = {key: fresh(entry, copies) for key, entry in value.items()}
    elif kind is list:
        copied = [fresh(entry, copies) for entry in value]
    elif kind is tuple:
        copied = tuple([fresh(entry, copies) for entry in value])
    elif isinstance(value, tuple) and hasattr(kind, "_fields"):
        copied = kind(*[fresh(entry, copies) for entry in value])
    else:
        return copy.deepcopy(value, copies)
    copies[id(value)] = copied
    return copied

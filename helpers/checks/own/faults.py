"""What can be wrong with a cell of the reader's own, and the words for it."""
import inspect
import traceback

import numpy as np


class Wrong(Exception):
    """The first fault: its kind, where it is, and a sentence."""

    def __init__(self, fault, where, says):
        super().__init__(says)
        self.fault, self.where, self.says = fault, where, says


NOT_WRITTEN = Wrong("not written", None, "not written yet; a line with raise NotImplementedError is still there.")


def page_names(function):
    """Return the arrays, dictionaries and lists that a function takes from the notebook and not from its arguments."""
    function = inspect.unwrap(function)
    code, names = getattr(function, "__code__", None), function.__globals__ if hasattr(function, "__globals__") else {}
    if code is None:
        return []
    return [name for name in code.co_names if isinstance(names.get(name), np.ndarray | dict | list)]


def kind_of(value):
    """Say what a value is."""
    if isinstance(value, np.ndarray):
        return f"an array of {value.dtype} of the shape {value.shape}"
    return "None" if value is None else f"of type {type(value).__name__}"


def axis_of(got, expected, m):
    """Say what a wrong shape may come from."""
    if len(got) == len(expected) == 2 and got == expected[::-1]:
        return " (it is transposed)."
    if got == expected[:1] and expected[1:] == (1,):
        return " (keepdims=True keeps the axis)."
    if len(got) == len(expected) == 2 and got[0] == expected[0] and got[1] == m:
        return " (the sum over the examples, axis 1, is missing)."
    return "."


def same(before, after):
    """Say whether an argument is what it was."""
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(np.array_equal(before[key], after[key]) for key in before)
    return np.array_equal(before, after)


def words_of(error):
    """Return what Python or NumPy says, on one line."""
    return " ".join(str(error).split())[:160].rstrip(".")


def line_of(error, functions):
    """Return " in its line `…`" for the last line of the reader's own code."""
    files = {getattr(getattr(inspect.unwrap(f), "__code__", None), "co_filename", None) for f in functions if callable(f)}
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files and frame.line]
    return f" (line {lines[-1].lineno} of your cell, `{lines[-1].line.strip()[:70]}`)" if lines else ""

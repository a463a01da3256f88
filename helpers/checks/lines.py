"""One line at a time: what a reader derives on a page is judged at once by the gradient that was measured.

    lines = checks.Lines({"dgamma_o": measured_by_finite_differences, …}, exercise="lstm_cell_backward", arguments=(…))
    lines.dgamma_o = ...                          ○  not written yet
    lines.dgamma_o = da_next * np.tanh(c_next)    ✓

Of an exercise whose lines these are, the known mistakes are known here too.

An open or a wrong line stops nothing: read again, `lines.dgamma_o` is the reader's own if it is right, else the measured one.
"""
import functools
import inspect

import numpy as np

from helpers.checks.progress_file import MARKS
from helpers.exercises import EXERCISES
from helpers.exercises import lines as of_exercise

CLOSE = 1e-6  # relative error of a right line, whose measured twin is itself off by about 1e-9


class Lines:
    """A judge for lines of one derivation.

    Parameters
    ----------
    measured : dict
        name → the right numbers, an array
    known : dict, optional
        name → list of (array, sentence): wrong lines that can be told, such as "the way through a is missing"
    exercise : str, optional
        in whose reference the lines stand, by the same names
    arguments : tuple
        of the exercise, with which the right numbers were measured
    """

    def __init__(self, measured, known=None, exercise="", arguments=()):
        vars(self).update(_measured=measured, _known=known or {}, _right={}, _parts=_parts(exercise, arguments),
                          _wrong=functools.cache(
                              lambda: of_exercise.wrong(EXERCISES[exercise], arguments) if exercise else {}))

    def __getattr__(self, name):
        if name not in self._measured:
            raise AttributeError(f"there is no line {name!r} here, expected one of {', '.join(self._measured)}")
        return self._right.get(name, self._measured[name])

    def __setattr__(self, name, value):
        self.__getattr__(name)
        self._right.pop(name, None)
        if value is ...:
            print(f"{MARKS['missing']} {name}: not written yet; the page goes on with what was measured.")
            return
        said = self._fault(name, value)
        if said is None:
            self._right[name] = value
            print(f"{MARKS['right']} {name}")
        else:
            print(f"{MARKS['wrong']} {name}: {said}. The page goes on with what was measured.")

    def _fault(self, name, value):
        """Return what is wrong with a line, or None."""
        expected = self._measured[name]
        if not isinstance(value, np.ndarray | np.floating | float):
            return f"is of type {type(value).__name__}, expected an array {expected.shape}"
        value = np.asarray(value)
        if value.shape != expected.shape:
            return f"has shape {value.shape}, expected {expected.shape}{_way_to(value.shape, expected.shape)}"
        if _same(value, expected):
            return None
        if _same(-value, expected):
            return "only the sign is wrong"
        for wrong, sentence in [*self._known.get(name, ()), *self._wrong().get(name, ())]:
            if _same(value, wrong):
                return sentence
        others = [other for other, numbers in self._measured.items() if other != name and _same(value, numbers)]
        if others:
            return f"these are the numbers of {others[0]}"
        told = _times(value, expected) or _parts_told(value, expected, self._parts | _others(self._measured, name))
        return told or f"is off by a relative error of {_error(value, expected):.2f}"


def _error(a, b):
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0


def _same(a, b):
    return a.shape == b.shape and _error(a, b) < CLOSE


def _way_to(shape, wanted):
    """Return what a shape that isn't the wanted one comes from, as the end of a sentence, or ""."""
    if shape == wanted[::-1]:
        return ", which is turned: .T"
    if len(wanted) == 2 and shape == (wanted[0], wanted[0]):
        return ", as of a matrix product; here factors are multiplied number by number, with *"
    if len(wanted) == 2 and shape in (wanted[:1], (wanted[0], 1)):
        return ", as of a sum over the examples; nothing is summed here"
    return ""


def _times(value, expected):
    """Return that a line is right but for a number by which all of it is multiplied, or None."""
    times = float(np.sum(value * expected) / np.sum(expected**2))
    if not _same(value, times * expected) or not times:
        return None
    divided = len(expected.shape) == 2 and abs(times * expected.shape[1] - 1) < CLOSE
    return "is divided by m; nothing is divided here" if divided else f"is {times:.3g} times what it should be"


def _parts(exercise, arguments):
    """Return {name: array} of what goes into an exercise's lines: its arguments, and what a cache among them holds."""
    if not exercise:
        return {}
    named = list(zip(inspect.signature(EXERCISES[exercise].reference).parameters, arguments))
    named += [entry for _, value in named for entry in getattr(value, "_asdict", dict)().items()]
    return {name: value for name, value in named if isinstance(value, np.ndarray)}


def _others(measured, name):
    return {other: numbers for other, numbers in measured.items() if other != name}


FORMS = {"{}": lambda a: a, "1 − {}": lambda a: 1 - a, "{}²": lambda a: a**2, "1 − {}²": lambda a: 1 - a**2, "tanh({})": np.tanh,
         "1 − tanh²({})": lambda a: 1 - np.tanh(a) ** 2}


def _parts_told(value, expected, parts):
    """Return which part is added, multiplied or left out wrongly, or None: one at a time."""
    fit = {name: part for name, part in parts.items() if part.shape == expected.shape}
    for name, part in fit.items():
        for says, term in (("is added too", part), ("isn't added", -part), ("is subtracted, not added", -2 * part)):
            if _same(value, expected + term):
                return f"{name} {says}"
    factors = {form.format(name): of(part) for form, of in FORMS.items() for name, part in fit.items()}
    for name, factor in factors.items():
        if _same(value, expected * factor):
            return f"{name} is multiplied in, where it doesn't belong"
        if _same(value * factor, expected):
            return f"the factor {name} is missing"
    for name, factor in factors.items():
        for right, wanted in factors.items():
            if name != right and _same(value * wanted, expected * factor):
                return f"{name} stands where {right} belongs"
    return None

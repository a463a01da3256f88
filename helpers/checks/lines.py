"""One line at a time: what a reader derives on a page is judged at once by the gradient that was measured.

    lines = checks.Lines({"dgamma_o": measured_by_finite_differences, …}, exercise="lstm_cell_backward", arguments=(…))
    lines.dgamma_o = ...                          ○  not written yet
    lines.dgamma_o = da_next * np.tanh(c_next)    ✓

Of an exercise whose lines these are, the known mistakes are known here too.

An open or a wrong line stops nothing: read again, `lines.dgamma_o` is the reader's own if it is right, else the measured one.
"""
import functools

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
        vars(self).update(_measured=measured, _known=known or {}, _right={}, _wrong=functools.cache(
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
            turned = ", which is turned: .T" if value.shape == expected.shape[::-1] else ""
            return f"has shape {value.shape}, expected {expected.shape}{turned}"
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
        return f"is off by a relative error of {_error(value, expected):.2f}"


def _error(a, b):
    size = np.linalg.norm(a) + np.linalg.norm(b)
    return float(np.linalg.norm(a - b) / size) if size else 0.0


def _same(a, b):
    return a.shape == b.shape and _error(a, b) < CLOSE

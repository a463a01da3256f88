"""Strings to be written anew: copied, reversed, or sorted, letter by letter.

    reads    d a d e            writes, if it reverses    e d a d .
                                and reads meanwhile       . e d a d      the right letter before

The sign "." ends what is written, and the decoder reads it first. All strings of a batch have one length.
"""
import numpy as np

from helpers.networks import shapes
from helpers.tasks.vocabularies import Vocabulary, one_hot

LETTERS = ".abcdefghij"
VOCABULARY = Vocabulary(LETTERS)
END = 0  # the full stop's place
TASKS = {"copy": lambda letters: letters, "reverse": lambda letters: letters[:, ::-1], "sort": lambda letters: np.sort(letters)}


def draw(rng, task, m, T):
    """Draw m strings of T letters.

    Parameters
    ----------
    rng : numpy.random.Generator
    task : "copy", "reverse" or "sort"
    m, T : int

    Returns
    -------
    x : array (n_x, m, T)
        one letter a step
    x_d : array (n_x, m, T + 1)
        what the decoder reads: the sign ".", then the right letters
    y : array (n_x, m, T + 1)
        what it should write: the right letters, then "."
    """
    shapes.integer("m", m)
    shapes.integer("T", T)
    return columns(rng.integers(1, len(LETTERS), size=(m, T)), task)


def columns(letters, task):
    """Return x, x_d and y for letters (m, T), as `draw` does."""
    if task not in TASKS:
        raise ValueError(f"task is {task!r}, expected one of {', '.join(TASKS)}")
    right = TASKS[task](letters)  # (m, T)
    end = np.full((len(letters), 1), END)
    pieces = letters, np.hstack([end, right]), np.hstack([right, end])
    return tuple(one_hot(piece, len(LETTERS)) for piece in pieces)


def batches(rng, task, m, longest):
    """Yield batches ((x, x_d), y) without end, each of strings of one length from 1 to `longest`: the short ones are a ladder."""
    while True:
        x, x_d, y = draw(rng, task, m, int(rng.integers(1, longest + 1)))
        yield (x, x_d), y


def whole(written, y):
    """Return the share of strings that are written right from the first letter to the sign, from `written` (m, T + 1)."""
    return float(np.mean(np.all(written == np.argmax(y, axis=0), axis=1)))

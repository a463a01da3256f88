"""Names to learn letter by letter: the list, endless texts of it, how far counting gets, and drawing a letter.

    (1)  ŷ_k = e^(z_k / τ) / Σ_j e^(z_j / τ)                           softmax with temperature τ
    (2)  the letter drawn by u is the first k with ŷ_0 + … + ŷ_k > u      u is uniform from 0 to 1

A text is ".abelisaurus.abrictosaurus." and so on: the full stop ends a name and begins the next. n_y = 27 letters.
"""
import functools

import numpy as np

from helpers.networks import shapes
from helpers.networks.activations import softmax
from helpers.tasks import datafiles
from helpers.tasks.vocabularies import Vocabulary, one_hot

LETTERS = ".abcdefghijklmnopqrstuvwxyz"
VOCABULARY = Vocabulary(LETTERS)
END = 0  # the full stop's place


@functools.cache
def names():
    """Return the names of data/dinosaurs.txt in two tuples: those to train on, and each tenth, to be held out."""
    listed = datafiles.lines("dinosaurs.txt")
    return tuple(name for i, name in enumerate(listed) if i % 10 != 9), tuple(listed[9::10])


def text(chosen):
    """Return names as one text, with a full stop before, between and after them."""
    return "." + ".".join(chosen) + "."


def encoded(chosen):
    """Return each name as a tuple of its letters' places, from full stop to full stop: what counting.Table takes."""
    return [tuple(VOCABULARY.encode(list(text([name])))) for name in chosen]


def followed(written):
    """Return for each letter of a text but the last its place in its name, and 1 where saurus has begun: (2, T_x).

    The full stop that begins a name has place 0. 1 stands from the s of the ending on, up to the last letter.
    """
    place, inside = [], []
    for name in written[1:-1].split("."):
        place += range(len(name) + 1)
        inside += [float(name.endswith("saurus") and len(name) - 6 < k) for k in range(len(name) + 1)]
    return np.array([place, inside], dtype=float)


def columns(written):
    """Return the letters of a text but for the last, and the letter after each: x, y of shape (27, 1, T_x)."""
    both = VOCABULARY.one_hot([list(written)])  # (27, 1, T_x + 1)
    return both[:, :, :-1], both[:, :, 1:]


def streams(rng, chosen, m, T_x):
    """Yield pieces of m endless texts of names in random order: each continues where the piece before it ended.

    Parameters
    ----------
    rng : numpy.random.Generator
    chosen : sequence of str
        the names
    m, T_x : int
        texts side by side; letters in a piece

    Yields
    ------
    x, y : arrays (27, m, T_x)
        one letter a step, and the letter after it
    """
    shapes.integer("m", m)
    shapes.integer("T_x", T_x)
    texts = ["."] * m
    while True:
        for j in range(m):
            while len(texts[j]) <= T_x:
                texts[j] += ".".join(rng.permutation(chosen)) + "."
        both = one_hot(np.array([VOCABULARY.encode(list(written[:T_x + 1])) for written in texts]), len(LETTERS))
        yield both[:, :, :-1], both[:, :, 1:]  # (27, m, T_x) each
        texts = [written[T_x:] for written in texts]


def counting_loss(learnt, measured, letters_before):
    """Return the cross-entropy of a text under counts of another, in nats a letter.

    Parameters
    ----------
    learnt, measured : str
        the text that is counted, and the one that is predicted
    letters_before : int
        how many letters before a letter are looked at: 0 counts letters, 1 counts pairs, …

    Notes
    -----
    Each count starts at 0.1, so that nothing is impossible; the first `letters_before` letters of a text aren't predicted.
    """
    shapes.integer("letters_before", letters_before, least=0)
    counts = {}
    for place in range(letters_before, len(learnt)):
        row = counts.setdefault(learnt[place - letters_before:place], np.full(len(LETTERS), 0.1))
        row[VOCABULARY.index[learnt[place]]] += 1
    unseen = np.full(len(LETTERS), 0.1)
    total = 0.0
    for place in range(letters_before, len(measured)):
        row = counts.get(measured[place - letters_before:place], unseen)
        total -= np.log(row[VOCABULARY.index[measured[place]]] / row.sum())
    return float(total / (len(measured) - letters_before))


def warm(function):
    """Return the function with its `tau` looked at before each call; ValueError unless it is a number above 0."""
    @functools.wraps(function)
    def checked_function(zy, tau):
        if not isinstance(tau, (int, float, np.integer, np.floating)) or not 0 < tau < np.inf:
            raise ValueError(f"tau is {tau!r}, expected a temperature, a number above 0")
        return function(zy, tau)

    return checked_function


@warm
@shapes.checked(zy="n_y m")
def softmax_with_temperature(zy, tau):
    """Return a softmax that is sharper for a small temperature and flatter for a large one: equation (1).

    Parameters
    ----------
    zy : array (n_y, m)
        what the network gives before its softmax
    tau : float
        the temperature, above 0; at 1 this is the softmax

    Returns
    -------
    y_pred : array (n_y, m)
        each column is positive and sums to 1
    """
    z = zy / tau  # (n_y, m)
    return softmax(z)  # (n_y, m)  equation (1)


@shapes.checked(y_pred="n_y m", u="m")
def pick(y_pred, u):
    """Draw a letter for each column of probabilities: equation (2).

    Parameters
    ----------
    y_pred : array (n_y, m)
        each column sums to 1
    u : array (m,)
        random numbers, uniform from 0 to 1

    Returns
    -------
    k : array (m,) of integers from 0 to n_y − 1
    """
    below = np.cumsum(y_pred, axis=0) <= u  # (n_y, m): True for the letters before the one that is drawn
    k = np.sum(below, axis=0)  # (m,)  equation (2)
    return np.minimum(k, len(y_pred) - 1)  # by rounding, the last sum may lie a little below 1, and u above it

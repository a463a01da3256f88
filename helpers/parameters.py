"""Sizes and first values of the networks' parameters.

    RNN    Wax (n_a, n_x)   Waa (n_a, n_a)   Wya (n_y, n_a)   ba (n_a, 1)   by (n_y, 1)
    LSTM   Wf Wu Wc Wo (n_a, n_a + n_x)   bf bu bc bo (n_a, 1)   Wy (n_y, n_a)   by (n_y, 1)
    GRU    Wu Wr Wc    (n_a, n_a + n_x)   bu br bc    (n_a, 1)   Wy (n_y, n_a)   by (n_y, 1)

n_x numbers come in at a step, n_a is the number of units, n_y numbers go out. The columns of an LSTM's or a GRU's
weights are those of [a; x]: a first.
"""
import numpy as np

from helpers import shapes

RNN = {"Waa": "n_a n_a", "Wax": "n_a n_x", "ba": "n_a 1", "Wya": "n_y n_a", "by": "n_y 1"}


def initial_rnn(rng, n_x, n_a, n_y):
    """Draw first values for a simple RNN.

    Weights are Gaussian with variance 1 / (number of inputs of a unit), so that Waa has a spectral radius near 1;
    biases are zero.

    Parameters
    ----------
    rng : numpy.random.Generator
    n_x, n_a, n_y : int
        numbers in, units, numbers out

    Returns
    -------
    dict with the keys Wax Waa ba Wya by
    """
    for name, size in (("n_x", n_x), ("n_a", n_a), ("n_y", n_y)):
        shapes.integer(name, size)
    return {
        "Wax": rng.standard_normal((n_a, n_x)) / np.sqrt(n_x),
        "Waa": rng.standard_normal((n_a, n_a)) / np.sqrt(n_a),
        "ba": np.zeros((n_a, 1)),
        "Wya": rng.standard_normal((n_y, n_a)) / np.sqrt(n_a),
        "by": np.zeros((n_y, 1)),
    }

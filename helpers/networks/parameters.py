"""Sizes and first values of the networks' parameters.

    RNN    Wax (n_a, n_x)   Waa (n_a, n_a)   Wya (n_y, n_a)   ba (n_a, 1)   by (n_y, 1)
    LSTM   Wf Wu Wc Wo (n_a, n_a + n_x)   bf bu bc bo (n_a, 1)   Wy (n_y, n_a)   by (n_y, 1)
    GRU    Wu Wr Wc    (n_a, n_a + n_x)   bu br bc    (n_a, 1)   Wy (n_y, n_a)   by (n_y, 1)

n_x numbers come in at a step, n_a is the number of units, n_y numbers go out. The columns of an LSTM's or a GRU's
weights are those of [a; x]: a first. A GRU whose reset gate acts after the matrix product has one bias more, brc (n_a, 1):
the candidate's bias on the side of a, within reach of the gate. How PyTorch, Keras and others lay the
same numbers out: converters.py.
"""
import numpy as np

from helpers.networks import shapes

RNN = {"Waa": "n_a n_a", "Wax": "n_a n_x", "ba": "n_a 1", "Wya": "n_y n_a", "by": "n_y 1"}
LSTM = {"Wf": "n_a n_a+n_x", "bf": "n_a 1", "Wu": "n_a n_a+n_x", "bu": "n_a 1", "Wc": "n_a n_a+n_x", "bc": "n_a 1",
        "Wo": "n_a n_a+n_x", "bo": "n_a 1", "Wy": "n_y n_a", "by": "n_y 1"}
GRU = {"Wu": "n_a n_a+n_x", "bu": "n_a 1", "Wr": "n_a n_a+n_x", "br": "n_a 1", "Wc": "n_a n_a+n_x", "bc": "n_a 1",
       "Wy": "n_y n_a", "by": "n_y 1"}
RESET = ("before", "after")


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
    _require(rng, n_x=n_x, n_a=n_a, n_y=n_y)
    return {
        "Wax": rng.standard_normal((n_a, n_x)) / np.sqrt(n_x),
        "Waa": rng.standard_normal((n_a, n_a)) / np.sqrt(n_a),
        "ba": np.zeros((n_a, 1)),
        "Wya": rng.standard_normal((n_y, n_a)) / np.sqrt(n_a),
        "by": np.zeros((n_y, 1)),
    }


def initial_lstm(rng, n_x, n_a, n_y, forget_bias=1.0):
    """Draw first values for an LSTM.

    Weights are Gaussian with variance 1 / (number of inputs of a unit); biases are zero but for the forget gate's:
    σ(1) = 0.73, so that a new network keeps most of its memory from one step to the next.

    Parameters
    ----------
    rng : numpy.random.Generator
    n_x, n_a, n_y : int
        numbers in, units, numbers out
    forget_bias : float
        every number of bf

    Returns
    -------
    dict with the keys Wf bf Wu bu Wc bc Wo bo Wy by

    References
    ----------
    R. Jozefowicz, W. Zaremba, I. Sutskever, An Empirical Exploration of Recurrent Network Architectures, ICML 2015
    """
    parameters = _initial_gates(rng, "fuco", n_x, n_a, n_y)
    parameters["bf"] += forget_bias
    return parameters


def initial_gru(rng, n_x, n_a, n_y, update_bias=0.0, reset="before"):
    """Draw first values for a GRU.

    Weights are Gaussian with variance 1 / (number of inputs of a unit); biases are zero but for the update gate's.

    Parameters
    ----------
    rng : numpy.random.Generator
    n_x, n_a, n_y : int
        numbers in, units, numbers out
    update_bias : float
        every number of bu; below zero the network writes little and keeps its memory longer
    reset : "before" or "after"
        where the reset gate acts, before the matrix product or after it; "after" adds the key brc

    Returns
    -------
    dict with the keys Wu bu Wr br Wc bc Wy by (and brc)
    """
    require_reset(reset)
    parameters = _initial_gates(rng, "urc", n_x, n_a, n_y)
    parameters["bu"] += update_bias
    if reset == "after":
        parameters["brc"] = np.zeros((n_a, 1))
    return parameters


def with_full_inputs(parameters):
    """Return first values whose weights of the inputs have variance 1, so that a one-hot word moves each z by about 1.

    As drawn they have variance 1 / (number of inputs of a unit). That suits inputs that are all of size 1; of a one-hot
    input a single number is 1, so that it is hardly felt, and tanh and the gates stay straight.

    Parameters
    ----------
    parameters : dict
        what initial_rnn, initial_lstm or initial_gru returned; it is not changed

    Returns
    -------
    dict of the same keys and shapes
    """
    if "Wax" in parameters:
        return parameters | {"Wax": parameters["Wax"] * np.sqrt(parameters["Wax"].shape[1])}
    n_a, columns = parameters["Wc"].shape
    size = np.where(np.arange(columns) < n_a, 1.0, np.sqrt(columns))  # (n_a + n_x,): the columns of a stay
    return parameters | {key: parameters[key] * size for key in ("Wf", "Wu", "Wr", "Wc", "Wo") if key in parameters}


def _initial_gates(rng, gates, n_x, n_a, n_y):
    """Draw W (n_a, n_a + n_x) and b (n_a, 1) for each letter of `gates`, then Wy and by."""
    _require(rng, n_x=n_x, n_a=n_a, n_y=n_y)
    parameters = {}
    for gate in gates:
        parameters["W" + gate] = rng.standard_normal((n_a, n_a + n_x)) / np.sqrt(n_a + n_x)
        parameters["b" + gate] = np.zeros((n_a, 1))
    parameters["Wy"] = rng.standard_normal((n_y, n_a)) / np.sqrt(n_a)
    parameters["by"] = np.zeros((n_y, 1))
    return parameters


def _require(rng, **sizes):
    """Raise unless `rng` is a random generator and each size a whole number of at least 1."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng is of type {type(rng).__name__}, expected a generator: np.random.default_rng(1)")
    for name, size in sizes.items():
        shapes.integer(name, size)


def require_reset(reset):
    """Raise ValueError unless `reset` is "before" or "after"."""
    if reset not in RESET:
        raise ValueError(f'reset is {reset!r}, expected "before" or "after"')

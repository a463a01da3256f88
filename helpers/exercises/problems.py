"""Random problems on which the answers to the exercises are tried.

A problem function draws the arguments of one call: `(rng, n_x, n_a, n_y, m, T_x)` → tuple. It takes what it needs of the
sizes and `**_` for the rest. Biases and first states aren't zero; all numbers are float64.

A function that ends in _numeric belongs to a backward pass: `(*arguments)` → (J, inputs), a dictionary of arrays by the
name of the gradient ("dWax"), and a function of such a dictionary: the number of which those are the gradients.
"""
import numpy as np

from helpers import rnn
from helpers.activations import softmax

# The sizes of one problem are pairwise different, n_a + n_x too, so that a transposed or swapped axis shows.
SIZES = (
    {"n_x": 3, "n_a": 5, "n_y": 2, "m": 4, "T_x": 6},
    {"n_x": 5, "n_a": 3, "n_y": 4, "m": 2, "T_x": 6},
    {"n_x": 2, "n_a": 4, "n_y": 3, "m": 1, "T_x": 5},
    {"n_x": 4, "n_a": 3, "n_y": 5, "m": 2, "T_x": 1},
    {"n_x": 3, "n_a": 2, "n_y": 4, "m": 7, "T_x": 8},
)


def normal(rng, *shape):
    """Draw numbers for a problem: neither so small that tanh is straight nor so large that it is flat."""
    return 0.7 * rng.standard_normal(shape)


def first(rng, m, **_):
    """Draw a_prev, xt, w_a, w_x for a single unit."""
    return normal(rng, m), normal(rng, m), rng.uniform(0.4, 0.9), rng.uniform(1.1, 1.6)


def rnn_parameters(rng, n_x, n_a, n_y):
    """Draw weights and biases of a simple RNN."""
    return {"Wax": normal(rng, n_a, n_x), "Waa": normal(rng, n_a, n_a), "ba": normal(rng, n_a, 1),
            "Wya": normal(rng, n_y, n_a), "by": normal(rng, n_y, 1)}


def rnn_step(rng, n_x, n_a, n_y, m, **_):
    """Draw xt, a_prev, parameters."""
    return normal(rng, n_x, m), normal(rng, n_a, m), rnn_parameters(rng, n_x, n_a, n_y)


def rnn_steps(rng, n_x, n_a, n_y, m, T_x):
    """Draw x, a0, parameters."""
    return normal(rng, n_x, m, T_x), normal(rng, n_a, m), rnn_parameters(rng, n_x, n_a, n_y)


def rnn_step_back(rng, **sizes):
    """Draw da_next and the cache of a step."""
    xt, a_prev, parameters = rnn_step(rng, **sizes)
    return normal(rng, *a_prev.shape), rnn.rnn_cell_forward(xt, a_prev, parameters)[-1]


def rnn_steps_back(rng, **sizes):
    """Draw da and the caches of all steps."""
    a, _, caches = rnn.rnn_forward(*rnn_steps(rng, **sizes))
    return normal(rng, *a.shape), caches


def rnn_step_numeric(da_next, cache):
    """Return J = Σ da_next ∗ a_next as a function of what went into the step, and that."""
    inputs = {"dxt": cache.xt, "da_prev": cache.a_prev} | {"d" + key: cache.parameters[key] for key in ("Wax", "Waa", "ba")}

    def J(i):
        parameters = cache.parameters | {"Wax": i["dWax"], "Waa": i["dWaa"], "ba": i["dba"]}
        return np.sum(da_next * rnn.rnn_cell_forward(i["dxt"], i["da_prev"], parameters)[0])

    return J, inputs


def rnn_steps_numeric(da, caches):
    """Return J = Σ da ∗ a as a function of what went into the loop, and that."""
    (first_cache, *_), x = caches
    parameters = first_cache.parameters
    inputs = {"dx": x, "da0": first_cache.a_prev} | {"d" + key: parameters[key] for key in ("Wax", "Waa", "ba")}

    def J(i):
        changed = parameters | {"Wax": i["dWax"], "Waa": i["dWaa"], "ba": i["dba"]}
        return np.sum(da * rnn.rnn_forward(i["dx"], i["da0"], changed)[0])

    return J, inputs


def prediction_and_target(rng, n_y, m, T_x, **_):
    """Draw probabilities and right classes; where there is more than one column, one in four has no target."""
    y_pred = softmax(2 * normal(rng, n_y, m, T_x))
    y = np.eye(n_y)[rng.integers(n_y, size=(m, T_x))].transpose(2, 0, 1)  # (n_y, m, T_x)
    columns = m * T_x
    y = y.reshape(n_y, columns)
    y[:, rng.permutation(columns)[:columns // 4]] = 0
    return y_pred, y.reshape(n_y, m, T_x)


def output_back(rng, n_a, n_y, m, T_x, **_):
    """Draw dzy, a, Wy."""
    return normal(rng, n_y, m, T_x), normal(rng, n_a, m, T_x), normal(rng, n_y, n_a)

"""Random problems for the exercises of the LSTM, as helpers/problems.py tells."""
import numpy as np

from helpers import lstm
from helpers.problems import normal

GATES = ("Wf", "bf", "Wu", "bu", "Wc", "bc", "Wo", "bo")


def parameters(rng, n_x, n_a, n_y):
    """Draw weights and biases of an LSTM."""
    drawn = {"Wy": normal(rng, n_y, n_a), "by": normal(rng, n_y, 1)}
    for gate in "fuco":
        drawn |= {"W" + gate: normal(rng, n_a, n_a + n_x), "b" + gate: normal(rng, n_a, 1)}
    return drawn


def step(rng, n_x, n_a, n_y, m, **_):
    """Draw xt, a_prev, c_prev, parameters."""
    return normal(rng, n_x, m), normal(rng, n_a, m), 1.5 * normal(rng, n_a, m), parameters(rng, n_x, n_a, n_y)


def steps(rng, n_x, n_a, n_y, m, T_x):
    """Draw x, a0, parameters."""
    return normal(rng, n_x, m, T_x), normal(rng, n_a, m), parameters(rng, n_x, n_a, n_y)


def step_back(rng, **sizes):
    """Draw da_next, dc_next and the cache of a step."""
    cache = lstm.lstm_cell_forward(*step(rng, **sizes))[-1]
    return normal(rng, *cache.a_prev.shape), normal(rng, *cache.a_prev.shape), cache


def steps_back(rng, **sizes):
    """Draw da and the caches of all steps."""
    a, *_, caches = lstm.lstm_forward(*steps(rng, **sizes))
    return normal(rng, *a.shape), caches


def step_numeric(da_next, dc_next, cache):
    """Return J = Σ da_next ∗ a_next + Σ dc_next ∗ c_next as a function of what went into the step, and that."""
    inputs = {"dxt": cache.xt, "da_prev": cache.a_prev, "dc_prev": cache.c_prev}

    def J(i):
        weights = cache.parameters | {key: i["d" + key] for key in GATES}
        a_next, c_next, _, _ = lstm.lstm_cell_forward(i["dxt"], i["da_prev"], i["dc_prev"], weights)
        return np.sum(da_next * a_next) + np.sum(dc_next * c_next)

    return J, inputs | {"d" + key: cache.parameters[key] for key in GATES}


def steps_numeric(da, caches):
    """Return J = Σ da ∗ a as a function of what went into the loop, and that."""
    (first, *_), x = caches

    def J(i):
        return np.sum(da * lstm.lstm_forward(i["dx"], i["da0"], first.parameters | {key: i["d" + key] for key in GATES})[0])

    return J, {"dx": x, "da0": first.a_prev} | {"d" + key: first.parameters[key] for key in GATES}

"""Random problems for the exercises of the GRU, as helpers/problems.py tells."""
import numpy as np

from helpers import gru
from helpers.problems import normal

GATES = ("Wu", "bu", "Wr", "br", "Wc", "bc")


def parameters(rng, n_x, n_a, n_y):
    """Draw weights and biases of a GRU."""
    drawn = {"Wy": normal(rng, n_y, n_a), "by": normal(rng, n_y, 1)}
    for gate in "urc":
        drawn |= {"W" + gate: normal(rng, n_a, n_a + n_x), "b" + gate: normal(rng, n_a, 1)}
    return drawn


def step(rng, n_x, n_a, n_y, m, **_):
    """Draw xt, a_prev, parameters."""
    return normal(rng, n_x, m), normal(rng, n_a, m), parameters(rng, n_x, n_a, n_y)


def steps(rng, n_x, n_a, n_y, m, T_x):
    """Draw x, a0, parameters."""
    return normal(rng, n_x, m, T_x), normal(rng, n_a, m), parameters(rng, n_x, n_a, n_y)


def step_back(rng, **sizes):
    """Draw da_next and the cache of a step."""
    cache = gru.gru_cell_forward(*step(rng, **sizes))[-1]
    return normal(rng, *cache.a_prev.shape), cache


def steps_back(rng, **sizes):
    """Draw da and the caches of all steps."""
    a, *_, caches = gru.gru_forward(*steps(rng, **sizes))
    return normal(rng, *a.shape), caches


def step_numeric(da_next, cache):
    """Return J = Σ da_next ∗ a_next as a function of what went into the step, and that."""
    def J(i):
        weights = cache.parameters | {key: i["d" + key] for key in GATES}
        return np.sum(da_next * gru.gru_cell_forward(i["dxt"], i["da_prev"], weights)[0])

    return J, {"dxt": cache.xt, "da_prev": cache.a_prev} | {"d" + key: cache.parameters[key] for key in GATES}


def steps_numeric(da, caches):
    """Return J = Σ da ∗ a as a function of what went into the loop, and that."""
    (first, *_), x = caches

    def J(i):
        return np.sum(da * gru.gru_forward(i["dx"], i["da0"], first.parameters | {key: i["d" + key] for key in GATES})[0])

    return J, {"dx": x, "da0": first.a_prev} | {"d" + key: first.parameters[key] for key in GATES}

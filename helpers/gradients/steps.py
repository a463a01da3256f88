"""Every gradient inside one step of the GRU, measured: what the lines of its way back are judged by.

J = Σ da_next ∗ a_next is computed with one value inside the cell moved a little up and down; all that comes after that value
is computed anew.
"""
import numpy as np

from helpers.gradients.norms import numeric_gradient
from helpers.networks.activations import sigmoid


def measured_in_gru_step(cache, da_next):
    """Return the gradient of J for the values inside a GRU's step, by finite differences.

    Parameters
    ----------
    cache : GRUCellCache
        of the step, with the reset gate before the matrix product
    da_next : array (n_a, m)

    Returns
    -------
    dict
        "dgamma_u", "dgamma_r", "dc_tilde", "dzu", "dzr", "dzc", "dreset_a" (of Γ_r ∗ a^⟨t−1⟩) and "da_prev": arrays (n_a, m)
    """
    a_prev, xt, weights = cache.a_prev, cache.xt, cache.parameters

    def z(gate, state):
        return weights[f"W{gate}"] @ np.concatenate([state, xt]) + weights[f"b{gate}"]

    def J(given, a_prev=a_prev):
        gamma_u = given.get("gamma_u", sigmoid(given.get("zu", z("u", a_prev))))
        gamma_r = given.get("gamma_r", sigmoid(given.get("zr", z("r", a_prev))))
        reset_a = given.get("reset_a", gamma_r * a_prev)
        c_tilde = given.get("c_tilde", np.tanh(given.get("zc", z("c", reset_a))))
        return np.sum(da_next * (gamma_u * c_tilde + (1 - gamma_u) * a_prev))

    reset_a = cache.gamma_r * a_prev
    values = {"gamma_u": cache.gamma_u, "gamma_r": cache.gamma_r, "c_tilde": cache.c_tilde, "reset_a": reset_a,
              "zu": z("u", a_prev), "zr": z("r", a_prev), "zc": z("c", reset_a)}
    found = {f"d{key}": numeric_gradient(lambda new, key=key: J({key: new}), value) for key, value in values.items()}
    return found | {"da_prev": numeric_gradient(lambda new: J({}, new), a_prev)}

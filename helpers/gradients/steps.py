"""Every gradient inside one step of the LSTM and of the GRU, measured: what the lines of their way back are judged by.

J = Σ da_next ∗ a_next, and for the LSTM + Σ dc_next ∗ c_next, is computed with one value inside the cell moved a little up
and down; all that comes after that value is computed anew.
"""
import numpy as np

from helpers.gradients.norms import numeric_gradient
from helpers.networks.activations import sigmoid


def measured_in_lstm_step(cache, da_next, dc_next):
    """Return the gradient of J for the values inside an LSTM's step, by finite differences.

    Parameters
    ----------
    cache : LSTMCellCache
        of the step
    da_next, dc_next : arrays (n_a, m)

    Returns
    -------
    dict
        "dgamma_f", "dgamma_u", "dc_tilde", "dgamma_o", "dc", "dc_prev", "dzf", "dzu", "dzc", "dzo": arrays (n_a, m)
    """
    weights, concat = cache.parameters, np.concatenate([cache.a_prev, cache.xt])  # (n_a + n_x, m)

    def J(given):
        gamma_f, gamma_u, gamma_o = (given.get(f"gamma_{gate}", sigmoid(given[f"z{gate}"])) for gate in "fuo")
        c_tilde = given.get("c_tilde", np.tanh(given["zc"]))
        c_next = given.get("c", gamma_f * given["c_prev"] + gamma_u * c_tilde)
        return np.sum(da_next * gamma_o * np.tanh(c_next)) + np.sum(dc_next * c_next)

    first = {f"z{gate}": weights[f"W{gate}"] @ concat + weights[f"b{gate}"] for gate in "fuco"} | {"c_prev": cache.c_prev}
    values = first | {key: getattr(cache, key) for key in ("gamma_f", "gamma_u", "c_tilde", "gamma_o")} | {"c": cache.c_next}
    return {f"d{key}": numeric_gradient(lambda new, key=key: J(first | {key: new}), value) for key, value in values.items()}


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


def wrong_in_gru_step(cache, da_next, measured):
    """Return what lines of the way back through a GRU's step often come out as.

    Parameters
    ----------
    cache, da_next
        as for measured_in_gru_step
    measured : dict
        what that function returned

    Returns
    -------
    dict
        name → list of (array (n_a, m), what is wrong with it)
    """
    _, a_prev, gamma_u, gamma_r, c_tilde, _, weights = cache
    n_a, Wc = len(a_prev), weights["Wc"]
    kept, candidate = da_next * (1 - gamma_u), measured["dreset_a"] * gamma_r
    gates = measured["da_prev"] - kept - candidate
    other = "in a product each factor gets what comes in, times the other one; here that is"
    twice = "Γ_u stands twice in equation (4): before c̃, and with a minus in 1 − Γ_u"
    slope_of_tanh = "1 − Γ² is the slope of tanh; a gate is a σ, whose slope is Γ(1 − Γ)"
    return {
        "dgamma_u": [(da_next * c_tilde, twice), (-da_next * a_prev, twice),
                     (da_next * (c_tilde + a_prev), "the minus of 1 − Γ_u is forgotten"),
                     (da_next * gamma_u, f"{other} c̃, and a_prev in the second product")],
        "dc_tilde": [(kept, "1 − Γ_u multiplied the old state; the candidate was multiplied by Γ_u"),
                     (da_next * c_tilde, f"{other} Γ_u")],
        "dzu": [(measured["dgamma_u"] * (1 - gamma_u**2), slope_of_tanh),
                (measured["dgamma_u"] * gamma_u, "half of the slope is missing: it is Γ(1 − Γ)"),
                (measured["dgamma_u"] * (1 - gamma_u), "half of the slope is missing: it is Γ(1 − Γ)")],
        "dzr": [(measured["dgamma_r"] * (1 - gamma_r**2), slope_of_tanh),
                (measured["dgamma_r"] * gamma_r, "half of the slope is missing: it is Γ(1 − Γ)"),
                (measured["dgamma_r"] * (1 - gamma_r), "half of the slope is missing: it is Γ(1 − Γ)")],
        "dzc": [(measured["dc_tilde"] * c_tilde * (1 - c_tilde), "c̃(1 − c̃) is the slope of σ; the candidate is a tanh"),
                (measured["dc_tilde"] * (1 - np.tanh(c_tilde)**2), "tanh is taken once more; c̃ is a tanh already"),
                (measured["dc_tilde"] * (1 - c_tilde), "the square is missing in the slope of tanh, 1 − c̃²")],
        "dreset_a": [(Wc[:, :n_a] @ measured["dzc"], "W_c isn't turned: .T leads back through it"),
                     ((Wc.T @ measured["dzc"])[-n_a:], "these are the last rows; Γ_r ∗ a lies above in its column"),
                     (Wc[:, :n_a].T @ measured["dc_tilde"], "this is made from dc̃; the slope of tanh comes before W_c")],
        "dgamma_r": [(measured["dreset_a"] * gamma_r, f"{other} a_prev"), (measured["dreset_a"], f"{other} a_prev"),
                     (measured["dzc"] * a_prev, "this is made from dzc; W_c lies between it and the reset gate"),
                     (da_next * a_prev, "the reset gate is reached through the candidate, not from da_next")],
        "da_prev": [(candidate + gates, "what was kept is missing, da_next ∗ (1 − Γ_u)"),
                    (kept + gates, "the way through the candidate is missing"),
                    (kept + candidate, "the way through the gates is missing"), (kept, "two of its three ways are missing"),
                    (kept + measured["dreset_a"] + gates, "Γ_r is missing on the way through the candidate"),
                    (da_next + candidate + gates, "1 − Γ_u is missing on what was kept"),
                    (da_next * gamma_u + candidate + gates, "the old state was kept by 1 − Γ_u, not by Γ_u")],
    }

"""The long short-term memory: one cell, its loop through time, and the way back.

    (1)  Γ_f = σ(W_f [a^⟨t−1⟩; x^⟨t⟩] + b_f)           the forget gate: how much of the old memory stays
    (2)  Γ_u = σ(W_u [a^⟨t−1⟩; x^⟨t⟩] + b_u)           the update gate: how much of the candidate is written
    (3)  c̃   = tanh(W_c [a^⟨t−1⟩; x^⟨t⟩] + b_c)        the candidate
    (4)  Γ_o = σ(W_o [a^⟨t−1⟩; x^⟨t⟩] + b_o)           the output gate: how much of the memory is shown
    (5)  c^⟨t⟩ = Γ_f ∗ c^⟨t−1⟩ + Γ_u ∗ c̃               the cell state: the memory
    (6)  a^⟨t⟩ = Γ_o ∗ tanh(c^⟨t⟩)                     the hidden state: what the rest of the network sees
    (7)  ŷ^⟨t⟩ = softmax(W_y a^⟨t⟩ + b_y)

[a; x] is a on top of x; ∗ multiplies number by number. n_x numbers come in at a step, n_a is the number of units, n_y
numbers go out; m examples are worked on side by side, one a column; T_x is the number of steps.

Sources: S. Hochreiter and J. Schmidhuber, Long Short-Term Memory, Neural Computation 9 (1997), 1735–1780; the forget
gate is of F. A. Gers, J. Schmidhuber and F. Cummins, Learning to Forget, Neural Computation 12 (2000), 2451–2471.
"""
from typing import NamedTuple

import numpy as np

from helpers.networks import shapes
from helpers.networks.activations import sigmoid, softmax
from helpers.networks.parameters import LSTM


class LSTMCellCache(NamedTuple):
    """What one step remembers for the way back. It unpacks as a tuple and reads as fields."""
    a_next: np.ndarray  # (n_a, m), and so are all but xt
    c_next: np.ndarray
    a_prev: np.ndarray
    c_prev: np.ndarray
    gamma_f: np.ndarray
    gamma_u: np.ndarray
    c_tilde: np.ndarray
    gamma_o: np.ndarray
    xt: np.ndarray  # (n_x, m)
    parameters: dict


CACHE = LSTMCellCache(*["n_a m"] * 8, "n_x m", {key: LSTM[key] for key in LSTM if key not in ("Wy", "by")})


@shapes.checked(xt="n_x m", a_prev="n_a m", c_prev="n_a m", parameters=LSTM)
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    """Take one step: equations (1) to (7).

    Parameters
    ----------
    xt : array (n_x, m)
        the input of this step
    a_prev : array (n_a, m)
        the hidden state before it
    c_prev : array (n_a, m)
        the cell state before it
    parameters : dict
        Wf, Wu, Wc, Wo (n_a, n_a + n_x), bf, bu, bc, bo (n_a, 1), Wy (n_y, n_a), by (n_y, 1)

    Returns
    -------
    a_next : array (n_a, m)
        the hidden state after the step
    c_next : array (n_a, m)
        the cell state after the step
    yt_pred : array (n_y, m)
        the prediction; each column sums to 1
    cache : LSTMCellCache
        (a_next, c_next, a_prev, c_prev, gamma_f, gamma_u, c_tilde, gamma_o, xt, parameters), for lstm_cell_backward

    Raises
    ------
    TypeError, ValueError
        naming the argument, what came and what was expected
    """
    Wf, bf = parameters["Wf"], parameters["bf"]
    Wu, bu = parameters["Wu"], parameters["bu"]
    Wc, bc = parameters["Wc"], parameters["bc"]
    Wo, bo = parameters["Wo"], parameters["bo"]
    Wy, by = parameters["Wy"], parameters["by"]

    concat = np.concatenate([a_prev, xt])  # (n_a + n_x, m)
    gamma_f = sigmoid(Wf @ concat + bf)  # (n_a, m)  equation (1)
    gamma_u = sigmoid(Wu @ concat + bu)  # (n_a, m)  equation (2)
    c_tilde = np.tanh(Wc @ concat + bc)  # (n_a, m)  equation (3)
    gamma_o = sigmoid(Wo @ concat + bo)  # (n_a, m)  equation (4)

    c_next = gamma_f * c_prev + gamma_u * c_tilde  # (n_a, m)  equation (5)
    a_next = gamma_o * np.tanh(c_next)  # (n_a, m)  equation (6)
    yt_pred = softmax(Wy @ a_next + by)  # (n_y, m)  equation (7)

    cache = LSTMCellCache(a_next, c_next, a_prev, c_prev, gamma_f, gamma_u, c_tilde, gamma_o, xt, parameters)
    return a_next, c_next, yt_pred, cache


@shapes.checked(da_next="n_a m", dc_next="n_a m", cache=CACHE)
def lstm_cell_backward(da_next, dc_next, cache):
    """Take one step back: from ∂J/∂a^⟨t⟩ and ∂J/∂c^⟨t⟩ to the gradients of everything that went into the step.

        (8)   dΓ_o = da^⟨t⟩ ∗ tanh(c^⟨t⟩)
        (9)   dc = dc^⟨t⟩ + da^⟨t⟩ ∗ Γ_o ∗ (1 − tanh²(c^⟨t⟩))      the two ways into c: from the next step, and through a
        (10)  dΓ_f = dc ∗ c^⟨t−1⟩      dΓ_u = dc ∗ c̃      dc̃ = dc ∗ Γ_u
        (11)  dc^⟨t−1⟩ = dc ∗ Γ_f                                 the path along the memory: no weight is in it
        (12)  dz = dΓ ∗ Γ ∗ (1 − Γ) for each gate      dz_c = dc̃ ∗ (1 − c̃²)
        (13)  [da^⟨t−1⟩; dx^⟨t⟩] = W_fᵀ dz_f + W_uᵀ dz_u + W_cᵀ dz_c + W_oᵀ dz_o
        (14)  dW = dz [a^⟨t−1⟩; x^⟨t⟩]ᵀ      db = Σ over examples of dz      for each of f, u, c, o

    Parameters
    ----------
    da_next : array (n_a, m)
        ∂J/∂a^⟨t⟩, all of it: through ŷ^⟨t⟩ and through the gates of the step after t
    dc_next : array (n_a, m)
        the part of ∂J/∂c^⟨t⟩ that comes along the memory from the step after t; what comes through a^⟨t⟩ is added here
    cache : LSTMCellCache
        what lstm_cell_forward returned

    Returns
    -------
    dict with dxt (n_x, m), da_prev, dc_prev (n_a, m), dWf, dWu, dWc, dWo (n_a, n_a + n_x), dbf, dbu, dbc, dbo (n_a, 1)
    """
    a_next, c_next, a_prev, c_prev, gamma_f, gamma_u, c_tilde, gamma_o, xt, parameters = cache
    Wf, Wu, Wc, Wo = parameters["Wf"], parameters["Wu"], parameters["Wc"], parameters["Wo"]
    n_a = a_prev.shape[0]

    dgamma_o = da_next * np.tanh(c_next)  # (n_a, m)  equation (8)
    dc = dc_next + da_next * gamma_o * (1 - np.tanh(c_next) ** 2)  # (n_a, m)  equation (9)
    dgamma_f = dc * c_prev  # (n_a, m)  equation (10)
    dgamma_u = dc * c_tilde  # (n_a, m)
    dc_tilde = dc * gamma_u  # (n_a, m)
    dc_prev = dc * gamma_f  # (n_a, m)  equation (11)

    dzf = dgamma_f * gamma_f * (1 - gamma_f)  # (n_a, m)  equation (12)
    dzu = dgamma_u * gamma_u * (1 - gamma_u)  # (n_a, m)
    dzc = dc_tilde * (1 - c_tilde**2)  # (n_a, m)
    dzo = dgamma_o * gamma_o * (1 - gamma_o)  # (n_a, m)

    concat = np.concatenate([a_prev, xt])  # (n_a + n_x, m)
    dconcat = Wf.T @ dzf + Wu.T @ dzu + Wc.T @ dzc + Wo.T @ dzo  # (n_a + n_x, m)  equation (13)

    return {
        "da_prev": dconcat[:n_a],  # (n_a, m): in [a; x], a lies above x
        "dxt": dconcat[n_a:],  # (n_x, m)
        "dc_prev": dc_prev,  # (n_a, m)
        "dWf": dzf @ concat.T,  # (n_a, n_a + n_x)  equation (14)
        "dWu": dzu @ concat.T,
        "dWc": dzc @ concat.T,
        "dWo": dzo @ concat.T,
        "dbf": np.sum(dzf, axis=1, keepdims=True),  # (n_a, 1)
        "dbu": np.sum(dzu, axis=1, keepdims=True),
        "dbc": np.sum(dzc, axis=1, keepdims=True),
        "dbo": np.sum(dzo, axis=1, keepdims=True),
    }


@shapes.checked(x="n_x m T_x", a0="n_a m", parameters=LSTM)
def lstm_forward(x, a0, parameters):
    """Take T_x steps, each with the same parameters, each from the two states that the one before left.

    Parameters
    ----------
    x : array (n_x, m, T_x)
        the inputs of all steps
    a0 : array (n_a, m)
        the hidden state before the first step; the cell state before it is zero
    parameters : dict
        as for lstm_cell_forward

    Returns
    -------
    a : array (n_a, m, T_x)
        the hidden state after each step
    y_pred : array (n_y, m, T_x)
        the prediction of each step
    c : array (n_a, m, T_x)
        the cell state after each step
    caches : tuple (list of T_x LSTMCellCache, x)
    """
    _, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape

    a = np.zeros((n_a, m, T_x))
    c = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    caches = []

    a_next = a0  # (n_a, m)
    c_next = np.zeros((n_a, m))  # the memory starts empty: c0 is not a0
    for t in range(T_x):
        a_next, c_next, yt_pred, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        a[:, :, t] = a_next
        c[:, :, t] = c_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)

    return a, y_pred, c, (caches, x)


@shapes.checked(caches=([CACHE], "n_x m T_x"), da="n_a m T_x")
def lstm_backward(da, caches):
    """Go back through all steps, from the last to the first, and carry two gradients: one for a, one for c.

    Parameters
    ----------
    da : array (n_a, m, T_x)
        for each step the part of ∂J/∂a^⟨t⟩ that comes through ŷ^⟨t⟩ alone; what comes through later steps is added here
    caches : tuple
        what lstm_forward returned

    Returns
    -------
    dict with dx (n_x, m, T_x), da0 (n_a, m), dWf, dWu, dWc, dWo (n_a, n_a + n_x), dbf, dbu, dbc, dbo (n_a, 1)
        the weights serve at every step, so their gradients are sums over the steps
    """
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)  # (n_x, m, T_x)
    sums = dict.fromkeys(("dWf", "dbf", "dWu", "dbu", "dWc", "dbc", "dWo", "dbo"), 0.0)  # arrays from the first step on

    da_prev = np.zeros((n_a, m))  # nothing comes from after the last step,
    dc_prev = np.zeros((n_a, m))  # neither through a nor along c
    for t in reversed(range(T_x)):
        step = lstm_cell_backward(da[:, :, t] + da_prev, dc_prev, caches[t])
        da_prev, dc_prev = step["da_prev"], step["dc_prev"]
        dx[:, :, t] = step["dxt"]
        for key in sums:
            sums[key] += step[key]

    return {"dx": dx, "da0": da_prev, **sums}

"""The gated recurrent unit: one cell, its loop through time, and the way back.

    (1)  Γ_u = σ(W_u [a^⟨t−1⟩; x^⟨t⟩] + b_u)           the update gate: write where it is 1, keep where it is 0
    (2)  Γ_r = σ(W_r [a^⟨t−1⟩; x^⟨t⟩] + b_r)           the reset gate: how much of the old state the candidate sees
    (3)  c̃   = tanh(W_c [Γ_r ∗ a^⟨t−1⟩; x^⟨t⟩] + b_c)  the candidate
    (4)  c^⟨t⟩ = Γ_u ∗ c̃ + (1 − Γ_u) ∗ c^⟨t−1⟩         update and forget are one gate,
         a^⟨t⟩ = c^⟨t⟩                                 and memory and hidden state are one: the code calls both a
    (5)  ŷ^⟨t⟩ = softmax(W_y a^⟨t⟩ + b_y)

This is reset="before" (the matrix product), as in Cho 2014. PyTorch and cuDNN reset after it: every function here
takes the keyword reset="after", which leads to its twin in gru_after.py.

n_x numbers come in at a step, n_a is the number of units, n_y numbers go out; m examples are worked on side by side,
one a column; T_x is the number of steps.

Source: K. Cho and others, Learning Phrase Representations using RNN Encoder–Decoder, EMNLP 2014. There the update
gate z keeps where it is 1: z = 1 − Γ_u.
"""
import functools
import inspect
from typing import NamedTuple

import numpy as np

from helpers.networks import gru_after, shapes
from helpers.networks.activations import sigmoid, softmax
from helpers.networks.parameters import GRU, require_reset


class GRUCellCache(NamedTuple):
    """What one step remembers for the way back. It unpacks as a tuple and reads as fields."""
    a_next: np.ndarray  # (n_a, m), and so are all but xt
    a_prev: np.ndarray
    gamma_u: np.ndarray
    gamma_r: np.ndarray
    c_tilde: np.ndarray
    xt: np.ndarray  # (n_x, m)
    parameters: dict


CACHE = GRUCellCache(*["n_a m"] * 5, "n_x m", {key: GRU[key] for key in GRU if key not in ("Wy", "by")})


def told_apart_from(after):
    """Return a decorator that gives a function the keyword `reset`; with reset="after", `after` does the work."""
    def decorate(function):
        @functools.wraps(function)
        def chosen(*args, reset="before", **kwargs):
            require_reset(reset)
            return (function if reset == "before" else after)(*args, **kwargs)

        chosen.__wrapped__ = inspect.unwrap(function)
        return chosen

    return decorate


@told_apart_from(gru_after.gru_cell_after)
@shapes.checked(xt="n_x m", a_prev="n_a m", parameters=GRU)
def gru_cell_forward(xt, a_prev, parameters):
    """Take one step: equations (1) to (5).

    Parameters
    ----------
    xt : array (n_x, m)
        the input of this step
    a_prev : array (n_a, m)
        the state before it
    parameters : dict
        Wu, Wr, Wc (n_a, n_a + n_x), bu, br, bc (n_a, 1), Wy (n_y, n_a), by (n_y, 1)

    Returns
    -------
    a_next : array (n_a, m)
        the state after the step
    yt_pred : array (n_y, m)
        the prediction; each column sums to 1
    cache : GRUCellCache
        (a_next, a_prev, gamma_u, gamma_r, c_tilde, xt, parameters), for gru_cell_backward

    Raises
    ------
    TypeError, ValueError
        naming the argument, what came and what was expected
    """
    Wu, bu = parameters["Wu"], parameters["bu"]
    Wr, br = parameters["Wr"], parameters["br"]
    Wc, bc = parameters["Wc"], parameters["bc"]
    Wy, by = parameters["Wy"], parameters["by"]

    concat = np.concatenate([a_prev, xt])  # (n_a + n_x, m)
    gamma_u = sigmoid(Wu @ concat + bu)  # (n_a, m)  equation (1)
    gamma_r = sigmoid(Wr @ concat + br)  # (n_a, m)  equation (2)

    concat_r = np.concatenate([gamma_r * a_prev, xt])  # (n_a + n_x, m)
    c_tilde = np.tanh(Wc @ concat_r + bc)  # (n_a, m)  equation (3)
    a_next = gamma_u * c_tilde + (1 - gamma_u) * a_prev  # (n_a, m)  equation (4)
    yt_pred = softmax(Wy @ a_next + by)  # (n_y, m)  equation (5)

    return a_next, yt_pred, GRUCellCache(a_next, a_prev, gamma_u, gamma_r, c_tilde, xt, parameters)


@told_apart_from(gru_after.gru_cell_backward)
@shapes.checked(da_next="n_a m", cache=CACHE)
def gru_cell_backward(da_next, cache):
    """Take one step back: from ∂J/∂a^⟨t⟩ to the gradients of everything that went into the step.

        (6)   dΓ_u = da_next ∗ (c̃ − a^⟨t−1⟩)     dc̃ = da_next ∗ Γ_u
        (7)   dz_u = dΓ_u ∗ Γ_u ∗ (1 − Γ_u)      dz_c = dc̃ ∗ (1 − c̃²)
        (8)   [d(Γ_r ∗ a); dx by way of c̃] = W_cᵀ dz_c
        (9)   dΓ_r = d(Γ_r ∗ a) ∗ a^⟨t−1⟩        dz_r = dΓ_r ∗ Γ_r ∗ (1 − Γ_r)
        (10)  [da by way of the gates; dx by way of the gates] = W_uᵀ dz_u + W_rᵀ dz_r
        (11)  da_prev = da_next ∗ (1 − Γ_u) + d(Γ_r ∗ a) ∗ Γ_r + da by way of the gates
        (12)  dx^⟨t⟩ = dx by way of c̃ + dx by way of the gates
        (13)  dW = dz [a^⟨t−1⟩; x^⟨t⟩]ᵀ for u and r, dW_c = dz_c [Γ_r ∗ a^⟨t−1⟩; x^⟨t⟩]ᵀ
        (14)  db = Σ over examples of dz

    Parameters
    ----------
    da_next : array (n_a, m)
        ∂J/∂a^⟨t⟩, all of it: through ŷ^⟨t⟩ and through the steps after t
    cache : GRUCellCache
        what gru_cell_forward returned

    Returns
    -------
    dict with dxt (n_x, m), da_prev (n_a, m), dWu, dWr, dWc (n_a, n_a + n_x), dbu, dbr, dbc (n_a, 1)
    """
    a_next, a_prev, gamma_u, gamma_r, c_tilde, xt, parameters = cache
    Wu, Wr, Wc = parameters["Wu"], parameters["Wr"], parameters["Wc"]
    n_a = a_prev.shape[0]
    concat = np.concatenate([a_prev, xt])  # (n_a + n_x, m)
    concat_r = np.concatenate([gamma_r * a_prev, xt])  # (n_a + n_x, m)

    dgamma_u = da_next * (c_tilde - a_prev)  # (n_a, m)  equation (6)
    dc_tilde = da_next * gamma_u  # (n_a, m)
    dzu = dgamma_u * gamma_u * (1 - gamma_u)  # (n_a, m)  equation (7)
    dzc = dc_tilde * (1 - c_tilde**2)  # (n_a, m)

    dconcat_r = Wc.T @ dzc  # (n_a + n_x, m)  equation (8)
    dgamma_r = dconcat_r[:n_a] * a_prev  # (n_a, m)  equation (9)
    dzr = dgamma_r * gamma_r * (1 - gamma_r)  # (n_a, m)
    dconcat = Wu.T @ dzu + Wr.T @ dzr  # (n_a + n_x, m)  equation (10)

    return {
        "da_prev": da_next * (1 - gamma_u) + dconcat_r[:n_a] * gamma_r + dconcat[:n_a],  # (n_a, m)  equation (11)
        "dxt": dconcat_r[n_a:] + dconcat[n_a:],  # (n_x, m)  equation (12)
        "dWu": dzu @ concat.T,  # (n_a, n_a + n_x)  equation (13)
        "dWr": dzr @ concat.T,
        "dWc": dzc @ concat_r.T,
        "dbu": np.sum(dzu, axis=1, keepdims=True),  # (n_a, 1)  equation (14)
        "dbr": np.sum(dzr, axis=1, keepdims=True),
        "dbc": np.sum(dzc, axis=1, keepdims=True),
    }


@told_apart_from(gru_after.gru_forward)
@shapes.checked(x="n_x m T_x", a0="n_a m", parameters=GRU)
def gru_forward(x, a0, parameters):
    """Take T_x steps, each with the same parameters, each from the state that the one before left.

    Parameters
    ----------
    x : array (n_x, m, T_x)
        the inputs of all steps
    a0 : array (n_a, m)
        the state before the first step
    parameters : dict
        as for gru_cell_forward

    Returns
    -------
    a : array (n_a, m, T_x)
        the state after each step
    y_pred : array (n_y, m, T_x)
        the prediction of each step
    caches : tuple (list of T_x GRUCellCache, x)
    """
    _, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape

    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    caches = []

    a_next = a0  # (n_a, m)
    for t in range(T_x):
        a_next, yt_pred, cache = gru_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)

    return a, y_pred, (caches, x)


@told_apart_from(gru_after.gru_backward)
@shapes.checked(caches=([CACHE], "n_x m T_x"), da="n_a m T_x")
def gru_backward(da, caches):
    """Go back through all steps, from the last to the first: backpropagation through time.

    Parameters
    ----------
    da : array (n_a, m, T_x)
        for each step the part of ∂J/∂a^⟨t⟩ that comes through ŷ^⟨t⟩ alone; what comes through later steps is added here
    caches : tuple
        what gru_forward returned

    Returns
    -------
    dict with dx (n_x, m, T_x), da0 (n_a, m), dWu, dWr, dWc (n_a, n_a + n_x), dbu, dbr, dbc (n_a, 1)
    """
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)  # (n_x, m, T_x)
    sums = dict.fromkeys(("dWu", "dbu", "dWr", "dbr", "dWc", "dbc"), 0.0)  # arrays from the first step on

    da_prev = np.zeros((n_a, m))  # nothing comes from after the last step
    for t in reversed(range(T_x)):
        step = gru_cell_backward(da[:, :, t] + da_prev, caches[t])
        da_prev = step["da_prev"]
        dx[:, :, t] = step["dxt"]
        for key in sums:
            sums[key] += step[key]

    return {"dx": dx, "da0": da_prev, **sums}

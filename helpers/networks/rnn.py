"""The simple recurrent network: one cell, its loop through time, and the way back.

    (1)  a^⟨t⟩ = tanh(W_ax x^⟨t⟩ + W_aa a^⟨t−1⟩ + b_a)
    (2)  ŷ^⟨t⟩ = softmax(W_ya a^⟨t⟩ + b_y)

n_x numbers come in at a step, n_a is the number of units, n_y numbers go out; m examples are worked on side by side,
one a column; T_x is the number of steps.

Source: J. L. Elman, Finding Structure in Time, Cognitive Science 14 (1990), 179–211.
"""
from typing import NamedTuple

import numpy as np

from helpers.networks import shapes
from helpers.networks.activations import softmax
from helpers.networks.parameters import RNN


class RNNCellCache(NamedTuple):
    """What one step remembers for the way back. It unpacks as a tuple and reads as fields."""
    a_next: np.ndarray  # (n_a, m)
    a_prev: np.ndarray  # (n_a, m)
    xt: np.ndarray  # (n_x, m)
    parameters: dict


CACHE = RNNCellCache("n_a m", "n_a m", "n_x m", {key: RNN[key] for key in ("Waa", "Wax", "ba")})


@shapes.checked(xt="n_x m", a_prev="n_a m", parameters=RNN)
def rnn_cell_forward(xt, a_prev, parameters):
    """Take one step: equations (1) and (2).

    Parameters
    ----------
    xt : array (n_x, m)
        the input of this step
    a_prev : array (n_a, m)
        the hidden state before it
    parameters : dict
        Wax (n_a, n_x), Waa (n_a, n_a), ba (n_a, 1), Wya (n_y, n_a), by (n_y, 1)

    Returns
    -------
    a_next : array (n_a, m)
        the hidden state after the step
    yt_pred : array (n_y, m)
        the prediction; each column sums to 1
    cache : RNNCellCache
        (a_next, a_prev, xt, parameters), for rnn_cell_backward

    Raises
    ------
    TypeError, ValueError
        naming the argument, what came and what was expected
    """
    Wax, Waa, ba = parameters["Wax"], parameters["Waa"], parameters["ba"]
    Wya, by = parameters["Wya"], parameters["by"]

    a_next = np.tanh(Wax @ xt + Waa @ a_prev + ba)  # (n_a, m)  equation (1)
    yt_pred = softmax(Wya @ a_next + by)  # (n_y, m)  equation (2)

    return a_next, yt_pred, RNNCellCache(a_next, a_prev, xt, parameters)


@shapes.checked(da_next="n_a m", cache=CACHE)
def rnn_cell_backward(da_next, cache):
    """Take one step back: from ∂J/∂a^⟨t⟩ to the gradients of everything that went into a^⟨t⟩.

        (3)  dz = (1 − a^⟨t⟩²) ∗ da^⟨t⟩       z is what tanh was taken of
        (4)  dx^⟨t⟩ = W_axᵀ dz      da^⟨t−1⟩ = W_aaᵀ dz
        (5)  dW_ax = dz x^⟨t⟩ᵀ      dW_aa = dz a^⟨t−1⟩ᵀ      db_a = Σ over examples of dz

    Parameters
    ----------
    da_next : array (n_a, m)
        ∂J/∂a^⟨t⟩, all of it: through ŷ^⟨t⟩ and through the steps after t
    cache : RNNCellCache
        what rnn_cell_forward returned

    Returns
    -------
    dict with dxt (n_x, m), da_prev (n_a, m), dWax (n_a, n_x), dWaa (n_a, n_a), dba (n_a, 1)
    """
    a_next, a_prev, xt, parameters = cache
    Wax, Waa = parameters["Wax"], parameters["Waa"]

    dz = (1 - a_next**2) * da_next  # (n_a, m)  equation (3)

    return {
        "dxt": Wax.T @ dz,  # (n_x, m)  equation (4)
        "da_prev": Waa.T @ dz,  # (n_a, m)
        "dWax": dz @ xt.T,  # (n_a, n_x)  equation (5)
        "dWaa": dz @ a_prev.T,  # (n_a, n_a)
        "dba": np.sum(dz, axis=1, keepdims=True),  # (n_a, 1)
    }


@shapes.checked(x="n_x m T_x", a0="n_a m", parameters=RNN)
def rnn_forward(x, a0, parameters):
    """Take T_x steps, each with the same parameters, each from the state that the one before left.

    Parameters
    ----------
    x : array (n_x, m, T_x)
        the inputs of all steps
    a0 : array (n_a, m)
        the hidden state before the first step
    parameters : dict
        as for rnn_cell_forward

    Returns
    -------
    a : array (n_a, m, T_x)
        the hidden state after each step
    y_pred : array (n_y, m, T_x)
        the prediction of each step
    caches : tuple (list of T_x RNNCellCache, x)
    """
    _, m, T_x = x.shape
    n_y, n_a = parameters["Wya"].shape

    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    caches = []

    a_next = a0  # (n_a, m)
    for t in range(T_x):
        a_next, yt_pred, cache = rnn_cell_forward(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        y_pred[:, :, t] = yt_pred
        caches.append(cache)

    return a, y_pred, (caches, x)


@shapes.checked(caches=([CACHE], "n_x m T_x"), da="n_a m T_x")
def rnn_backward(da, caches):
    """Go back through all steps, from the last to the first: backpropagation through time.

    Parameters
    ----------
    da : array (n_a, m, T_x)
        for each step the part of ∂J/∂a^⟨t⟩ that comes through ŷ^⟨t⟩ alone; what comes through later steps is added here
    caches : tuple
        what rnn_forward returned

    Returns
    -------
    dict with dx (n_x, m, T_x), da0 (n_a, m), dWax (n_a, n_x), dWaa (n_a, n_a), dba (n_a, 1)
        the weights serve at every step, so their gradients are sums over the steps
    """
    caches, x = caches
    parameters = caches[0][3]
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)  # (n_x, m, T_x)
    dWax = np.zeros(parameters["Wax"].shape)  # (n_a, n_x)
    dWaa = np.zeros(parameters["Waa"].shape)  # (n_a, n_a)
    dba = np.zeros(parameters["ba"].shape)  # (n_a, 1)

    da_prev = np.zeros((n_a, m))  # nothing comes from after the last step
    for t in reversed(range(T_x)):
        step = rnn_cell_backward(da[:, :, t] + da_prev, caches[t])
        da_prev = step["da_prev"]
        dx[:, :, t] = step["dxt"]
        dWax += step["dWax"]
        dWaa += step["dWaa"]
        dba += step["dba"]

    return {"dx": dx, "da0": da_prev, "dWax": dWax, "dWaa": dWaa, "dba": dba}

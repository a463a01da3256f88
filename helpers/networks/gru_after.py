"""The gated recurrent unit whose reset gate acts after the matrix product, as in PyTorch and cuDNN.

It is gru.py with another candidate. W_c is cut into W_ca for a and W_cx for x, and the side of a has a bias
b_rc of its own (key brc), which the gate can take away:

    (3′)  c̃ = tanh(W_cx x^⟨t⟩ + b_c + Γ_r ∗ (W_ca a^⟨t−1⟩ + b_rc))

The product W_ca a^⟨t−1⟩ then needs no Γ_r, so that one matrix product serves both gates and the candidate: that is
why fast libraries do it so. The functions are called in gru.py by reset="after"; but for the cell forward they have
the names that they have there.
"""
from typing import NamedTuple

import numpy as np

from helpers.networks import shapes
from helpers.networks.activations import sigmoid, softmax
from helpers.networks.parameters import GRU

AFTER = GRU | {"brc": "n_a 1"}


class GRUAfterCellCache(NamedTuple):
    """What one step remembers for the way back. It unpacks as a tuple and reads as fields."""
    a_next: np.ndarray  # (n_a, m), and so are all but xt
    a_prev: np.ndarray
    gamma_u: np.ndarray
    gamma_r: np.ndarray
    c_tilde: np.ndarray
    recurrent: np.ndarray  # W_ca a^⟨t−1⟩ + b_rc: what Γ_r is multiplied with
    xt: np.ndarray  # (n_x, m)
    parameters: dict


CACHE = GRUAfterCellCache(*["n_a m"] * 6, "n_x m", {key: AFTER[key] for key in AFTER if key not in ("Wy", "by")})


@shapes.checked(xt="n_x m", a_prev="n_a m", parameters=AFTER)
def gru_cell_after(xt, a_prev, parameters):
    """Take one step with equation (3′); the dictionary `parameters` has the key brc (n_a, 1) as well."""
    Wu, bu, Wr, br = (parameters[key] for key in ("Wu", "bu", "Wr", "br"))
    Wc, bc, brc = (parameters[key] for key in ("Wc", "bc", "brc"))
    Wy, by = parameters["Wy"], parameters["by"]
    n_a = a_prev.shape[0]

    concat = np.concatenate([a_prev, xt])  # (n_a + n_x, m)
    gamma_u = sigmoid(Wu @ concat + bu)  # (n_a, m)
    gamma_r = sigmoid(Wr @ concat + br)  # (n_a, m)
    recurrent = Wc[:, :n_a] @ a_prev + brc  # (n_a, m)
    c_tilde = np.tanh(Wc[:, n_a:] @ xt + bc + gamma_r * recurrent)  # (n_a, m)  equation (3′)
    a_next = gamma_u * c_tilde + (1 - gamma_u) * a_prev  # (n_a, m)
    yt_pred = softmax(Wy @ a_next + by)  # (n_y, m)

    return a_next, yt_pred, GRUAfterCellCache(a_next, a_prev, gamma_u, gamma_r, c_tilde, recurrent, xt, parameters)


@shapes.checked(da_next="n_a m", cache=CACHE)
def gru_cell_backward(da_next, cache):
    """Take one step back through equation (3′); the dictionary returned has dbrc as well."""
    a_next, a_prev, gamma_u, gamma_r, c_tilde, recurrent, xt, parameters = cache
    Wu, Wr, Wc = parameters["Wu"], parameters["Wr"], parameters["Wc"]
    n_a = a_prev.shape[0]
    concat = np.concatenate([a_prev, xt])  # (n_a + n_x, m)

    dzu = da_next * (c_tilde - a_prev) * gamma_u * (1 - gamma_u)  # (n_a, m)
    dzc = da_next * gamma_u * (1 - c_tilde**2)  # (n_a, m)
    drecurrent = dzc * gamma_r  # (n_a, m)
    dzr = dzc * recurrent * gamma_r * (1 - gamma_r)  # (n_a, m)
    dconcat = Wu.T @ dzu + Wr.T @ dzr  # (n_a + n_x, m)

    return {
        "da_prev": da_next * (1 - gamma_u) + Wc[:, :n_a].T @ drecurrent + dconcat[:n_a],  # (n_a, m)
        "dxt": Wc[:, n_a:].T @ dzc + dconcat[n_a:],  # (n_x, m)
        "dWu": dzu @ concat.T,  # (n_a, n_a + n_x)
        "dWr": dzr @ concat.T,
        "dWc": np.hstack([drecurrent @ a_prev.T, dzc @ xt.T]),
        "dbu": np.sum(dzu, axis=1, keepdims=True),  # (n_a, 1)
        "dbr": np.sum(dzr, axis=1, keepdims=True),
        "dbc": np.sum(dzc, axis=1, keepdims=True),
        "dbrc": np.sum(drecurrent, axis=1, keepdims=True),
    }


@shapes.checked(x="n_x m T_x", a0="n_a m", parameters=AFTER)
def gru_forward(x, a0, parameters):
    """Take T_x steps; arguments and results are those of gru.gru_forward."""
    _, m, T_x = x.shape
    n_y, n_a = parameters["Wy"].shape
    a = np.zeros((n_a, m, T_x))
    y_pred = np.zeros((n_y, m, T_x))
    caches = []

    a_next = a0  # (n_a, m)
    for t in range(T_x):
        a_next, y_pred[:, :, t], cache = gru_cell_after(x[:, :, t], a_next, parameters)
        a[:, :, t] = a_next
        caches.append(cache)

    return a, y_pred, (caches, x)


@shapes.checked(caches=([CACHE], "n_x m T_x"), da="n_a m T_x")
def gru_backward(da, caches):
    """Go back through all steps; arguments and results are those of gru.gru_backward, and dbrc."""
    caches, x = caches
    n_a, m, T_x = da.shape
    dx = np.zeros(x.shape)  # (n_x, m, T_x)
    sums = dict.fromkeys(("dWu", "dbu", "dWr", "dbr", "dWc", "dbc", "dbrc"), 0.0)

    da_prev = np.zeros((n_a, m))
    for t in reversed(range(T_x)):
        step = gru_cell_backward(da[:, :, t] + da_prev, caches[t])
        da_prev, dx[:, :, t] = step["da_prev"], step["dxt"]
        for key in sums:
            sums[key] += step[key]

    return {"dx": dx, "da0": da_prev, **sums}

"""One LSTM over all steps, from any first states, with the four gates in one product: the layer that others are made of.

    (1)  z^⟨t⟩ = W [a^⟨t−1⟩; x^⟨t⟩] + b            rows of Γ_f, Γ_u, Γ_o and c̃, one below the other
    (2)  c^⟨t⟩ = Γ_f ∗ c^⟨t−1⟩ + Γ_u ∗ c̃          a^⟨t⟩ = Γ_o ∗ tanh(c^⟨t⟩)

The cell is that of helpers/networks/lstm.py (a test holds them equal), without a prediction. n_x numbers come in at a step,
n_a is the number of units, m examples are worked on side by side, T_x is the number of steps. Inside, time comes first, so that
a step's numbers lie together; what goes in and out is (·, m, T_x) as everywhere.
"""
from typing import NamedTuple

import numpy as np

from helpers.networks import shapes


class LayerCache(NamedTuple):
    """What a layer remembers for the way back; time comes first in all but W."""
    x: np.ndarray  # (T_x, n_x, m)
    a_prev: np.ndarray  # (T_x, n_a, m): what each step read, so after the mask
    c_prev: np.ndarray  # (T_x, n_a, m)
    c: np.ndarray  # (T_x, n_a, m)
    gates: np.ndarray  # (T_x, 4, n_a, m): Γ_f, Γ_u, Γ_o, c̃
    W: np.ndarray  # (4 n_a, n_a + n_x)
    mask_a: np.ndarray  # (T_x, n_a, m), or ones (T_x, 1, 1)
    mask_c: np.ndarray


@shapes.checked(x="n_x m T_x", a0="n_a m", c0="n_a m")
def layer_forward(x, a0, c0, W, b, mask_a=None, mask_c=None):
    """Run one LSTM over all steps: equations (1) to (6) of the cell, the four gates in one product.

    Parameters
    ----------
    x : array (n_x, m, T_x)
    a0, c0 : arrays (n_a, m)
        the states before the first step
    W, b : arrays (4 n_a, n_a + n_x), (4 n_a, 1)
        rows of Γ_f, Γ_u, Γ_o and c̃, one below the other
    mask_a, mask_c : arrays (n_a, m, T_x), optional
        what a^⟨t−1⟩ and c^⟨t−1⟩ are multiplied by on their way into step t; 1 if not given

    Returns
    -------
    a, c : arrays (n_a, m, T_x)
        both states after each step
    cache : LayerCache

    Raises
    ------
    ValueError
        if W doesn't fit n_a, the rows of a0, and n_x, those of x
    """
    n_x, m, T_x = x.shape
    n_a = len(a0)
    if len(W) != 4 * n_a:
        raise ValueError(f"a0 has shape {a0.shape}, expected (n_a, m) with n_a = {len(W) // 4}: W has 4 n_a = {len(W)} rows")
    if W.shape[1] != n_a + n_x:
        raise ValueError(f"x has shape {x.shape}, expected (n_x, m, T_x) with n_x = {W.shape[1] - n_a}: "
                         f"W has n_a + n_x = {W.shape[1]} columns")
    ones = np.ones((T_x, 1, 1), x.dtype)
    mask_a, mask_c = (ones if mask is None else mask.transpose(2, 0, 1) for mask in (mask_a, mask_c))
    time_first = np.ascontiguousarray(x.transpose(2, 0, 1))  # (T_x, n_x, m)
    a, c, a_prevs, c_prevs = (np.zeros((T_x, n_a, m), x.dtype) for _ in range(4))
    gates = (W[:, n_a:] @ time_first).reshape(T_x, 4, n_a, m)  # what x gives to z, for all steps at once
    gates += b.reshape(4, n_a, 1)
    W_a = np.ascontiguousarray(W[:, :n_a])  # (4 n_a, n_a)

    a_next, c_next = a0, c0
    for t in range(T_x):
        a_prev, c_prev = a_next * mask_a[t], c_next * mask_c[t]  # (n_a, m)
        z = gates[t]  # (4, n_a, m), a view: what is written here stands in gates
        z += (W_a @ a_prev).reshape(4, n_a, m)
        z[:3] *= 0.5  # σ(z) = 0.5 + 0.5 tanh(0.5 z), written with tanh: quicker, and it can't overflow
        np.tanh(z, out=z)
        z[:3] *= 0.5
        z[:3] += 0.5
        gamma_f, gamma_u, gamma_o, c_tilde = z
        c_next = gamma_f * c_prev + gamma_u * c_tilde  # (n_a, m)
        a_next = gamma_o * np.tanh(c_next)  # (n_a, m)
        a_prevs[t], c_prevs[t], a[t], c[t] = a_prev, c_prev, a_next, c_next

    cache = LayerCache(time_first, a_prevs, c_prevs, c, gates, W, mask_a, mask_c)
    return a.transpose(1, 2, 0), c.transpose(1, 2, 0), cache


def layer_backward(da, cache, dc_last=None):
    """Go back through all steps of one LSTM.

    Parameters
    ----------
    da : array (n_a, m, T_x)
        for each step what reaches a^⟨t⟩ from outside the layer
    cache : LayerCache
    dc_last : array (n_a, m), optional
        what reaches the last memory from outside: zero, unless another network starts from it

    Returns
    -------
    dict with dx (n_x, m, T_x), da0, dc0 (n_a, m), dW (4 n_a, n_a + n_x), db (4 n_a, 1)

    Raises
    ------
    ValueError
        if da hasn't the shape of a
    """
    x, a_prev, c_prev, c, gates, W, mask_a, mask_c = cache
    T_x, n_a, m = c.shape
    if da.shape != (n_a, m, T_x):
        raise ValueError(f"da has shape {da.shape}, expected (n_a, m, T_x) = {(n_a, m, T_x)}, as a was")
    da, W_aT = np.ascontiguousarray(da.transpose(2, 0, 1)), np.ascontiguousarray(W[:, :n_a].T)
    tanh_c, dz = np.tanh(c), np.zeros((T_x, 4 * n_a, m), x.dtype)
    slopes = gates * (1 - gates)  # (T_x, 4, n_a, m): σ's derivative, for the three gates
    slopes[:, 3] = 1 - gates[:, 3] ** 2  # and tanh's, for the candidate
    slope_of_tanh_c = 1 - tanh_c**2  # (T_x, n_a, m)

    da_later = np.zeros((n_a, m), x.dtype)
    dc_later = da_later if dc_last is None else dc_last
    for t in reversed(range(T_x)):
        gamma_f, gamma_u, gamma_o, c_tilde = gates[t]
        da_next = da[t] + da_later  # (n_a, m)
        dc = dc_later + da_next * gamma_o * slope_of_tanh_c[t]  # (n_a, m): the two ways into c
        dgates = dz[t].reshape(4, n_a, m)  # a view: what is written here stands in dz
        dgates[0], dgates[1], dgates[2], dgates[3] = dc * c_prev[t], dc * c_tilde, da_next * tanh_c[t], dc * gamma_u
        dgates *= slopes[t]
        da_later = (W_aT @ dz[t]) * mask_a[t]  # a mask multiplies on the way back what it multiplied forward
        dc_later = dc * gamma_f * mask_c[t]

    concat = np.concatenate([a_prev, x], axis=1)  # (T_x, n_a + n_x, m)
    dx = (W[:, n_a:].T @ dz).transpose(1, 2, 0)  # (n_x, m, T_x)
    dW = np.tensordot(dz, concat, ([0, 2], [0, 2]))  # (4 n_a, n_a + n_x): the sum over steps and examples
    return {"dx": dx, "da0": da_later, "dc0": dc_later, "dW": dW, "db": dz.sum(axis=(0, 2))[:, np.newaxis]}

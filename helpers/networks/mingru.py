"""The minimal GRU: a gate and a candidate that see the input alone, so that a step is a multiplication and a sum.

    (1)  Γ_u = σ(W_u x^⟨t⟩ + b_u)          the update gate looks at x^⟨t⟩, never at a^⟨t−1⟩
    (2)  c̃   = W_c x^⟨t⟩ + b_c             the candidate; no tanh
    (3)  λ   = 1 − β Γ_u                   the decay; β = 1 in the paper, so that λ lies in (0, 1)
    (4)  a^⟨t⟩ = λ ∗ a^⟨t−1⟩ + Γ_u ∗ c̃

With β = 2 the decay lies in (−1, 1). Since λ and Γ_u ∗ c̃ of all steps are known before the first one is taken, (4) needs no
loop: a step is the map a → λ a + b, two in a row are again such a map, and a scan puts them together.

n_x numbers come in at a step, n_a is the number of units, m examples are worked on side by side, T_x is the number of steps.

Source: L. Feng, F. Tung, M. O. Ahmed, Y. Bengio and H. Hajimirsadeghi, Were RNNs All We Needed?, arXiv 2410.01201 (2024). The
decay below 0 is of R. Grazzi and others, Unlocking State-Tracking in Linear RNNs Through Negative Eigenvalues, arXiv 2411.12537.
"""
from typing import NamedTuple

import numpy as np

from helpers.networks import shapes
from helpers.networks.activations import sigmoid

MINGRU = {"Wu": "n_a n_x", "bu": "n_a 1", "Wc": "n_a n_x", "bc": "n_a 1"}


class MinGRUCache(NamedTuple):
    """What the way back needs. It unpacks as a tuple and reads as fields."""
    gamma_u: np.ndarray  # (n_a, m, T_x), and so are c_tilde and a
    c_tilde: np.ndarray
    a: np.ndarray
    a0: np.ndarray  # (n_a, m)
    x: np.ndarray  # (n_x, m, T_x)
    parameters: dict


CACHE = MinGRUCache("n_a m T_x", "n_a m T_x", "n_a m T_x", "n_a m", "n_x m T_x", MINGRU)


@shapes.checked(x="n_x m T_x", a0="n_a m", parameters=MINGRU)
def mingru_forward(x, a0, parameters, beta=1.0):
    """Take all steps: equations (1) to (4), the first three for all steps at once.

    Parameters
    ----------
    x : array (n_x, m, T_x)
        the inputs of all steps
    a0 : array (n_a, m)
        the state before the first step
    parameters : dict
        Wu, Wc (n_a, n_x), bu, bc (n_a, 1)
    beta : float
        1 for a decay in (0, 1), 2 for one in (−1, 1)

    Returns
    -------
    a : array (n_a, m, T_x)
        the state after each step
    cache : MinGRUCache
        (gamma_u, c_tilde, a, a0, x, parameters), for mingru_backward
    """
    Wu, bu = parameters["Wu"], parameters["bu"]
    Wc, bc = parameters["Wc"], parameters["bc"]
    gamma_u = sigmoid(np.einsum("ax,xmt->amt", Wu, x) + bu[:, :, np.newaxis])  # (n_a, m, T_x)  equation (1)
    c_tilde = np.einsum("ax,xmt->amt", Wc, x) + bc[:, :, np.newaxis]  # (n_a, m, T_x)  equation (2)
    decay = 1 - beta * gamma_u  # (n_a, m, T_x)  equation (3)

    a = np.zeros(gamma_u.shape)  # (n_a, m, T_x)
    a_prev = a0  # (n_a, m)
    for t in range(x.shape[2]):
        a_prev = decay[:, :, t] * a_prev + gamma_u[:, :, t] * c_tilde[:, :, t]  # (n_a, m)  equation (4)
        a[:, :, t] = a_prev

    return a, MinGRUCache(gamma_u, c_tilde, a, a0, x, parameters)


@shapes.checked(da="n_a m T_x", cache=CACHE)
def mingru_backward(da, cache, beta=1.0):
    """Go back through all steps: the same recurrence from the end, with the decay of the step after.

        (6)  r^⟨t⟩ = da^⟨t⟩ + λ^⟨t+1⟩ ∗ r^⟨t+1⟩           all of ∂J/∂a^⟨t⟩; no weight is in it
        (7)  dΓ_u = r ∗ (c̃ − β a^⟨t−1⟩)      dc̃ = r ∗ Γ_u      da^⟨0⟩ = λ^⟨1⟩ ∗ r^⟨1⟩
        (8)  dz_u = dΓ_u ∗ Γ_u ∗ (1 − Γ_u)
        (9)  dW = Σ over steps of dz x^⟨t⟩ᵀ      db = Σ over steps and examples of dz      dx = W_uᵀ dz_u + W_cᵀ dc̃

    Parameters
    ----------
    da : array (n_a, m, T_x)
        for each step the part of ∂J/∂a^⟨t⟩ that doesn't come through later steps
    cache : MinGRUCache
        what mingru_forward returned
    beta : float
        as there

    Returns
    -------
    dict with dx (n_x, m, T_x), da0 (n_a, m), dWu, dWc (n_a, n_x), dbu, dbc (n_a, 1)
    """
    gamma_u, c_tilde, a, a0, x, parameters = cache
    decay = 1 - beta * gamma_u  # (n_a, m, T_x)
    r = np.zeros(a.shape)  # (n_a, m, T_x)
    later = np.zeros(a0.shape)  # (n_a, m): nothing comes from after the last step
    for t in reversed(range(a.shape[2])):
        r[:, :, t] = da[:, :, t] + later  # equation (6)
        later = decay[:, :, t] * r[:, :, t]  # (n_a, m)

    a_prev = np.concatenate([a0[:, :, np.newaxis], a[:, :, :-1]], axis=2)  # (n_a, m, T_x)
    dgamma_u = r * (c_tilde - beta * a_prev)  # (n_a, m, T_x)  equation (7)
    dzu = dgamma_u * gamma_u * (1 - gamma_u)  # (n_a, m, T_x)  equation (8)
    dc_tilde = r * gamma_u  # (n_a, m, T_x)

    return {
        "dx": np.einsum("ax,amt->xmt", parameters["Wu"], dzu) + np.einsum("ax,amt->xmt", parameters["Wc"], dc_tilde),
        "da0": later,
        "dWu": np.einsum("amt,xmt->ax", dzu, x),  # (n_a, n_x)  equation (9)
        "dbu": np.sum(dzu, axis=(1, 2))[:, np.newaxis],  # (n_a, 1)
        "dWc": np.einsum("amt,xmt->ax", dc_tilde, x),
        "dbc": np.sum(dc_tilde, axis=(1, 2))[:, np.newaxis],
    }


@shapes.checked(decay="n_a m T_x", b="n_a m T_x", a0="n_a m")
def scan(decay, b, a0):
    """Return all states of a^⟨t⟩ = λ^⟨t⟩ ∗ a^⟨t−1⟩ + b^⟨t⟩ in log₂ T_x rounds instead of T_x steps.

        (5)  first a → λ₁ a + b₁, then a → λ₂ a + b₂:   together a → (λ₂ λ₁) a + (λ₂ b₁ + b₂)

    In the round of distance d every step is put together with what ends d steps before it. Afterwards (λ, b) at t is the
    map of all steps up to t.

    Parameters
    ----------
    decay, b : arrays (n_a, m, T_x)
    a0 : array (n_a, m)
        the state before the first step

    Returns
    -------
    array (n_a, m, T_x)

    References
    ----------
    W. D. Hillis and G. L. Steele, Data Parallel Algorithms, Communications of the ACM 29 (1986)
    """
    decay, b = decay.copy(), b.copy()  # (n_a, m, T_x) each: what came in stays
    distance = 1
    while distance < b.shape[2]:
        later, earlier = decay[:, :, distance:], decay[:, :, :-distance]  # (n_a, m, T_x − distance)
        new_b = later * b[:, :, :-distance] + b[:, :, distance:]  # equation (5), with decays that are still old
        new_decay = later * earlier
        b[:, :, distance:] = new_b
        decay[:, :, distance:] = new_decay
        distance *= 2

    return decay * a0[:, :, np.newaxis] + b


def initial_mingru(rng, n_x, n_a, n_y, update_bias=0.0):
    """Draw first values for a minimal GRU and an output layer.

    Weights are Gaussian with variance 1 / (number of inputs of a unit); biases are zero but for the update gate's.

    Parameters
    ----------
    rng : numpy.random.Generator
    n_x, n_a, n_y : int
        numbers in, units, numbers out
    update_bias : float
        every number of bu; below zero the network writes little and keeps its memory longer

    Returns
    -------
    dict with the keys Wu bu Wc bc Wy by
    """
    parameters = {}
    for gate in "uc":
        parameters["W" + gate] = rng.standard_normal((n_a, n_x)) / np.sqrt(n_x)
        parameters["b" + gate] = np.zeros((n_a, 1))
    parameters["bu"] += update_bias
    parameters["Wy"] = rng.standard_normal((n_y, n_a)) / np.sqrt(n_a)
    parameters["by"] = np.zeros((n_y, 1))
    return parameters

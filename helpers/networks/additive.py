"""The additive score of the first paper on attention, beside the one with W_g (attention.py). Forward, and the way back.

    (1)  u_ij = tanh(W_1 s^⟨i⟩ + W_2 h^⟨j⟩)     n_u numbers for each pair of a step that asks and a place that answers
    (2)  e_ij = vᵀ u_ij                         its score; then softmax and mean as ever: k^⟨i⟩ = Σ_j α_ij h^⟨j⟩

s^⟨i⟩ is the decoder's state (n_a numbers, T_d steps), h^⟨j⟩ the encoder's (T_e places), m examples are worked on side by side.
u has n_u · T_e · T_d · m numbers, n_u times as many as there are scores: that is what the tanh costs.

Source: D. Bahdanau, K. Cho and Y. Bengio, Neural Machine Translation by Jointly Learning to Align and Translate, ICLR 2015,
section A.1.2. There the question is the state before the step, and k goes into the decoder; here it is as in attention.py.
"""
from typing import NamedTuple

import numpy as np

from helpers.networks import shapes
from helpers.networks.activations import softmax


class AdditiveScores(NamedTuple):
    """What the scores remember for the way back."""
    u: np.ndarray  # (n_u, T_e, T_d, m)
    s: np.ndarray  # (n_a, m, T_d)
    h: np.ndarray  # (n_a, m, T_e)
    W1: np.ndarray  # (n_u, n_a)
    W2: np.ndarray  # (n_u, n_a)
    v: np.ndarray  # (n_u, 1)


class AdditiveCache(NamedTuple):
    """What the head remembers for the way back."""
    alpha: np.ndarray  # (T_e, T_d, m)
    s: np.ndarray  # (n_a, m, T_d)
    h: np.ndarray  # (n_a, m, T_e)
    scores: AdditiveScores


@shapes.checked(s="n_a m T_d", h="n_a m T_e", W1="n_u n_a", W2="n_u n_a", v="n_u 1")
def additive_scores(s, h, W1, W2, v):
    """Score each place for each step: equations (1) and (2).

    Parameters
    ----------
    s : array (n_a, m, T_d)
        the decoder's states, which ask
    h : array (n_a, m, T_e)
        the encoder's states, which answer
    W1, W2 : arrays (n_u, n_a)
    v : array (n_u, 1)

    Returns
    -------
    e : array (T_e, T_d, m)
    cache : AdditiveScores
    """
    asked = np.einsum("ua,ami->uim", W1, s)  # (n_u, T_d, m)
    held = np.einsum("ua,amj->ujm", W2, h)  # (n_u, T_e, m)
    u = np.tanh(held[:, :, np.newaxis] + asked[:, np.newaxis])  # (n_u, T_e, T_d, m)  equation (1): each place with each step
    e = np.einsum("uo,ujim->jim", v, u)  # (T_e, T_d, m)  equation (2)
    return e, AdditiveScores(u, s, h, W1, W2, v)


@shapes.checked(de="T_e T_d m")
def additive_scores_backward(de, cache):
    """Go back through the scores.

        (3)  dv = Σ_ij de_ij u_ij
        (4)  dz_ij = de_ij v ∗ (1 − u_ij²)                                  z_ij: what stands inside the tanh
        (5)  ds^⟨i⟩ = W_1ᵀ Σ_j dz_ij         dh^⟨j⟩ = W_2ᵀ Σ_i dz_ij         a step met all places, a place all steps
        (6)  dW_1 = Σ_i (Σ_j dz_ij) s^⟨i⟩ᵀ   dW_2 = Σ_j (Σ_i dz_ij) h^⟨j⟩ᵀ

    Parameters
    ----------
    de : array (T_e, T_d, m)
    cache : AdditiveScores

    Returns
    -------
    dict with ds (n_a, m, T_d), dh (n_a, m, T_e), dW1, dW2 (n_u, n_a), dv (n_u, 1)
    """
    u, s, h, W1, W2, v = cache
    dv = np.einsum("jim,ujim->u", de, u)[:, np.newaxis]  # (n_u, 1)  equation (3)
    dz = de * v[:, :, np.newaxis, np.newaxis] * (1 - u**2)  # (n_u, T_e, T_d, m)  equation (4)
    dasked = np.sum(dz, axis=1)  # (n_u, T_d, m): over the places
    dheld = np.sum(dz, axis=2)  # (n_u, T_e, m): over the steps
    ds = np.einsum("ua,uim->ami", W1, dasked)  # (n_a, m, T_d)  equation (5)
    dh = np.einsum("ua,ujm->amj", W2, dheld)  # (n_a, m, T_e)
    dW1 = np.einsum("uim,ami->ua", dasked, s)  # (n_u, n_a)  equation (6)
    dW2 = np.einsum("ujm,amj->ua", dheld, h)  # (n_u, n_a)
    return {"ds": ds, "dh": dh, "dW1": dW1, "dW2": dW2, "dv": dv}


def additive_forward(s, h, W1, W2, v):
    """Ask all of the encoder's states at every step of the decoder, with the additive score.

    Parameters as for additive_scores; returns k (n_a, m, T_d), what each step reads, and the cache.
    """
    e, scores = additive_scores(s, h, W1, W2, v)
    alpha = softmax(e)  # (T_e, T_d, m): along j, the first axis
    return np.einsum("jim,amj->ami", alpha, h), AdditiveCache(alpha, s, h, scores)


@shapes.checked(dk="n_a m T_d")
def additive_backward(dk, cache):
    """Go back through the head: dk (n_a, m, T_d) → dict with ds (n_a, m, T_d), dh (n_a, m, T_e), dW1, dW2, dv."""
    alpha, _, h, scores = cache
    dalpha = np.einsum("ami,amj->jim", dk, h)  # (T_e, T_d, m)
    de = alpha * (dalpha - np.sum(alpha * dalpha, axis=0, keepdims=True))  # no root: the tanh keeps the scores small
    back = additive_scores_backward(de, scores)
    return back | {"dh": back["dh"] + np.einsum("jim,ami->amj", alpha, dk)}  # h is read, and it answers

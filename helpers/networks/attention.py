"""An encoder and a decoder of the LSTM that stands, and one attention head between them. Forward, and the way back.

    (1)  h^⟨j⟩ = a^⟨j⟩ of the encoder          j = 1 … T_e; its last a and c start the decoder
    (2)  s^⟨i⟩ = a^⟨i⟩ of the decoder          i = 1 … T_d; it reads the right letter before
    (3)  e_ij = s^⟨i⟩ᵀ W_g h^⟨j⟩ / √n_a        how well place j answers step i
    (4)  α_ij = softmax over j of e_ij         the weights of step i sum to 1
    (5)  k^⟨i⟩ = Σ_j α_ij h^⟨j⟩                what is read: a mean of all the encoder's states
    (6)  ŷ^⟨i⟩ = softmax(W_y [s^⟨i⟩; k^⟨i⟩] + b_y)

The question s^⟨i⟩ is asked after the step and k^⟨i⟩ goes to the output only, so (3) to (5) stand outside the loop: they
are three products for all steps at once. α is (T_e, T_d, m), so that α[:, i] are columns that sum to 1.

Sources: D. Bahdanau, K. Cho and Y. Bengio, Neural Machine Translation by Jointly Learning to Align and Translate, ICLR
2015; W_g, "general", and the place after the step: M.-T. Luong, H. Pham and C. D. Manning, Effective Approaches to
Attention-based Neural Machine Translation, EMNLP 2015; 1 / √n_a: A. Vaswani and others, Attention Is All You Need, 2017.
"""
from typing import NamedTuple

import numpy as np

from helpers.networks import losses, shapes
from helpers.networks.activations import softmax
from helpers.networks.additive import additive_backward, additive_forward
from helpers.networks.layer import layer_backward, layer_forward


class AttentionCache(NamedTuple):
    """What the head remembers for the way back."""
    alpha: np.ndarray  # (T_e, T_d, m)
    s: np.ndarray  # (n_a, m, T_d)
    h: np.ndarray  # (n_a, m, T_e)
    Wg: np.ndarray  # (n_a, n_a)


@shapes.checked(s="n_a m T_d", h="n_a m T_e", Wg="n_a n_a")
def attend_forward(s, h, Wg):
    """Ask all of the encoder's states at every step of the decoder: equations (3) to (5).

    Parameters
    ----------
    s : array (n_a, m, T_d)
        the decoder's states, which ask
    h : array (n_a, m, T_e)
        the encoder's states, which answer
    Wg : array (n_a, n_a)

    Returns
    -------
    k : array (n_a, m, T_d)
        what each step reads
    cache : AttentionCache
    """
    questions = np.tensordot(Wg.T, s, 1)  # (n_a, m, T_d): W_gᵀ s
    e = np.einsum("ami,amj->jim", questions, h) / len(s) ** 0.5  # (T_e, T_d, m)  equation (3)
    alpha = softmax(e)  # (T_e, T_d, m)  equation (4): along j, the first axis
    k = np.einsum("jim,amj->ami", alpha, h)  # (n_a, m, T_d)  equation (5)
    return k, AttentionCache(alpha, s, h, Wg)


@shapes.checked(dk="n_a m T_d")
def attend_backward(dk, cache):
    """Go back through the head.

        (7)   dα_ij = dk^⟨i⟩ᵀ h^⟨j⟩
        (8)   de_ij = α_ij (dα_ij − Σ_l α_il dα_il) / √n_a                   softmax: only what is better than the mean grows
        (9)   ds^⟨i⟩ = W_g Σ_j de_ij h^⟨j⟩
        (10)  dh^⟨j⟩ = Σ_i α_ij dk^⟨i⟩ + W_gᵀ Σ_i de_ij s^⟨i⟩                  h is used twice: it is read, and it answers
        (11)  dW_g = Σ_i s^⟨i⟩ (Σ_j de_ij h^⟨j⟩)ᵀ

    Parameters
    ----------
    dk : array (n_a, m, T_d)
    cache : AttentionCache

    Returns
    -------
    dict with ds (n_a, m, T_d), dh (n_a, m, T_e), dWg (n_a, n_a)
    """
    alpha, s, h, Wg = cache
    dalpha = np.einsum("ami,amj->jim", dk, h)  # (T_e, T_d, m)  equation (7)
    mean = np.sum(alpha * dalpha, axis=0, keepdims=True)  # (1, T_d, m)
    de = alpha * (dalpha - mean) / len(s) ** 0.5  # (T_e, T_d, m)  equation (8)
    answers = np.einsum("jim,amj->ami", de, h)  # (n_a, m, T_d): Σ_j de_ij h_j
    ds = np.tensordot(Wg, answers, 1)  # (n_a, m, T_d)  equation (9)
    read = np.einsum("jim,ami->amj", alpha, dk)  # (n_a, m, T_e)
    asked = np.tensordot(Wg.T, np.einsum("jim,ami->amj", de, s), 1)  # (n_a, m, T_e)
    dWg = np.einsum("ami,bmi->ab", s, answers)  # (n_a, n_a)  equation (11)
    return {"ds": ds, "dh": read + asked, "dWg": dWg}


@shapes.checked(alpha="T_e T_d m")
def hide_places(alpha, places):
    """Take one place away from each step, and let the other places share its weight as they share the rest.

    Parameters
    ----------
    alpha : array (T_e, T_d, m)
        weights: along the first axis they sum to 1
    places : array (T_d,) of integers
        the place that step i may not read, counted from 0; a place that isn't there (−1, T_e) takes nothing away

    Returns
    -------
    array (T_e, T_d, m)
        weights of 0 at those places, which sum to 1 again
    """
    left = alpha.copy()  # (T_e, T_d, m)
    for i, j in enumerate(places):
        if 0 <= j < len(left):
            left[j, i] = 0
    return left / np.sum(left, axis=0)


@shapes.checked(ds="n_a m T_d", dh="n_a m T_e")
def encoder_decoder_backward(ds, dh, caches):
    """Go back through the decoder, over the bridge of its first states, and through the encoder.

    Parameters
    ----------
    ds : array (n_a, m, T_d)
        what reaches the decoder's states from outside: through the output and as questions
    dh : array (n_a, m, T_e)
        what reaches the encoder's states through attention; zeros without it
    caches : tuple of two LayerCache
        the encoder's and the decoder's

    Returns
    -------
    dict with dx (n_x, m, T_e), dWe, dbe of the encoder, dx_d (n_x, m, T_d), dWd, dbd of the decoder, da0, dc0 (n_a, m)
    """
    encoder, decoder = caches
    back = layer_backward(ds, decoder)
    da = dh.copy()  # (n_a, m, T_e)
    da[:, :, -1] += back["da0"]  # the decoder started from the encoder's last states, both of them
    first = layer_backward(da, encoder, back["dc0"])
    return {"dx_d": back["dx"], "dWd": back["dW"], "dbd": back["db"],
            "dx": first["dx"], "dWe": first["dW"], "dbe": first["db"], "da0": first["da0"], "dc0": first["dc0"]}


def translate_forward(x, x_d, a0, c0, parameters):
    """Read a string, write another: equations (1) to (6), with attention if the parameters hold Wg or the additive score's v.

    Parameters
    ----------
    x : array (n_x, m, T_e)
        what is read
    x_d : array (n_x, m, T_d)
        what the decoder reads at each step: the sign for the beginning, then the right letter before
    a0, c0 : arrays (n_a, m)
        the encoder's first states
    parameters : dict
        We be, Wd bd as for layer_forward, Wg (n_a, n_a), or W1, W2, v as for additive_scores, or neither;
        Wy (n_y, 2 n_a), or (n_y, n_a) without attention, by (n_y, 1)

    Returns
    -------
    y_pred : array (n_y, m, T_d)
    alpha : array (T_e, T_d, m), or None without attention
    caches : tuple
    """
    h, c_h, encoder = layer_forward(x, a0, c0, parameters["We"], parameters["be"])
    s, _, decoder = layer_forward(x_d, h[:, :, -1], c_h[:, :, -1], parameters["Wd"], parameters["bd"])
    top, head = _read(s, h, parameters)
    y_pred = softmax(np.tensordot(parameters["Wy"], top, 1) + parameters["by"][:, :, np.newaxis])  # (n_y, m, T_d)
    return y_pred, head.alpha if head else None, (encoder, decoder, head, top, parameters)


def _read(s, h, parameters):
    """Return [s; k] (2 n_a, m, T_d) and the head's cache, or s and None without attention."""
    if "Wg" in parameters:
        k, head = attend_forward(s, h, parameters["Wg"])
    elif "v" in parameters:
        k, head = additive_forward(s, h, parameters["W1"], parameters["W2"], parameters["v"])
    else:
        return s, None
    return np.concatenate([s, k]), head


def translate_backward(dzy, caches):
    """Go back through all of it: dzy (n_y, m, T_d) → dict with "d" + key for each parameter, dx, dx_d, da0, dc0."""
    encoder, decoder, head, top, parameters = caches
    dtop, dWy, dby = losses.output_backward(dzy, np.ascontiguousarray(top), parameters["Wy"])
    found = {"dWy": dWy, "dby": dby}
    T_e, n_a, m = encoder.c.shape
    ds, dh = dtop[:n_a], np.zeros((n_a, m, T_e), dtop.dtype)  # [s; k]: s above
    if head:
        back = (attend_backward if "Wg" in parameters else additive_backward)(dtop[n_a:], head)
        ds, dh = ds + back.pop("ds"), back.pop("dh")
        found |= back  # those of the head's own weights
    return found | encoder_decoder_backward(ds, dh, (encoder, decoder))


def write(x, parameters, longest, end=0):
    """Let the network write by itself, each step reading the letter that it wrote: the likeliest.

    Parameters
    ----------
    x : array (n_x, m, T_e)
    parameters : dict
    longest : int
        T_d
    end : int
        the sign with which a string ends, and which the decoder reads first

    Returns
    -------
    written : array (m, longest) of integers
    """
    m, n_a = x.shape[1], len(parameters["We"]) // 4
    zero = np.zeros((n_a, m), x.dtype)
    h, c_h, _ = layer_forward(x, zero, zero, parameters["We"], parameters["be"])
    a, c = h[:, :, -1], c_h[:, :, -1]
    letters, written = np.full(m, end), np.zeros((m, longest), int)
    for i in range(longest):
        x_d = np.eye(len(x), dtype=x.dtype)[:, letters][:, :, np.newaxis]  # (n_x, m, 1)
        s, c_s, _ = layer_forward(x_d, a, c, parameters["Wd"], parameters["bd"])
        a, c, top = s[:, :, -1], c_s[:, :, -1], _read(s, h, parameters)[0]
        zy = np.tensordot(parameters["Wy"], top, 1)[:, :, 0] + parameters["by"]  # (n_y, m)
        letters = written[:, i] = np.argmax(zy, axis=0)
    return written


def initial_translator(rng, n_x, n_a, n_y, attention=True, forget_bias=1.0):
    """Draw first values: Gaussian with variance 1 / (numbers that a unit reads), biases zero but the forget gates'.

    Parameters
    ----------
    rng : numpy.random.Generator
    n_x, n_a, n_y : int
        letters that are read, units of encoder and decoder, letters that are written
    attention : bool or "additive"
        with W_g, without attention, or with the additive score of n_a numbers
    forget_bias : float

    Returns
    -------
    dict with the keys We be Wd bd (Wg, or W1 W2 v) Wy by
    """
    parameters = {}
    for net in "ed":
        b = np.zeros((4 * n_a, 1))
        b[:n_a] = forget_bias
        parameters |= {"W" + net: rng.standard_normal((4 * n_a, n_a + n_x)) / np.sqrt(n_a + n_x), "b" + net: b}
    if attention == "additive":
        parameters |= {key: rng.standard_normal((n_a, n)) / np.sqrt(n_a) for key, n in (("W1", n_a), ("W2", n_a), ("v", 1))}
    elif attention:
        parameters["Wg"] = rng.standard_normal((n_a, n_a)) / np.sqrt(n_a)
    n_top = 2 * n_a if attention else n_a
    return parameters | {"Wy": rng.standard_normal((n_y, n_top)) / np.sqrt(n_top), "by": np.zeros((n_y, 1))}


def objective(parameters, inputs, y, dtype=np.float32):
    """Return J, the mean cross-entropy a target, and the gradients in the order of the parameters, for training.train.

    Parameters
    ----------
    parameters : dict
        as for translate_forward
    inputs : tuple
        x (n_x, m, T_e), x_d (n_x, m, T_d); the first states are zero
    y : array (n_y, m, T_d)
    dtype : type
        in which all is computed
    """
    parameters = {key: value.astype(dtype) for key, value in parameters.items()}
    x, x_d, y = (array.astype(dtype) for array in (*inputs, y))
    zero = np.zeros((len(parameters["We"]) // 4, x.shape[1]), dtype)
    y_pred, _, caches = translate_forward(x, x_d, zero, zero, parameters)
    found = translate_backward(losses.softmax_cross_entropy_backward(y_pred, y), caches)
    return losses.softmax_cross_entropy(y_pred, y), {"d" + key: found["d" + key] for key in parameters}

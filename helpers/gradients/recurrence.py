"""The hidden states of a simple RNN with any of three activations, and the gradient's way back through them.

    (1)  a^⟨t⟩ = f(W_aa a^⟨t−1⟩ + d^⟨t⟩)                        d^⟨t⟩ = W_ax x^⟨t⟩ + b_a: what drives the step
    (2)  ∂J/∂a^⟨t−1⟩ = W_aaᵀ (f′(z^⟨t⟩) ∗ ∂J/∂a^⟨t⟩)             z^⟨t⟩: what f was taken of

`networks/rnn.py` is the same network with f = tanh, its predictions and the gradients of its weights. This is the part
of it that a slider can ask for again at each movement.
"""
import functools
from typing import NamedTuple

import numpy as np

from helpers.gradients import spectra
from helpers.networks import shapes

UNITS, INPUTS, LONGEST = 32, 8, 100  # n_a, n_x and T_x of the gradient lab


class Activation(NamedTuple):
    """A function f of z, and its slope f′(z), found from the value a = f(z)."""
    value: callable
    slope: callable


ACTIVATIONS = {
    "tanh": Activation(np.tanh, lambda a: 1 - a**2),
    "ReLU": Activation(lambda z: np.maximum(z, 0), lambda a: (a > 0).astype(float)),  # at 0 the slope is taken as 0
    "linear": Activation(lambda z: z, lambda a: np.ones(a.shape)),
}


def activation(name):
    """Return the activation called `name`; raise ValueError if there is none."""
    if name not in ACTIVATIONS:
        raise ValueError(f"activation is {name!r}, expected one of {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]


@shapes.checked(drive="n_a T_x", a0="n_a", Waa="n_a n_a")
def states(drive, a0, Waa, f="tanh"):
    """Return the hidden states of one example: equation (1), T_x times.

    Parameters
    ----------
    drive : array (n_a, T_x)
        W_ax x^⟨t⟩ + b_a of each step
    a0 : array (n_a,)
        the state before the first step
    Waa : array (n_a, n_a)
    f : str
        "tanh", "ReLU" or "linear"

    Returns
    -------
    array (n_a, T_x + 1): a^⟨0⟩, a^⟨1⟩, … a^⟨T_x⟩
    """
    value = activation(f).value
    T_x = drive.shape[1]
    a = np.empty((T_x + 1, len(a0)))  # a row a step: the steps of a row lie side by side
    a[0] = a0
    for t, drive_t in enumerate(np.ascontiguousarray(drive.T)):
        a[t + 1] = value(Waa @ a[t] + drive_t)  # (n_a,)
    return a.T  # (n_a, T_x + 1)


@shapes.checked(da_last="n_a", a="n_a steps", Waa="n_a n_a")
def states_backward(da_last, a, Waa, f="tanh"):
    """Return ∂J/∂a^⟨t⟩ for every step, from ∂J/∂a of the last one: equation (2), T_x times.

    Parameters
    ----------
    da_last : array (n_a,)
        ∂J/∂a^⟨T_x⟩
    a : array (n_a, T_x + 1)
        what `states` returned
    Waa : array (n_a, n_a)
    f : str
        the same as for `states`

    Returns
    -------
    array (n_a, T_x + 1): ∂J/∂a^⟨0⟩, … ∂J/∂a^⟨T_x⟩
    """
    slopes = np.ascontiguousarray(activation(f).slope(a).T)  # (T_x + 1, n_a)
    back = np.ascontiguousarray(Waa.T)  # (n_a, n_a)
    da = np.empty(slopes.shape)  # (T_x + 1, n_a)
    da[-1] = da_last
    for t in range(len(da) - 1, 0, -1):
        da[t - 1] = back @ (slopes[t] * da[t])  # (n_a,)
    return da.T  # (n_a, T_x + 1)


class RandomNetwork(NamedTuple):
    """A network to measure in the gradient lab: everything in it that only the seed decides."""
    Waa: np.ndarray  # (n_a, n_a), with spectral radius 1
    eigenvalues: np.ndarray  # (n_a,)
    sigma: float  # σ_max(Waa)
    drive: np.ndarray  # (n_a, LONGEST): W_ax x^⟨t⟩, each number with variance 1
    da_last: np.ndarray  # (n_a,), of length 1
    a0: np.ndarray  # (n_a,), each number with variance 1: a state to start from, at any size


@functools.lru_cache(maxsize=128)
def random_network(seed):
    """Return the network of this seed; the last 128 are kept, so that a slider's movement doesn't draw it again."""
    rng = np.random.default_rng(seed)
    Waa = spectra.scaled(spectra.gaussian(rng, UNITS), 1.0)
    Wax = rng.standard_normal((UNITS, INPUTS)) / np.sqrt(INPUTS)
    drive = Wax @ rng.standard_normal((INPUTS, LONGEST))
    da_last = rng.standard_normal(UNITS)
    da_last /= np.linalg.norm(da_last)
    a0 = rng.standard_normal(UNITS)
    return RandomNetwork(Waa, np.linalg.eigvals(Waa), spectra.largest_singular_value(Waa), drive, da_last, a0)


def one_unit(w, b, a0=0.5, target=0.7, T_x=50):
    """Return the error of a network of one unit after T_x steps without input, and the gradient: a^⟨t⟩ = tanh(w a^⟨t−1⟩ + b).

    Parameters
    ----------
    w, b : floats, or arrays of one shape
        a network for each pair of numbers
    a0, target : float
        the state before the first step, and the one wanted after the last
    T_x : int

    Returns
    -------
    J, dw, db : as w and b
        J = (a^⟨T_x⟩ − target)² / 2, and its derivatives, by backpropagation through time

    Source: R. Pascanu, T. Mikolov, Y. Bengio (ICML 2013) drew the error surface of such a network, with its wall.
    """
    a = [np.full(np.shape(w), float(a0))]
    for _ in range(T_x):
        a.append(np.tanh(w * a[-1] + b))
    da = a[-1] - target
    J, dw, db = da**2 / 2, np.zeros(np.shape(w)), np.zeros(np.shape(w))
    for t in range(T_x, 0, -1):
        dz = (1 - a[t] ** 2) * da
        dw, db, da = dw + dz * a[t - 1], db + dz, w * dz
    return J, dw, db

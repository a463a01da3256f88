"""Is this gradient right, is it too large, and how much of it is left? Finite differences, clipping, norms through time.

    (1)  ∂J/∂q ≈ (J(q + ε) − J(q − ε)) / 2ε                    for each number q of an array
    (2)  relative error = ‖got − expected‖ / (‖got‖ + ‖expected‖)
    (3)  by value:  every number beyond ±limit becomes ±limit
    (4)  by norm:   g ← g · limit / ‖g‖  if ‖g‖ > limit         ‖g‖ over all tensors together
    (5)  norm at step t = ‖∂J/∂a^⟨t⟩‖                           by one backward pass

In float64 with ε = 1e-6 a right gradient has a relative error of about 1e-9; a wrong one, of 1e-3 or more.
"""
import functools
import math
from typing import NamedTuple

import numpy as np

from helpers.gradients import recurrence, spectra
from helpers.networks import shapes
from helpers.networks.rnn import CACHE, rnn_cell_backward


def numeric_gradient(function, array, step=1e-6):
    """Return the gradient of a scalar function by central differences, equation (1).

    Parameters
    ----------
    function : callable
        takes an array of the shape of `array`, returns a number
    array : array of floats
        where the gradient is taken; it is not changed
    step : float
        ε, half the distance between the two values

    Returns
    -------
    array of the shape of `array`

    Notes
    -----
    Two calls of `function` per number of `array`: for small sizes only.
    """
    gradient = np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        above, below = array.copy(), array.copy()
        above[index] += step
        below[index] -= step
        gradient[index] = (function(above) - function(below)) / (2 * step)
    return gradient


def relative_error(got, expected):
    """Return equation (2): 0 for equal arrays, at most 1. Two arrays of zeros are equal.

    Parameters
    ----------
    got, expected : arrays of one shape

    Returns
    -------
    float

    Raises
    ------
    ValueError
        if the shapes differ
    """
    got, expected = np.asarray(got), np.asarray(expected)
    if got.shape != expected.shape:
        raise ValueError(f"got has shape {got.shape}, expected {expected.shape}, the shape of expected")
    size = np.linalg.norm(got) + np.linalg.norm(expected)
    return float(np.linalg.norm(got - expected) / size) if size else 0.0


def clips(function):
    """Return `function(gradients, limit)` with its arguments checked before each call."""
    @functools.wraps(function)
    def checked_function(gradients, limit):
        if not isinstance(gradients, dict) or not gradients:
            came = "empty" if isinstance(gradients, dict) else f"of type {type(gradients).__name__}"
            raise TypeError(f"gradients is {came}, expected a dictionary of arrays")
        for key, dq in gradients.items():
            shapes.require(f'gradients["{key}"]', dq, " ".join(f"n_{axis}" for axis in range(np.ndim(dq))))
        if isinstance(limit, bool) or not isinstance(limit, (int, float, np.number)) or not 0 < limit < np.inf:
            raise ValueError(f"limit is {limit!r}, expected a finite number above 0")
        return function(gradients, float(limit))

    return checked_function


def at_any_size(function):
    """Return a clipping by norm that is right also for numbers whose squares are too large or too small to be held.

    clip(k g, k limit) = k clip(g, limit): gradients of such a size are clipped at a better one, by a power of two.
    """
    @functools.wraps(function)
    def resized_function(gradients, limit):
        largest = float(max(np.max(np.abs(dq)) for dq in gradients.values()))
        if largest == np.inf:  # beside infinity every other number is nothing
            gradients, unit, limit = {key: np.where(np.isinf(dq), np.sign(dq), 0) for key, dq in gradients.items()}, limit, 1.0
        elif largest == 0 or 1e-15 < largest < 1e15:
            return function(gradients, limit)
        else:
            unit = 2.0 ** (math.frexp(largest)[1] - 1)
            gradients, limit = {key: dq / unit for key, dq in gradients.items()}, limit / unit
        return {key: dq * unit for key, dq in function(gradients, limit).items()}

    return resized_function


@clips
def clip_by_value(gradients, limit):
    """Clip each number of each gradient to [−limit, limit], equation (3).

    Parameters
    ----------
    gradients : dict of arrays
        any keys and shapes; they are not changed
    limit : float
        above 0

    Returns
    -------
    dict of new arrays with the same keys and shapes

    Raises
    ------
    TypeError, ValueError
        naming the gradient that is no array of floats, or holds NaN: a NaN has no right size, and hiding it would
        hide the fault that made it

    Notes
    -----
    Zeros stay zeros; 1e200 and infinity become `limit`. The direction of the update changes: large numbers lose, small
    ones don't.
    """
    return {key: np.clip(dq, -limit, limit) for key, dq in gradients.items()}


@clips
@at_any_size
def clip_by_norm(gradients, limit):
    """Shorten all gradients by one common factor so that their joint norm is at most `limit`, equation (4).

    Parameters, Returns and Raises are those of `clip_by_value`.

    Notes
    -----
    The direction of the update stays. Zeros stay zeros, and gradients shorter than `limit` stay as they are. Numbers
    of 1e200, whose squares are beyond float64, are clipped rightly. Beside an infinity every other number is nothing:
    infinite ones share the limit evenly, with their signs, and finite ones become 0 (where ever larger numbers lead to).

    Source: R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, ICML 2013,
    algorithm 1.
    """
    norm = np.sqrt(sum(np.sum(dq**2) for dq in gradients.values()))  # of all numbers of all gradients together
    factor = limit / norm if norm > limit else 1.0
    return {key: dq * factor for key, dq in gradients.items()}


@shapes.checked(caches=([CACHE], "n_x m T_x"), da="n_a m T_x")
def norms_through_time(da, caches):
    """Return ‖∂J/∂a^⟨t⟩‖ for each step t of a simple RNN: how much of the error arrives there, equation (5).

    Parameters
    ----------
    da : array (n_a, m, T_x)
        for each step the part of ∂J/∂a^⟨t⟩ that comes through ŷ^⟨t⟩ alone, as for rnn_backward
    caches : tuple
        what rnn_forward returned

    Returns
    -------
    array (T_x,): over all units and examples, the first step first
    """
    steps, _ = caches
    T_x = da.shape[2]
    norms = np.zeros(T_x)
    da_prev = np.zeros(da[:, :, 0].shape)  # (n_a, m): nothing comes from after the last step
    for t in reversed(range(T_x)):
        da_next = da[:, :, t] + da_prev  # (n_a, m): through ŷ^⟨t⟩ and through the steps after t
        norms[t] = np.linalg.norm(da_next)
        da_prev = rnn_cell_backward(da_next, steps[t])["da_prev"]
    return norms


class Lab(NamedTuple):
    """What the gradient lab shows: one network, one sentence of random inputs, one backward pass."""
    steps_back: np.ndarray  # (length + 1,): 0, 1, … length
    norms: np.ndarray  # (length + 1,): ‖∂J/∂a^⟨T−k⟩‖, measured; 1 at k = 0
    bound: np.ndarray  # (length + 1,): σ_max(W_aa)^k, which no norm exceeds
    eigenvalues: np.ndarray  # (n_a,), complex: those of W_aa
    words: str  # the last norm, in one sentence
    slope: float  # the root mean square of f′, over all units and steps


def lab(rho, length, activation="tanh", input_scale=1.0, seed=0, start=0.0):
    """Measure how much of a gradient is left 0, 1, … `length` steps back: one forward pass and one backward pass.

    The network has 32 units and a Gaussian W_aa scaled to the spectral radius `rho`; J is one fixed sum of its last states,
    chosen so that ‖∂J/∂a^⟨T⟩‖ = 1. What comes back is then the share that is left.

    Parameters
    ----------
    rho : float
        from 0 to 10
    length : int
        steps back, from 1 to 100
    activation : str
        "tanh", "ReLU" or "linear"
    input_scale : float
        from 0 to 100: the standard deviation of what the inputs add to each unit at a step
    seed : int
        from 0: chooses W_aa, the inputs, J and the direction of a^⟨0⟩
    start : float
        from 0 to 1: the standard deviation of the numbers of a^⟨0⟩

    Returns
    -------
    Lab
    """
    if not 0 <= rho <= 10:
        raise ValueError(f"rho is {rho!r}, expected a number from 0 to 10")
    if shapes.integer("length", length) > recurrence.LONGEST:
        raise ValueError(f"length is {length}, expected at most {recurrence.LONGEST}")
    if not 0 <= input_scale <= 100:
        raise ValueError(f"input_scale is {input_scale!r}, expected a number from 0 to 100")
    if not 0 <= start <= 1:
        raise ValueError(f"start is {start!r}, expected a number from 0 to 1")
    unit = recurrence.random_network(shapes.integer("seed", seed, least=0))
    Waa = rho * unit.Waa
    a = recurrence.states(input_scale * unit.drive[:, :length], start * unit.a0, Waa, activation)  # (n_a, length + 1)
    norms = spectra.lengths(recurrence.states_backward(unit.da_last, a, Waa, activation))[::-1]  # (length + 1,)
    slope = float(np.sqrt(np.mean(recurrence.activation(activation).slope(a[:, 1:]) ** 2)))
    steps_back = np.arange(length + 1)
    words = what_is_left(norms[-1], length)
    return Lab(steps_back, norms, (rho * unit.sigma) ** steps_back, rho * unit.eigenvalues, words, slope)


def what_is_left(share, steps):
    """Say in one sentence what is left of a gradient after so many steps back.

    Parameters
    ----------
    share : float
        its length, where it was 1 at the end; 0 or more, infinity included
    steps : int

    Returns
    -------
    str
    """
    after = f"After {steps} step{'s' * (steps != 1)}"
    if share == 0:
        return f"{after}, nothing is left: the gradient is exactly 0."
    if share == np.inf:
        return f"{after}, the gradient is larger than a computer's largest number."
    if not share > 0:
        raise ValueError(f"share is {share!r}, expected a number of at least 0")
    if share >= 99.5:
        return f"{after}, the gradient is about 10^{np.log10(share):.0f} times as long."
    if share >= 1.05:
        return f"{after}, the gradient is {share:.2g} times as long."
    if share > 0.95:
        return f"{after}, the gradient is as long as at the end, within 5 %."
    if share >= 0.01:
        return f"{after}, {share:.0%} of the gradient is left."
    return f"{after}, 1 part in 10^{-np.log10(share):.0f} is left."

"""Is this gradient right, and is it too large? Finite differences, and clipping.

    (1)  ∂J/∂q ≈ (J(q + ε) − J(q − ε)) / 2ε                    for each number q of an array
    (2)  relative error = ‖got − expected‖ / (‖got‖ + ‖expected‖)
    (3)  by value:  every number beyond ±limit becomes ±limit
    (4)  by norm:   g ← g · limit / ‖g‖  if ‖g‖ > limit         ‖g‖ over all tensors together

In float64 with ε = 1e-6 a right gradient has a relative error of about 1e-9; a wrong one, of 1e-3 or more.
"""
import functools

import numpy as np

from helpers import shapes


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
            came = "empty" if gradients == {} else f"of type {type(gradients).__name__}"
            raise TypeError(f"gradients is {came}, expected a dictionary of arrays")
        for key, dq in gradients.items():
            shapes.require(f'gradients["{key}"]', dq, " ".join(f"n_{axis}" for axis in range(np.ndim(dq))))
        if isinstance(limit, bool) or not isinstance(limit, (int, float, np.number)) or not limit > 0:
            raise ValueError(f"limit is {limit!r}, expected a number above 0")
        return function(gradients, float(limit))

    return checked_function


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
    largest = float(max(np.max(np.abs(dq)) for dq in gradients.values()))
    if largest == 0:
        return {key: dq.copy() for key, dq in gradients.items()}
    if largest == np.inf:
        scaled = {key: np.where(np.isinf(dq), np.sign(dq), 0) for key, dq in gradients.items()}
    else:
        scaled = {key: dq / largest for key, dq in gradients.items()}  # its squares can't overflow
    norm = float(np.sqrt(sum(np.sum(dq**2) for dq in scaled.values())))  # of the scaled gradients: 1 or more
    if largest * norm <= limit:
        return {key: dq.copy() for key, dq in gradients.items()}
    return {key: dq * (limit / norm) for key, dq in scaled.items()}

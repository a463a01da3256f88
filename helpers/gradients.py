"""Is this gradient right? Finite differences, which need no derivation, and a number that says how far two results differ.

    (1)  ∂J/∂q ≈ (J(q + ε) − J(q − ε)) / 2ε                    for each number q of an array
    (2)  relative error = ‖got − expected‖ / (‖got‖ + ‖expected‖)

In float64 with ε = 1e-6 a right gradient has a relative error of about 1e-9; a wrong one, of 1e-3 or more.
"""
import numpy as np


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

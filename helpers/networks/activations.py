"""The two activation functions that NumPy lacks.

    σ(z) = 1 / (1 + e^−z)                between 0 and 1: a gate
    softmax(z)_k = e^z_k / Σ_j e^z_j     a column of probabilities
"""
import numpy as np


def sigmoid(z):
    """Return σ(z) for each number of `z`.

    Parameters
    ----------
    z : array or float, any shape

    Returns
    -------
    array of the shape of z, each number in [0, 1]
    """
    # The formula as it stands overflows at z = −1000. log(1 + e^−z) does not, and σ(z) is e to its negative.
    return np.exp(-np.logaddexp(0.0, -z))


def softmax(z):
    """Return the softmax of each column of `z` (along axis 0).

    Parameters
    ----------
    z : array (n_y, …) of floats

    Returns
    -------
    array of the shape of z; every column is positive and sums to 1
    """
    # Adding the same number to a whole column changes nothing. With its largest number brought to 0, e^z cannot overflow.
    e = np.exp(z - np.max(z, axis=0, keepdims=True))  # (n_y, …)
    return e / np.sum(e, axis=0, keepdims=True)

"""Parity: is the number of ones so far odd? The smallest task that no weighing of the past solves.

    bits     1 0 1 1 0
    parity   1 1 0 1 1       it turns at every 1 and stays at every 0
"""
import numpy as np

from helpers.networks import shapes


def parity(rng, m, T_x):
    """Draw bits, and ask after each whether the number of ones so far is odd.

    Parameters
    ----------
    rng : numpy.random.Generator
    m, T_x : int
        how many sequences, of how many bits

    Returns
    -------
    x : array (2, m, T_x)
        one-hot bits: row 0 is 1 for a 0, row 1 for a 1
    y : array (2, m, T_x)
        row 0 is 1 where the number of ones is even, row 1 where it is odd
    """
    shapes.integer("m", m)
    shapes.integer("T_x", T_x)
    bits = rng.integers(2, size=(m, T_x))
    odd = np.cumsum(bits, axis=1) % 2  # (m, T_x)
    return np.stack([1.0 - bits, bits]), np.stack([1.0 - odd, odd])

"""Parity turns at every 1 and stays at every 0."""
import numpy as np
import pytest

from helpers.tasks.parity import parity


def test_parity_is_that_of_the_ones_so_far():
    x, y = parity(np.random.default_rng(0), 50, 30)
    assert x.shape == y.shape == (2, 50, 30) and np.all(x.sum(axis=0) == 1) and np.all(y.sum(axis=0) == 1)
    for bits, odd in zip(x[1], y[1]):
        count = 0
        for bit, is_odd in zip(bits, odd):
            count += bit
            assert is_odd == count % 2
    assert 0.45 < x[1].mean() < 0.55 and 0.4 < y[1].mean() < 0.6


def test_sizes_are_whole_numbers():
    with pytest.raises((TypeError, ValueError), match="T_x"):
        parity(np.random.default_rng(0), 3, 0)

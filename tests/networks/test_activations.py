"""sigmoid and softmax, at sizes of numbers where the formulas as they stand overflow."""
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from helpers.networks.activations import sigmoid, softmax

numbers = arrays(float, array_shapes(min_dims=1, max_dims=3, max_side=5), elements=st.floats(-700, 700))


@settings(deadline=None)
@given(numbers)
def test_sigmoid_is_its_formula(z):
    np.testing.assert_allclose(sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-12)
    np.testing.assert_allclose(sigmoid(z) + sigmoid(-z), 1, rtol=1e-15)


@pytest.mark.parametrize(("z", "expected"), [(-1000.0, 0.0), (1000.0, 1.0), (-np.inf, 0.0), (np.inf, 1.0), (0.0, 0.5)])
def test_sigmoid_far_out_warns_of_nothing(z, expected):
    assert sigmoid(z) == expected  # pytest turns a warning into an error
    assert np.array_equal(sigmoid(np.array([z, z])), [expected, expected])


def test_sigmoid_keeps_its_small_values():
    assert sigmoid(-700.0) == pytest.approx(np.exp(-700), rel=1e-12)


@settings(deadline=None)
@given(numbers)
def test_softmax_makes_columns_that_sum_to_1(z):
    p = softmax(z)
    assert p.shape == z.shape and np.all(p >= 0)
    np.testing.assert_allclose(p.sum(axis=0), 1, rtol=1e-14)
    np.testing.assert_allclose(softmax(z + 3.0), p, rtol=1e-9, atol=1e-300)


def test_softmax_is_its_formula_and_takes_columns_apart():
    z = np.random.default_rng(1).standard_normal((4, 3, 2))
    np.testing.assert_allclose(softmax(z), np.exp(z) / np.exp(z).sum(axis=0), rtol=1e-14)
    assert np.array_equal(softmax(z)[:, 1], softmax(z[:, 1]))


def test_softmax_of_columns_of_very_different_size():
    assert np.array_equal(softmax(np.array([[0.0, 1000.0], [0.0, 1000.0]])), np.full((2, 2), 0.5))
    assert np.array_equal(softmax(np.array([[0.0, -1000.0, 1000.0], [0.0, -1000.0, -1000.0]])), [[0.5, 0.5, 1], [0.5, 0.5, 0]])


def test_neither_changes_its_argument():
    z = np.array([[1.0, 2.0], [3.0, 4.0]])
    sigmoid(z), softmax(z)
    assert np.array_equal(z, [[1, 2], [3, 4]])

"""A piece of a long text: two make one whole forward, and the gradient is that of the piece alone."""
import numpy as np
import pytest

from helpers import training
from helpers.networks import losses
from helpers.networks.lstm import lstm_cell_backward, lstm_cell_forward
from helpers.networks.parameters import initial_lstm
from helpers.networks.pieces import piece
from tests.problems import SIZES, errors, problem


def drawn(sizes):
    """Return parameters, x, y with a target at every step, a0 and c0."""
    n_x, n_a, n_y, m, T_x = sizes
    x, a0, parameters, *_ = problem(initial_lstm, sizes)
    rng = np.random.default_rng(1)
    y = np.moveaxis(np.eye(n_y)[rng.integers(n_y, size=(m, T_x))], 2, 0)
    return parameters, x, y, a0, rng.standard_normal((n_a, m))


def loss(parameters, x, y, a0, c0):
    states, y_pred = (a0, c0), []
    for t in range(x.shape[2]):
        *states, yt_pred, _ = lstm_cell_forward(x[:, :, t], *states, parameters)
        y_pred.append(yt_pred)
    return losses.softmax_cross_entropy(np.stack(y_pred, axis=2), y)


@pytest.mark.parametrize("sizes", SIZES)
def test_its_gradients_are_those_of_finite_differences_with_the_states_held_fixed(sizes):
    parameters, x, y, a0, c0 = drawn(sizes)
    gradients, _, _ = piece(parameters, x, y, a0, c0)
    found = errors(gradients, lambda given: loss(given, x, y, a0, c0), parameters)
    assert set(gradients) == {"d" + key for key in parameters} and max(found.values()) < 1e-6


def test_two_pieces_forward_are_one_whole():
    parameters, x, y, a0, c0 = drawn((3, 5, 2, 4, 6))
    _, a, c = piece(parameters, x[:, :, :2], y[:, :, :2], a0, c0)
    _, a, c = piece(parameters, x[:, :, 2:], y[:, :, 2:], a, c)
    _, a_whole, c_whole = piece(parameters, x, y, a0, c0)
    assert np.allclose(a, a_whole, atol=1e-14) and np.allclose(c, c_whole, atol=1e-14)


@pytest.mark.parametrize("sizes", SIZES)
def test_it_is_what_training_carries(sizes):
    given = drawn(sizes)
    gradients, *states = piece(*given)
    _, expected, carried = training.carried(lstm_cell_forward, lstm_cell_backward)(*given[:3], given[3:])
    assert all(np.allclose(gradients[key], expected[key], atol=1e-14) for key in expected)
    assert all(np.allclose(one, other, atol=1e-14) for one, other in zip(states, carried))


def test_what_came_in_stays_as_it_was():
    given = drawn((3, 5, 2, 4, 6))
    before = [each.copy() for each in given[1:]]
    piece(*given)
    assert all(np.array_equal(one, other) for one, other in zip(before, given[1:]))


def test_a_state_of_another_shape_is_said():
    parameters, x, y, a0, c0 = drawn((3, 5, 2, 4, 6))
    with pytest.raises(ValueError, match=r"c0 has shape \(5, 3\), expected \(n_a, m\)"):
        piece(parameters, x, y, a0, c0[:, :3])

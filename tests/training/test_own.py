"""A cell of one's own in training: its loops, its size, and how it stands beside the others."""
import numpy as np
import pytest

from helpers.networks import lstm, peephole
from helpers.networks.parameters import initial_lstm, initial_rnn
from helpers.tasks.parity import parity
from helpers.training import alone, own
from helpers.training import loop as training

PEEPHOLE = own.PEEPHOLE


def forward(xt, a_prev, c_prev, parameters):
    """The course's LSTM cell as a cell of one's own: without the output layer."""
    weights = parameters | {"Wy": np.zeros((2, len(a_prev))), "by": np.zeros((2, 1))}
    a_next, c_next, _, cache = lstm.lstm_cell_forward(xt, a_prev, c_prev, weights)
    return a_next, c_next, cache


def backward(da_next, dc_next, cache):
    return lstm.lstm_cell_backward(da_next, dc_next, cache)


def first(rng, n_x, n_a):
    return {key: value for key, value in initial_lstm(rng, n_x, n_a, 2).items() if key not in ("Wy", "by")}


def test_the_objective_of_ones_own_is_that_of_the_course_for_the_courses_cell():
    rng = np.random.default_rng(0)
    parameters, (x, y) = initial_lstm(rng, 2, 5, 2), parity(rng, 4, 7)
    J, found = own.objective(own.Cell(forward, backward, first))(parameters, x, y)
    expected_J, expected = training.objective(lstm.lstm_forward, lstm.lstm_backward)(parameters, x, y)
    assert J == pytest.approx(expected_J, rel=1e-12) and found.keys() == expected.keys()
    for key in expected:
        np.testing.assert_allclose(found[key], expected[key], rtol=0, atol=1e-13)


def test_the_peephole_is_the_lstm_where_its_peepholes_are_zero():
    rng = np.random.default_rng(1)
    parameters = peephole.cell_parameters(rng, 3, 4)
    xt, a_prev, c_prev = (rng.standard_normal((n, 2)) for n in (3, 4, 4))
    shut = parameters | {key: np.zeros((4, 1)) for key in ("pf", "pu", "po")}
    same = forward(xt, a_prev, c_prev, {key: value for key, value in parameters.items() if key[0] != "p"})
    for ours, theirs in zip(peephole.cell_forward(xt, a_prev, c_prev, shut)[:2], same[:2]):
        np.testing.assert_array_equal(ours, theirs)
    assert np.any(peephole.cell_forward(xt, a_prev, c_prev, parameters)[0] != same[0])


def test_width_is_the_largest_that_fits():
    n_a, count = own.width(initial_rnn, 2, 2, 1000)
    assert count == own.size(initial_rnn, 2, n_a, 2) <= 1000 < own.size(initial_rnn, 2, n_a + 1, 2)
    with pytest.raises(ValueError, match="with one unit there are"):
        own.width(initial_rnn, 2, 2, 3)
    with pytest.raises(ValueError, match="doesn't grow"):
        own.width(lambda *_: {"W": np.zeros(1)}, 2, 2, 3)


def test_only_a_function_can_draw_first_values():
    with pytest.raises(TypeError, match="of type dict, expected a function"):
        own.first_values(own.Cell(forward, backward, {}), np.random.default_rng(0), 2, 3, 2)


def test_a_contest_gives_every_network_the_same_and_counts_right():
    task = own.TASKS["parity of 20 bits"]._replace(steps=6, T_x=4, draw=lambda rng, m: parity(rng, m, 4), most=200)
    found = own.contest(PEEPHOLE, task, seeds=(0, 1))
    assert list(found) == ["RNN", "GRU", "LSTM", "yours"]
    for standing in found.values():
        assert standing.parameters <= 200 and [len(losses) for losses in standing.losses] == [6, 6]
        assert len(standing.right) == 2 and all(0.3 < right < 0.7 for right in standing.right)
    again = own.contest(PEEPHOLE, task, seeds=(0, 1))
    assert again["yours"] == found["yours"] and again["LSTM"] == found["LSTM"]


def test_a_contest_draws_the_sequences_of_a_seed_once():
    sizes = []

    def draw(rng, m):
        sizes.append(m)
        return parity(rng, m, 4)

    task = own.TASKS["parity of 20 bits"]._replace(steps=3, T_x=4, draw=draw, most=200)
    own.contest(PEEPHOLE, task, seeds=(0, 1))
    assert sizes == [32, 32, 32, 500] * 2


def test_the_course_free_check_finds_a_wrong_gradient(capsys):
    def wrong(da_next, dc_next, cache):
        found = peephole.cell_backward(da_next, dc_next, cache)
        return found | {"dpo": 2 * found["dpo"]}

    assert alone.check_gradients(*PEEPHOLE[:3]) < 1e-6
    assert "✗" not in capsys.readouterr().out
    assert alone.check_gradients(PEEPHOLE.forward, wrong, PEEPHOLE.parameters) > 0.1
    assert "✗ dpo" in capsys.readouterr().out


def test_a_run_has_learned_when_the_mean_of_twenty_losses_is_low():
    losses = [1.0] * 50 + [0.0] * 50
    assert own.learned_at(losses, below=0.52) == 60  # ten of the last twenty are 0
    assert np.isnan(own.learned_at([1.0] * 100, below=0.5)) and np.isnan(own.learned_at([0.0] * 10, below=0.5, over=20))

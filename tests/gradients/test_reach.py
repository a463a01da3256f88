"""What comes back: shares of the gradient in three networks, A + B of the memory, full inputs, small states to start from."""
import numpy as np
import pytest

from helpers import gradients
from helpers.gradients import paths, reach, recurrence, spectra
from helpers.networks import gru_forward, initial_gru, initial_lstm, initial_rnn, lstm_cell_forward, lstm_forward, rnn_forward
from helpers.networks.parameters import with_full_inputs

MODELS = {"rnn": (initial_rnn, rnn_forward), "lstm": (initial_lstm, lstm_forward), "gru": (initial_gru, gru_forward)}


def test_shares_of_an_rnn_are_the_norms_through_time():
    x, y, first = reach.untrained_rnn(3, words=6, rho=0.9)
    norms = gradients.norms_through_time(*reach.backward_start(x, y, first))[::-1]
    np.testing.assert_allclose(reach.shares(first, rnn_forward, x, y), norms / norms[0], rtol=1e-12)


@pytest.mark.parametrize("model", MODELS)
def test_shares_begin_with_one_and_there_is_one_a_step(model):
    initial, forward = MODELS[model]
    x, y, _ = reach.untrained_rnn(0, words=4, rho=0.9)
    found = reach.shares(initial(np.random.default_rng(0), len(x), 5, 2), forward, x, y)
    assert found.shape == (6,) and found[0] == 1 and np.all(found > 0)


def test_an_untrained_rnn_is_scaled_and_its_sentences_are_as_long_as_told():
    x, y, scaled = reach.untrained_rnn(1, words=7, rho=0.5, n_a=6, m=3)
    assert (x.shape[1:], y.shape, scaled["Waa"].shape) == ((3, 9), (2, 3, 9), (6, 6))
    assert abs(spectra.spectral_radius(scaled["Waa"]) - 0.5) < 1e-12


@pytest.mark.parametrize("t", (0, 2, 3))
def test_the_rest_of_the_way_gives_the_gradient_of_the_state(t):
    rng = np.random.default_rng(0)
    first, x, da = initial_rnn(rng, 3, 4, 2), rng.standard_normal((3, 2, 4)), rng.standard_normal((4, 2, 4))
    a, _, caches = rnn_forward(x, np.zeros((4, 2)), first)
    numeric = gradients.numeric_gradient(reach.after(t, x, da, first), a[:, :, t])
    assert abs(gradients.norms_through_time(da, caches)[t] - np.linalg.norm(numeric)) < 1e-7


def test_a_and_b_are_the_ways_along_the_memory_and_through_the_gates():
    rng = np.random.default_rng(0)
    first, x = initial_lstm(rng, 3, 4, 2), rng.standard_normal((3, 1, 5))
    steps, _ = lstm_forward(x, np.zeros((4, 1)), first)[-1]
    for before, now in zip(steps, steps[1:]):
        A, B = paths.step_of_memory(before, now)
        assert A.shape == B.shape == (4, 4)
        np.testing.assert_array_equal(A, np.diag(now.gamma_f[:, 0]))
        for unit in range(4):
            def c_next(c, unit=unit, before=before, now=now):
                return float(lstm_cell_forward(now.xt, before.gamma_o * np.tanh(c), c, first)[1][unit, 0])

            row = gradients.numeric_gradient(c_next, now.c_prev)[:, 0]
            np.testing.assert_allclose((A + B)[unit], row, atol=1e-8)


def test_a_and_b_are_of_one_example():
    first, x = initial_lstm(np.random.default_rng(0), 3, 4, 2), np.ones((3, 2, 2))
    before, now = lstm_forward(x, np.zeros((4, 2)), first)[-1][0]
    with pytest.raises(ValueError, match=r"before.a_next has shape \(4, 2\), expected \(n_a, 1\)"):
        paths.step_of_memory(before, now)


@pytest.mark.parametrize("model", MODELS)
def test_full_inputs_change_the_inputs_weights_alone_and_give_them_variance_one(model):
    first = MODELS[model][0](np.random.default_rng(0), 400, 30, 2)
    full = with_full_inputs(first)
    assert full.keys() == first.keys()
    for key, value in first.items():
        of_x = {"Wax": slice(0, None)}.get(key, slice(30, None) if value.shape[1] == 430 else slice(0, 0))
        assert full[key][:, of_x].size == 0 or abs(np.std(full[key][:, of_x]) - 1) < 0.02
        kept = np.delete(value, of_x, axis=1)
        np.testing.assert_array_equal(np.delete(full[key], of_x, axis=1), kept)


def test_the_lab_starts_where_it_is_told_and_says_how_steep_its_slopes_are():
    unit = recurrence.random_network(4)
    a = recurrence.states(np.zeros((32, 10)), 0.1 * unit.a0, 1.2 * unit.Waa)
    found = gradients.lab(1.2, 10, "tanh", 0.0, 4, start=0.1)
    assert abs(found.slope - np.sqrt(np.mean((1 - a[:, 1:] ** 2) ** 2))) < 1e-12
    assert gradients.lab(1.2, 10, "tanh", 0.0, 4).slope == gradients.lab(1.2, 10, "linear").slope == 1
    assert found.norms[-1] < gradients.lab(1.2, 10, "tanh", 0.0, 4).norms[-1]
    with pytest.raises(ValueError, match="start is 2, expected a number from 0 to 1"):
        gradients.lab(1.2, 10, start=2)

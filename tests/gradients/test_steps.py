"""The gradients measured inside a step are those of its way back."""
import numpy as np

from helpers import gradients
from helpers.gradients import steps
from helpers.networks import gru, lstm, parameters


def test_what_is_measured_is_what_the_way_back_gives():
    rng = np.random.default_rng(3)
    weights = {key: value + 0.3 * rng.standard_normal(value.shape)
               for key, value in parameters.initial_gru(rng, 3, 4, 2).items()}
    cache = gru.gru_cell_forward(rng.standard_normal((3, 5)), rng.standard_normal((4, 5)), weights)[-1]
    da_next = rng.standard_normal((4, 5))
    measured, back = steps.measured_in_gru_step(cache, da_next), gru.gru_cell_backward(da_next, cache)
    assert gradients.relative_error(measured["da_prev"], back["da_prev"]) < 1e-7
    for gate in "urc":
        assert gradients.relative_error(measured[f"dz{gate}"].sum(axis=1, keepdims=True), back[f"db{gate}"]) < 1e-7
    slope = cache.gamma_r * (1 - cache.gamma_r)
    assert gradients.relative_error(measured["dgamma_r"] * slope, measured["dzr"]) < 1e-7
    assert gradients.relative_error(measured["dreset_a"] * cache.a_prev, measured["dgamma_r"]) < 1e-7


def test_wrong_lines_of_a_way_back_are_wrong_and_differ_from_one_another():
    rng = np.random.default_rng(4)
    weights = {key: value + 0.3 * rng.standard_normal(value.shape)
               for key, value in parameters.initial_gru(rng, 3, 4, 2).items()}
    cache = gru.gru_cell_forward(rng.standard_normal((3, 5)), rng.standard_normal((4, 5)), weights)[-1]
    da_next = rng.standard_normal((4, 5))
    measured = steps.measured_in_gru_step(cache, da_next)
    wrong = steps.wrong_in_gru_step(cache, da_next, measured)
    assert set(wrong) == set(measured)
    for name, lines in wrong.items():
        numbers = [measured[name], *(line for line, _ in lines)]
        for i, one in enumerate(numbers):
            assert one.shape == (4, 5)
            assert all(gradients.relative_error(one, other) > 0.01 for other in numbers[:i]), name


def test_what_is_measured_in_an_lstm_is_what_its_way_back_gives():
    rng = np.random.default_rng(4)
    weights = {key: value + 0.3 * rng.standard_normal(value.shape)
               for key, value in parameters.initial_lstm(rng, 3, 4, 2).items()}
    states = (rng.standard_normal((4, 5)) for _ in range(2))
    cache = lstm.lstm_cell_forward(rng.standard_normal((3, 5)), *states, weights)[-1]
    da_next, dc_next = rng.standard_normal((2, 4, 5))
    measured, back = steps.measured_in_lstm_step(cache, da_next, dc_next), lstm.lstm_cell_backward(da_next, dc_next, cache)
    assert gradients.relative_error(measured["dc_prev"], back["dc_prev"]) < 1e-7
    assert gradients.relative_error(measured["dc"] * cache.gamma_f, back["dc_prev"]) < 1e-7
    for gate, name in zip("fuco", ("gamma_f", "gamma_u", "c_tilde", "gamma_o")):
        value = getattr(cache, name)
        slope = 1 - value**2 if gate == "c" else value * (1 - value)
        assert gradients.relative_error(measured[f"d{name}"] * slope, measured[f"dz{gate}"]) < 1e-7
        assert gradients.relative_error(measured[f"dz{gate}"].sum(axis=1, keepdims=True), back[f"db{gate}"]) < 1e-7

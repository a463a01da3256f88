"""The benchmark that asks for the letter in the middle has right gradients, and reads neither that letter nor nothing."""
import numpy as np

from benchmarks import stacked as benchmark
from helpers import gradients
from helpers.networks import stacked


def test_gradients_are_those_of_finite_differences(monkeypatch):
    monkeypatch.setattr(benchmark, "small", lambda arrays: arrays)
    rng = np.random.default_rng(0)
    parameters = stacked.initial_stacked(rng, 27, 3, 4, 27, both=True)
    words = rng.integers(27, size=(3, 7))
    y = np.eye(27)[:, words[:, 1:-1]]
    _, found = benchmark.objective_between(parameters, words, y)
    for key, value in parameters.items():
        numeric = gradients.numeric_gradient(
            lambda changed, key=key: benchmark.objective_between(parameters | {key: changed}, words, y)[0], value)
        assert gradients.relative_error(found["d" + key], numeric) < 1e-6, key


def test_the_letter_itself_is_not_read():
    rng = np.random.default_rng(0)
    parameters = stacked.initial_stacked(rng, 27, 3, 4, 27, both=True)
    words = rng.integers(26, size=(1, 7))
    other = words.copy()
    other[0, 3] = 26
    one, two = benchmark.between(parameters, words)[0][:, 0], benchmark.between(parameters, other)[0][:, 0]  # (27, 5)
    assert np.array_equal(one[:, 2], two[:, 2]) and not np.isclose(one[:, 1], two[:, 1]).all()

"""Where does the time of the clear LSTM go? A stopwatch for versions of its training step, and the clear code without its checks.

A version is a function (parameters, x, da) that goes forward and back. `benchmarks/ladder.py` measures them all, one change at
a time and in new processes; this is what the page on it needs.
"""
import contextlib
import inspect
import json
from pathlib import Path

import numpy as np

from helpers.fast import clock
from helpers.fast.models import LSTM
from helpers.networks import lstm
from helpers.networks.parameters import initial_lstm

SIZES = {"one name at a time": (27, 50, 1, 20), "a batch of 32": (27, 64, 32, 50)}  # n_x, n_a, m, T_x


def beside_pytorch():
    """Return what benchmarks/speed.py measured, as it is stored."""
    return json.loads(Path(__file__).parents[2].joinpath("benchmarks", "results", "speed.json").read_text(encoding="utf-8"))


def problem(n_x, n_a, m, T_x):
    """Return parameters, x and da of the size."""
    rng = np.random.default_rng(0)
    parameters = initial_lstm(rng, n_x, n_a, 1)
    return parameters, rng.standard_normal((n_x, m, T_x)), rng.standard_normal((n_a, m, T_x))


def clear(parameters, x, da):
    """Take a training step with the clear code."""
    a0 = np.zeros((parameters["Wf"].shape[0], x.shape[1]))  # (n_a, m)
    return lstm.lstm_backward(da, lstm.lstm_forward(x, a0, parameters)[-1])


def stopwatch(versions):
    """Print and return how long each version takes for each size: the median, in milliseconds of this process."""
    found = {}
    for title, size in SIZES.items():
        given = problem(*size)
        timed = {name: lambda step=step, given=given: step(*given) for name, step in versions.items()}
        found[title] = clock.milliseconds(timed)
        print(f"{title}: ", ",  ".join(f"{name} {time:.2f} ms" for name, time in found[title].items()))
    return found


def same(step):
    """Say whether a hand-made step, function (parameters, x, da) → dW, gives the gradient of the clear code."""
    given = problem(*SIZES["one name at a time"])
    clear_gradients = clear(*given)
    expected = np.vstack([np.hstack([clear_gradients["dW" + gate], clear_gradients["db" + gate]]) for gate in "fuoc"])
    return bool(np.abs(step(*given) - expected).max() < 1e-12 * np.abs(expected).max())


def difference_of_fast(dtype):
    """Return the largest relative difference between helpers/fast's gradients in `dtype` and the clear code's."""
    parameters, x, da = problem(*SIZES["one name at a time"])
    network, expected = LSTM(*SIZES["one name at a time"], dtype), clear(parameters, x, da)
    network.forward(parameters, x)
    found = network.backward(da)
    return max(np.abs(found[key] - expected[key]).max() / np.abs(expected[key]).max() for key in expected)


@contextlib.contextmanager
def exchanged(**names):
    """Run the clear code with some of the names in its module exchanged."""
    old = {name: getattr(lstm, name) for name in names}
    try:
        for name, value in names.items():
            setattr(lstm, name, value)
        yield
    finally:
        for name, value in old.items():
            setattr(lstm, name, value)


WITHOUT_CHECKS = {name: inspect.unwrap(getattr(lstm, name)) for name in ("lstm_cell_forward", "lstm_cell_backward")}

"""Random problems for the tests of the networks, and the gradients of a number by finite differences."""
import numpy as np
from hypothesis import strategies as st

from helpers.gradients.norms import numeric_gradient, relative_error

# n_x, n_a, n_y, m, T_x: all different, and each of them 1 in turn
SIZES = [(3, 5, 2, 4, 6), (1, 4, 2, 3, 5), (3, 1, 2, 4, 5), (3, 4, 1, 2, 5), (4, 3, 2, 1, 5), (2, 3, 4, 5, 1), (1, 1, 1, 1, 1)]
random_sizes = st.tuples(*[st.integers(1, 6)] * 5)
seeds = st.integers(0, 2**32 - 1)


def problem(initial, sizes, seed=0, **options):
    """Return x (n_x, m, T_x), a0 (n_a, m), parameters with biases that aren't zero, and weights for a and y_pred."""
    n_x, n_a, n_y, m, T_x = sizes
    rng = np.random.default_rng(seed)
    parameters = {key: value + 0.5 * rng.standard_normal(value.shape)
                  for key, value in initial(rng, n_x, n_a, n_y, **options).items()}
    return (rng.standard_normal((n_x, m, T_x)), rng.standard_normal((n_a, m)), parameters,
            rng.standard_normal((n_a, m, T_x)), rng.standard_normal((n_y, m, T_x)))


def errors(gradients, J, inputs):
    """Return {name: relative error} of gradients ("dWf") against finite differences of J(inputs) (inputs by "Wf")."""
    found = {}
    for key, gradient in gradients.items():
        name = key[1:]
        expected = numeric_gradient(lambda value, name=name: J(inputs | {name: value}), inputs[name])
        found[key] = relative_error(gradient, expected)
    return found


def bad_arrays(name, good, letters):
    """Return (what, array, error, words) for one argument: each is refused with a sentence that has these words."""
    return [
        ("a list", good.tolist(), TypeError, f"{name} is of type list, expected a NumPy array ({letters})"),
        ("None", None, TypeError, f"{name} is of type NoneType"),
        ("integers", np.ones(good.shape, dtype=int), TypeError, f"{name} holds int64 numbers, expected floats"),
        ("complex numbers", good + 0j, TypeError, f"{name} holds complex128 numbers, expected floats"),
        ("truth values", good > 0, TypeError, f"{name} holds bool numbers, expected floats"),
        ("an axis too few", good[..., 0], ValueError, f"{name} has shape {good[..., 0].shape}, expected {good.ndim} axes"),
        ("an axis too many", good[..., None], ValueError, f"{name} has shape {good[..., None].shape}, expected {good.ndim} axes"),
        ("no example", good[:, :0], ValueError, f"{name} has shape {good[:, :0].shape}: it is empty"),
        ("NaN", np.where(np.arange(good.size).reshape(good.shape) == 1, np.nan, good), ValueError, f"{name} holds NaN"),
    ]

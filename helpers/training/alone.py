"""A cell by itself: its loops, its gradient check and a small task to learn, with NumPy alone.

The source of these functions goes into the file in which a reader keeps a cell of their own; they call one another and
nothing else of the course.
"""
import inspect

import numpy as np


def states_of(cell_forward):
    """Return the names of a cell's states: the arguments between xt and parameters."""
    return list(inspect.signature(cell_forward).parameters)[1:-1]


def run(cell_forward, x, states, parameters):
    """Take all steps: x (n_x, m, T_x) and the first states → a list of the states after each step, and the caches."""
    steps, caches = [], []
    for t in range(x.shape[2]):
        *states, cache = cell_forward(x[:, :, t], *states, parameters)
        steps.append(states)
        caches.append(cache)
    return steps, caches


def run_back(cell_backward, ds, caches, names):
    """Go back: ds has a list of gradients, one a state, for each step → dx, the first states' gradients, those of the weights.

    `names` are the states' names ("a_prev"); what comes from the step after t is added to what is given at t.
    """
    dx, sums, later = [], {}, [0.0] * len(names)
    for d, cache in zip(reversed(ds), reversed(caches)):
        step = dict(cell_backward(*[here + from_later for here, from_later in zip(d, later)], cache))
        later = [step.pop("d" + name) for name in names]
        dx.append(step.pop("dxt"))
        for key, value in step.items():
            sums[key] = sums.get(key, 0.0) + value
    return np.stack(dx[::-1], axis=2), later, sums


def check_gradients(cell_forward, cell_backward, cell_parameters, n_x=3, n_a=5, m=4, T_x=3, step=1e-5):
    """Print how far the gradient of each parameter, over T_x steps, is from central differences; return the largest distance."""
    rng, names, worst = np.random.default_rng(0), states_of(cell_forward), 0.0
    values = {key: value + 0.3 * rng.standard_normal(value.shape) for key, value in cell_parameters(rng, n_x, n_a).items()}
    x, start = rng.standard_normal((n_x, m, T_x)), [0.7 * rng.standard_normal((n_a, m)) for _ in names]
    ds = rng.standard_normal((T_x, len(names), n_a, m))
    _, caches = run(cell_forward, x, start, values)
    *_, found = run_back(cell_backward, list(map(list, ds)), caches, names)
    for key, value in values.items():
        slopes = np.zeros(value.shape)
        for index in np.ndindex(value.shape):
            for sign in (1, -1):
                changed = values | {key: value.copy()}
                changed[key][index] += sign * step
                slopes[index] += sign * np.sum(ds * np.array(run(cell_forward, x, start, changed)[0])) / (2 * step)
        error = np.max(np.abs(found["d" + key] - slopes)) / np.max(np.abs(slopes))
        worst = max(worst, error)
        print(f"{'✓' if error < 1e-6 else '✗'} d{key}: {error:.0e} from finite differences")
    return worst


def learn_parity(cell_forward, cell_backward, cell_parameters, n_a=12, m=32, T_x=15, steps=300, rate=0.01):
    """Learn whether the number of ones so far is odd, by Adam with a falling rate; return the last share of right answers."""
    rng, names = np.random.default_rng(1), states_of(cell_forward)
    values = cell_parameters(rng, 2, n_a) | {"Wy": rng.standard_normal((1, n_a)) / np.sqrt(n_a), "by": np.zeros((1, 1))}
    v, s = ({key: np.zeros(value.shape) for key, value in values.items()} for _ in range(2))
    for k in range(1, steps + 1):
        bits = rng.integers(2, size=(m, T_x))
        odd = (np.cumsum(bits, axis=1) % 2).T[:, np.newaxis]  # (T_x, 1, m)
        states, caches = run(cell_forward, np.stack([1.0 - bits, bits]), [np.zeros((n_a, m)) for _ in names], values)
        a = np.stack([state[0] for state in states])  # (T_x, n_a, m)
        z = values["Wy"] @ a + values["by"]  # (T_x, 1, m)
        dz = (1 / (1 + np.exp(-z)) - odd) / odd.size
        rest = [np.zeros((n_a, m)) for _ in names[1:]]
        *_, found = run_back(cell_backward, [[da, *rest] for da in values["Wy"].T @ dz], caches, names)
        found |= {"dWy": np.einsum("tym,tam->ya", dz, a), "dby": dz.sum(axis=(0, 2))[:, np.newaxis]}
        norm = np.sqrt(sum(np.sum(found["d" + key] ** 2) for key in values))
        for key in values:
            g = found["d" + key] * min(1, 1 / norm)
            v[key], s[key] = 0.9 * v[key] + 0.1 * g, 0.999 * s[key] + 0.001 * g**2
            size = np.sqrt(s[key] / (1 - 0.999**k)) + 1e-8
            values[key] = values[key] - rate * (1 - k / steps) * v[key] / (1 - 0.9**k) / size
        right = np.mean((z > 0) == odd)
        if k % 50 == 0:
            print(f"step {k}: the parity of {right:.2f} of the bits is right")
    return float(right)

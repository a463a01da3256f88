"""Random problems for the exercises of pages 03 and 07: matrices, gradients to clip, memories to keep."""
import numpy as np

from helpers.problems import normal


def matrix(rng, n_a, m, **_):
    """Draw a matrix; in two of the problems its eigenvalues are moved to the left, so that the largest is seldom on the right."""
    return (1.2 * normal(rng, n_a, n_a) - (0.8 if m in (1, 7) else 0.0) * np.eye(n_a),)


def gradients(rng, n_x, n_a, n_y, **_):
    """Draw gradients of a simple RNN, of sizes that differ from tensor to tensor."""
    return {"dWax": normal(rng, n_a, n_x), "dWaa": 3 * normal(rng, n_a, n_a), "dba": 2 * normal(rng, n_a, 1),
            "dWya": normal(rng, n_y, n_a), "dby": 0.5 * normal(rng, n_y, 1)}


def to_clip_by_value(rng, **sizes):
    """Draw gradients and a limit that some of their numbers exceed, by either side."""
    return gradients(rng, **sizes), rng.uniform(0.4, 0.8)


def to_clip_by_norm(rng, m, T_x, **sizes):
    """Draw gradients and a limit: most are too long, those of one problem aren't, and those of another are zero."""
    some = gradients(rng, **sizes)
    norm = np.sqrt(sum(np.sum(dq**2) for dq in some.values()))
    if T_x == 1:
        some = {key: np.zeros(dq.shape) for key, dq in some.items()}
    return some, float(norm * (1.7 if m == 1 else rng.uniform(0.02, 0.05)))


def memory_to_keep(rng, n_x, m, T_x, **_):
    """Draw a number of steps and the share that is to be left after them."""
    return 2 + n_x + 3 * m + T_x, float(rng.uniform(0.1, 0.45))

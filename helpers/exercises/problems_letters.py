"""Random problems for the exercises of page 10: numbers before a softmax, and probabilities to draw from."""
from helpers.activations import softmax
from helpers.problems import normal


def before_softmax(rng, n_y, m, **_):
    """Draw zy and a temperature, below 1 in some problems and above it in others."""
    return 2 * normal(rng, n_y, m), float(rng.uniform(0.3, 0.7) if m in (1, 2) else rng.uniform(1.6, 2.6))


def to_pick(rng, n_y, m, **_):
    """Draw probabilities (n_y + 1, m + 20) and a uniform number for each column: each gives only a small number."""
    return softmax(normal(rng, n_y + 1, m + 20)), rng.random(m + 20)

"""Train the readers of page 18, which come from the left, from the right, or both ways; 32 or 16 texts of 40 steps a batch."""
import functools

import numpy as np

from helpers.networks import stacked
from helpers.tasks import letters, verb_numbers, vocabulary
from helpers.training.loop import train
from helpers.training.optimizers import Adam, falling

PARTS = 16  # numbers that stand for a word or a letter


def tagger(n_a, both=False, turned=False, seed=0, steps=300):
    """Train a network to say at every word whether its sentence's verb is plural; return its parameters.

    Parameters
    ----------
    n_a : int
        units of each direction
    both : bool
        whether it reads both ways
    turned : bool
        whether it reads from the right alone: words and answers are turned round for it
    seed, steps : int
        fresh texts are drawn for each of `steps` batches; the learning rate falls from 0.01 to 0
    """
    def objective(parameters, words, y):
        if turned:
            words, y = words[:, ::-1], y[:, :, ::-1]
        return stacked.objective(parameters, words, y)[:2]

    first = stacked.initial_stacked(np.random.default_rng([seed, 1]), len(vocabulary()), PARTS, n_a, 2, both=both)
    return train(objective, first, _texts(seed, steps), steps, Adam(falling(0.01, steps))).parameters


@functools.lru_cache(1)
def _texts(seed, steps):
    """Return the batches of a seed: readers of the same texts wait for them once."""
    rng = np.random.default_rng([seed, 0])
    return [verb_numbers.tagged(rng, 32, 40)[:2] for _ in range(steps)]


def next_letter(n_a, both=True, seed=0, steps=300):
    """Train a network on the next letter of names, with Adam's rate at 0.01; return its parameters."""
    first = stacked.initial_stacked(np.random.default_rng([seed, 1]), len(letters.LETTERS), PARTS, n_a, len(letters.LETTERS),
                                    both=both)
    pieces = letters.streams(np.random.default_rng([seed, 0]), letters.names()[0], m=16, T_x=40)
    batches = ((np.argmax(x, axis=0), y) for x, y in pieces)
    return train(lambda parameters, words, y: stacked.objective(parameters, words, y)[:2], first, batches, steps,
                 Adam(0.01)).parameters

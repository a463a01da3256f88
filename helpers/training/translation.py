"""Train an encoder and a decoder on strings (`helpers.tasks.strings`), and count what comes out whole."""
import numpy as np

from helpers.networks import attention
from helpers.tasks import strings
from helpers.training.loop import train
from helpers.training.optimizers import Adam, falling


def trained(task, n_a, with_attention, longest=12, steps=1500, seed=0):
    """Train an encoder and a decoder with Adam, whose rate falls from 0.01 to 0, in float32; return their parameters.

    Parameters
    ----------
    task : "copy", "reverse" or "sort"
    n_a : int
        units of each of the two LSTMs
    with_attention : bool or "additive"
        whether the decoder asks the encoder's states (with W_g, or with the additive score), or has its last ones alone
    longest : int
        each batch holds 64 strings of one length, drawn from 1 to `longest`
    """
    n = len(strings.LETTERS)
    first = attention.initial_translator(np.random.default_rng([seed, 1]), n, n_a, n, with_attention)
    batches = strings.batches(np.random.default_rng([seed, 0]), task, 64, longest)
    return train(attention.objective, first, batches, steps, Adam(falling(0.01, steps))).parameters


def whole(parameters, task, T, m=500):
    """Return the share of m new strings of T letters that are written right, freely, from the first letter to the sign."""
    x, _, y = strings.draw(np.random.default_rng([99, T]), task, m, T)
    return strings.whole(attention.write(x, parameters, T + 1), y)

"""Time several versions of the same work fairly, and the machine's own speed at matrix products."""
import time

import numpy as np

from helpers.networks import stacked


def milliseconds(versions, rounds=9, times=3):
    """Return the median time of each version, in milliseconds of this process.

    All versions are run in each round, so that a busy moment meets them all; and the clock is the process's own, which
    stands still while another program has the processor.

    Parameters
    ----------
    versions : dict
        name → function without arguments
    rounds, times : int
        how many rounds, and how often each version runs in a round

    Returns
    -------
    dict with a float for each name
    """
    found = {name: [] for name in versions}
    for _ in range(rounds):
        for name, step in versions.items():
            start = time.process_time()
            for _ in range(times):
                step()
            found[name].append((time.process_time() - start) / times)
    return {name: 1e3 * float(np.median(seconds)) for name, seconds in found.items()}


def products_speed(dtype, size=768):
    """Return how many multiply-adds a second the machine does in the product of two square matrices (size, size)."""
    square = np.ones((size, size), dtype)
    return size**3 / (milliseconds({"product": lambda: square @ square}, rounds=5)["product"] / 1e3)


def lookups(n_words, n_e=64, m=16, T_x=40):
    """Return milliseconds of a table of words and of the same by a one-hot product, forward and back, for m texts of T_x words.

    Returns
    -------
    dict with "forward, product", "forward, look-up", "back, product", "back, np.add.at"
    """
    rng = np.random.default_rng(0)
    words, dx = rng.integers(n_words, size=(m, T_x)), rng.standard_normal((n_e, m, T_x))
    E, flat = rng.standard_normal((n_e, n_words)), dx.reshape(n_e, -1)  # (n_e, m T_x)
    one_hot = np.eye(n_words)[:, words.ravel()]  # (n_words, m T_x)
    return milliseconds({
        "forward, product": lambda: E @ one_hot, "forward, look-up": lambda: stacked.embedding_forward(words, E),
        "back, product": lambda: flat @ one_hot.T, "back, np.add.at": lambda: stacked.embedding_backward(dx, words, n_words),
    }, rounds=5, times=1)

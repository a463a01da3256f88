"""Time several versions of the same work fairly, and the machine's own speed at matrix products."""
import time

import numpy as np


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

"""What stands there is another quantity's: its numbers show it, also where its shape is another."""

import numpy as np

from helpers.checks.results import compare
from helpers.checks.results.compare import CLOSE_SINGLE


def told(where, value, answer):
    """Return (the mistake's name, what is said) where a quantity holds another one's numbers, or None."""
    beside, _, short = where.rpartition(".")
    for other, wanted in answer.expected.items():
        name = other.rpartition(".")[2]
        near = other != where and other.rpartition(".")[0] in ("", "cache", beside)
        if not near or not name.isidentifier() or np.shape(wanted) != value.shape:
            continue
        if value.dtype.kind == "f" and np.any(value) and compare.equal(wanted, value, CLOSE_SINGLE):
            got = answer.got.get(other)
            back = getattr(got, "value", got)  # of a Fault, or the array itself
            if isinstance(back, np.ndarray) and np.shape(back) == np.shape(answer.expected[where]) and compare.equal(
                answer.expected[where], back, CLOSE_SINGLE
            ):
                return f"{short} and {name} swapped", f"{short} and {name} have changed places"
            return f"{name} for {short}", f"{short} holds what {name} should hold: look at the line that makes it"
    return None

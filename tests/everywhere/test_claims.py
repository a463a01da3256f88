"""What pages say of trainings that take a minute or two."""
import numpy as np
import pytest

from helpers.training import own
from tests.test_claims import prose, word


@pytest.mark.everywhere
def test_a_start_decides_more_than_the_peepholes():
    """Page 17: five seeds of the peephole cell, all forget biases at 1, all at 3, and its own start from 0 to 4."""
    def starting(bias):
        def parameters(rng, n_x, n_a):
            first = own.PEEPHOLE.parameters(rng, n_x, n_a)
            return first | {"bf": np.full_like(first["bf"], bias)}

        return own.PEEPHOLE._replace(parameters=parameters)

    def solved(cell, task):
        return sum(right > 0.95 for right in own.contest(cell, own.TASKS[task]._replace(networks={}))["yours"].right)

    words, bits = own.TASKS
    counts = [solved(starting(bias), task) for bias in (1.0, 3.0) for task in (bits, words)]
    at_1, no_words, at_3_bits, at_3 = map(word, counts)
    assert (f"with every forget bias at 1 it solves parity in {at_1} runs and the words in {no_words}; with every bias at 3 the "
            f"words in {at_3} and parity in {at_3_bits}.") in prose("your_own")
    assert [solved(own.PEEPHOLE, task) for task in (bits, words)] == [5, 5]

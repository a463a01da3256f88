"""The minimal GRU's loop, and the race between it and a scan."""
import numpy as np
import pytest

from helpers.fast import mingru
from helpers.networks.mingru import scan


@pytest.mark.parametrize("size", [(3, 4, 7), (1, 1, 1)])
def test_the_loop_gives_what_the_scan_gives(size):
    rng = np.random.default_rng(0)
    decay, b, a0 = rng.random(size), rng.standard_normal(size), rng.standard_normal(size[:2])
    assert np.allclose(mingru.loop(decay, b, a0), scan(decay, b, a0), atol=1e-12)


def test_a_race_times_both_at_each_size_and_length():
    found = mingru.race(scan, ((2, 1), (3, 2)), (4, 8))
    assert set(found) == {(2, 1), (3, 2)} and all(len(times) == 2 for times in found.values())
    assert all(time["loop"] > 0 and time["scan"] > 0 for times in found.values() for time in times)

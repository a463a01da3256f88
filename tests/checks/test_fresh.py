"""The copy of the arguments that each try is given."""

import copy
from typing import NamedTuple

import numpy as np
import pytest

from helpers.checks.results.compare import unchanged
from helpers.checks.running.fresh import fresh
from helpers.exercises import EXERCISES


class Cache(NamedTuple):
    """A cache of a test."""

    a: object
    parameters: object


@pytest.mark.parametrize("name", EXERCISES)
def test_a_copy_is_what_deepcopy_gives_and_shares_nothing(name):
    for _, arguments in EXERCISES[name].problems():
        one, other = fresh(arguments), copy.deepcopy(arguments)
        assert type(one) is type(other) and unchanged(arguments, one)
        for (a, b, c) in zip(*map(arrays, (arguments, one, other)), strict=True):
            assert not np.shares_memory(a, b) and b.strides == c.strides and b.dtype == c.dtype
        assert same_places(one) == same_places(other)


def arrays(value):
    """Return the arrays in a value, in order."""
    if isinstance(value, dict | list | tuple):
        return [array for entry in (value.values() if isinstance(value, dict) else value) for array in arrays(entry)]
    return [value] if isinstance(value, np.ndarray) else []


def same_places(value):
    """Return for each array in a value the place at which it stands first."""
    ids = list(map(id, arrays(value)))
    return [ids.index(one) for one in ids]


def test_what_stands_twice_stands_twice_in_the_copy():
    a, parameters = np.zeros((2, 3)), {"ba": np.ones((2, 1))}
    first, second, caches = fresh((a, a, [Cache(a, parameters), Cache(a.T, parameters)]))
    assert first is second is caches[0].a and caches[0].parameters is caches[1].parameters
    assert type(caches[0]) is Cache and first is not a


def test_a_generator_goes_on_from_where_it_is_and_leaves_the_other_alone():
    rng = np.random.default_rng(0)
    one, other = fresh((rng, rng))
    drawn = one.random()
    assert one is other is not rng and rng.random() == drawn


def test_anything_else_is_copied_as_deepcopy_does():
    masked, objects = np.ma.array([1.0, 2.0], mask=[0, 1]), np.array([[1], None], object)
    one, two, words = fresh((masked, objects, {"a"}))
    assert type(one) is np.ma.MaskedArray and one is not masked and two[0] is not objects[0] and words == {"a"}

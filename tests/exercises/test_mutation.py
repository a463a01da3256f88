"""Every single-token mutation of a reference solution is refused, but for the listed ones that are the same function."""
import pytest

from helpers.exercises import EXERCISES
from tests.exercises import mutants


@pytest.mark.parametrize("name", EXERCISES)
def test_mutations_are_refused_unless_equivalent(name):
    number, passed = mutants.survivors(name)
    assert number >= 6
    assert set(passed) == set(mutants.EQUIVALENT.get(name, {})), "a mutation passes that isn't listed, or one is refused that is"


def test_mutations_of_a_line():
    lines = set(mutants.mutants("def f(a, b):\n    c = a.T @ b\n    return c + 1\n"))
    assert {"c = a.T * b", "c = a @ b", "c = b.T @ b", "return c - 1", "return c + 2", "return c + 0", "return a + 1"} <= lines

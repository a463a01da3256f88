"""What is left to chance is judged by what holds of every right answer: another order of drawing is as right as the course's."""
import numpy as np
import pytest

from helpers import checks
from helpers.checks.results import compare
from helpers.exercises import EXERCISES, adding, compiled
from tests.exercises.variants import VARIANTS

REFERENCE = EXERCISES["adding"].reference
RIGHT = {"the course's own order": REFERENCE} | {
    says: compiled(text, REFERENCE) for says, text in VARIANTS["adding"].items()}


@pytest.mark.parametrize("says", RIGHT)
def test_no_right_answer_is_refused_for_its_luck(says):
    wanted = None
    for seed in range(60):
        given = np.random.default_rng(seed), 600, 65
        found = dict(zip("xy", RIGHT[says](*given)))
        facts = adding.facts(given, {name: np.asarray(value, float) for name, value in found.items()})
        wanted = wanted or facts
        assert {name: float(value) for name, value in facts.items() if value.ndim == 0} == {
            name: float(value) for name, value in wanted.items() if value.ndim == 0}


def test_two_slips_are_told_one_after_the_other():
    slips = VARIANTS["adding"]["one example after the other"].replace("x[1, i, places] = 1.0", "x[1, i, places] = 0.5")
    slips = slips.replace("y[0, i] = x[0, i, places].sum()", "y[0, i] = x[0, i, places].mean()")
    verdict = checks.examine(compiled(slips, REFERENCE))
    assert verdict.where == adding.ONES and "two ones in each example" in " ".join(verdict.message.split())


def test_another_form_is_told_before_any_fact():
    wrong = compiled("def adding(rng, m, T_x):\n    return rng.random((2, m)), rng.random((1, m))\n", REFERENCE)
    verdict = checks.examine(wrong)
    assert verdict.where == "shape of x" and "expected (2, 600, 27)" in verdict.message


def test_a_generator_may_be_drawn_from_and_nothing_else_may_change():
    rng = np.random.default_rng(0)
    before = np.random.default_rng(0)
    rng.random()
    assert compare.unchanged(before, rng)
    assert not compare.unchanged(np.zeros(2), np.ones(2))


def test_who_draws_number_by_number_has_time_enough():
    drawn = sum(m * T_x for _, (_, m, T_x) in EXERCISES["adding"].problems())
    assert drawn < 70_000  # 0.1 s on a quiet machine, of the two that all calls of a check have

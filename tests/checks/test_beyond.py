"""An answer that is right where the page's values lie, and beyond them overflows or meets rounding, is right, and told so."""
import numpy as np
import pytest

from helpers import checks
from helpers.exercises import EXERCISES


def examined(body):
    space = {"np": np}
    exec(f"def softmax_with_temperature(zy, tau):\n    {body}", space)
    return checks.examine(space["softmax_with_temperature"])


def test_a_softmax_that_overflows_is_told_so():
    verdict = examined("e = np.exp(zy / tau); return e / e.sum(axis=0, keepdims=True)")
    assert verdict.state == "right" and "At tau = 0.001 it overflows" in verdict.message


def test_a_softmax_that_does_not_overflow_is_told_nothing():
    verdict = examined("e = np.exp((zy - zy.max(axis=0)) / tau); return e / e.sum(axis=0)")
    assert verdict.state == "right" and "overflow" not in verdict.message


@pytest.mark.parametrize("told, last", [(True, "k"), (False, "np.minimum(k, len(y_pred) - 1)")])
def test_a_pick_that_finds_no_letter_where_rounding_leaves_the_last_sum_below_u_is_told_so(told, last):
    space = {"np": np}
    exec(f"def pick(y_pred, u):\n    k = np.sum(np.cumsum(y_pred, axis=0) <= u, axis=0)\n    return {last}", space)
    verdict = checks.examine(space["pick"])
    assert verdict.state == "right" and ("ten times 0.1 is a little below 1" in verdict.message) == told


@pytest.mark.parametrize("name", [name for name, exercise in EXERCISES.items() if exercise.far])
def test_the_reference_holds_there(name):
    arguments, _ = EXERCISES[name].far
    assert np.isfinite(EXERCISES[name].reference(*arguments)).all()

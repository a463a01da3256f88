"""Gates for a sentence: they hold, replace and hide, no others do, and each known mistake breaks one of these promises."""
import contextlib
import itertools

import numpy as np
import pytest

from helpers import exercises
from helpers.exercises import EXERCISES
from helpers.networks import gates, lstm_cell_forward


def broken(doors, subjects, verbs, candidates, c0):
    """Return the promises that doors break in one sentence: computed number by number, without the cell."""
    found, c = set(), c0
    for t, (forget, update, output, candidate) in enumerate(zip(*doors, candidates, strict=True)):
        c_prev, c = c, forget * c + update * candidate
        if t in subjects and not np.isclose(c, candidate):
            found.add("replace")
        if t not in subjects and not np.isclose(c, c_prev):
            found.add("hold")
        if not np.isclose(output * np.tanh(c), np.tanh(c) if t in verbs else 0):
            found.add("hide")
    return found


def drawn(seed, T_x):
    rng = np.random.default_rng(seed)
    return rng.uniform(-1, 1, T_x), rng.uniform(0.2, 1)  # candidates, and what is left of the sentence before


@pytest.mark.parametrize("seed", range(10))
def test_the_gates_for_a_sentence_hold_replace_and_hide(seed):
    for _, (subjects, verbs, T_x) in EXERCISES["gates_for"].problems(seed):
        candidates, c0 = drawn(seed, T_x)
        doors = gates.gates_for(subjects, verbs, T_x)
        assert not broken(doors, subjects, verbs, candidates, c0)
        a, c, _ = gates.run(lstm_cell_forward, c0, [gates.by_hand(*step) for step in zip(*doors, candidates)])
        last = [candidates[subjects[subjects <= t][-1]] if t >= subjects[0] else c0 for t in range(T_x)]
        np.testing.assert_allclose(c[1:], last, atol=1e-12)
        np.testing.assert_allclose(a[1:], np.isin(np.arange(T_x), verbs) * np.tanh(last), atol=1e-12)


def test_of_all_settings_of_open_and_shut_doors_one_keeps_the_promises():
    subjects, verbs, T_x = np.array([1]), np.array([3]), 4
    candidates, c0 = drawn(0, T_x)
    settings = (np.reshape(bits, (3, T_x)) for bits in itertools.product((0.0, 1.0), repeat=3 * T_x))
    kept = [doors for doors in settings if not broken(doors, subjects, verbs, candidates, c0)]
    assert len(kept) == 1
    np.testing.assert_array_equal(kept[0], gates.gates_for(subjects, verbs, T_x))


def test_each_known_mistake_breaks_a_promise():
    exercise = EXERCISES["gates_for"]
    wanted = {"update a word late": "replace", "update never shut": "hold", "hides by forgetting": "hold",
              "output always open": "hide"}
    for mistake in exercise.mistakes:
        found = set()
        for seed, (_, (subjects, verbs, T_x)) in enumerate(exercise.problems(0)):
            with contextlib.suppress(IndexError):  # one asks for the first verb where there is none
                doors = exercises.edited(exercise.reference, mistake)(subjects, verbs, T_x)
                found |= broken(doors, subjects, verbs, *drawn(seed, T_x))
        assert found and wanted.get(mistake.name, min(found)) in found, mistake.name

"""Every known mistake is one edit of the reference, is refused, and is named rightly on every seed."""
import copy
import warnings

import numpy as np
import pytest

from helpers import checks, exercises
from helpers.checks.known import outcome
from helpers.checks.results import compare
from helpers.checks.running.answers import agree as same
from helpers.exercises import EXERCISES
from tests.exercises.variants import VARIANTS
from tests.exercises.written import own

SEEDS = range(10)
each_exercise = pytest.mark.parametrize("name", EXERCISES)


@each_exercise
def test_the_table_has_at_least_eight_mistakes_with_names_and_sentences_of_their_own(name):
    table = EXERCISES[name].mistakes
    pairs = {(m.name, m.says) for m in table}
    assert len({m.name for m in table}) == len({m.says for m in table}) == len(pairs) >= 8
    assert len({(m.find, m.replace) for m in table}) == len(table)


def test_each_subject_hands_out_its_exercises_once():
    names = [exercise.name for subject in exercises.SUBJECTS for exercise in subject.EXERCISES]
    assert sorted(names) == sorted(EXERCISES)


def test_two_mistakes_in_one_place_warn_no_reader_of_code_that_is_ours():
    """One may put a number where the other takes a part of an array: "'int' object is not subscriptable"."""
    reference = EXERCISES["step"].reference
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exercises.compiled(exercises.source(reference) + "\n    if False:\n        1[0]", reference)


@each_exercise
def test_a_mistake_is_an_edit_with_a_sentence_that_goes_on(name):
    reference = EXERCISES[name].reference
    for mistake in EXERCISES[name].mistakes:
        assert exercises.edit(exercises.source(reference), mistake) != exercises.source(reference), mistake.name
        assert not mistake.says.endswith(".") and "\n" not in mistake.says, mistake.says
        assert len(mistake.says) <= 200, f"{mistake.says} takes more than three lines of a message"
        assert "{" not in mistake.name + mistake.says, mistake.name


def kinds(given):
    """Return what any two outcomes that are the same have in common."""
    return tuple((key, value.kind if isinstance(value, compare.Fault) else None) for key, value in sorted(given.items()))


def near(group):
    """Yield the pairs of a group whose numbers (500 of them at most) are nowhere far apart: few, and worth a closer look.

    A group holds (whatever, outcome).
    """
    numbers = [np.concatenate([np.ravel(value) for _, value in sorted(given.items()) if not isinstance(value, compare.Fault)]
                              or [[]]) for _, given in group]
    numbers = np.stack(numbers)
    numbers = np.nan_to_num(numbers[:, ::1 + numbers.shape[1] // 500].astype(float))
    far = 4 * compare.CLOSE_SINGLE * (1 + np.max(np.abs(numbers), initial=0))
    for i, row in enumerate(numbers):
        for j in np.flatnonzero(np.all(np.abs(numbers[i + 1:] - row) <= far, axis=1)):
            yield group[i][0], group[i + 1 + j][0]


class Given:
    """What the reference gives on each problem of a seed with a mistake in it: worked out when it is asked for."""

    def __init__(self, exercise, seed):
        self.exercise, self.problems = exercise, [arguments for _, arguments in exercise.problems(seed)]
        given = copy.deepcopy(self.problems)
        self.right = [exercises.edited(exercise.reference)(*arguments) for arguments in given]
        self.expected = [compare.judged(exercise, r, r, arguments) for r, arguments in zip(self.right, given)]
        self.kept = {}

    def by(self, mistake):
        """Yield the outcome on each problem, one after the other."""
        for k, (arguments, right) in enumerate(zip(self.problems, self.right)):
            if (mistake, k) not in self.kept:
                function = exercises.edited(self.exercise.reference, mistake)
                self.kept[mistake, k] = outcome(self.exercise, function, arguments, right)
            yield self.kept[mistake, k]


@each_exercise
def test_each_mistake_gives_numbers_of_its_own_on_ten_seeds(name):
    exercise = EXERCISES[name]
    for seed in SEEDS:
        given, groups = Given(exercise, seed), {}
        for mistake in exercise.mistakes:  # one problem that tells two apart is enough: the others are seldom asked for
            assert not all(map(same, given.expected, given.by(mistake))), f"{mistake.name}: right, seed {seed}"
            always = all("" in one and one[""].kind.startswith("raises") for one in given.by(mistake))
            assert not always, f"{mistake.name}: raises always, seed {seed}"
            first = next(given.by(mistake))
            groups.setdefault(kinds(first), []).append((mistake, first))
        for group in groups.values():
            for a, b in near(group):
                told_apart = a.name == b.name or not all(map(same, given.by(a), given.by(b)))
                assert told_apart, f"{a.name} and {b.name} are the same, seed {seed}"


@each_exercise
def test_a_mistake_is_refused_and_named_in_eight_lines_of_a_hundred_columns(name):
    table = EXERCISES[name].mistakes
    for mistake in table[::max(1, len(table) // 60)]:  # numbers of its own, as above, are what a name goes by
        verdict = checks.examine(exercises.edited(EXERCISES[name].reference, mistake))
        assert (verdict.state, verdict.mistake) == ("wrong", mistake.name)
        assert verdict.advice == mistake.says
        lines = verdict.message.splitlines()
        assert lines[0] == name and len(lines) <= 8 and max(map(len, lines)) <= 98
        assert all(line.startswith("  ") and line == line.rstrip() for line in lines[1:])


def test_the_same_slip_at_each_gate():
    made = exercises.each("fc", "b{g} for {G}", ("b{g}", "W{g}"), ("b{h}", "W{h}"), "b{h} stands in {G}", others="fc")
    assert made == [exercises.Mistake("bf for Γ_f", ("bf", "Wf"), ("bc", "Wc"), "bc stands in Γ_f"),
                    exercises.Mistake("bc for c̃", ("bc", "Wc"), ("bf", "Wf"), "bf stands in c̃")]


def test_ways_of_one_mistake_have_its_name_and_sentence():
    assert exercises.ways("name", "says", ("a", "b"), (("a", "c"), ("b", "d"))) == [
        exercises.Mistake("name", "a", "b", "says"), exercises.Mistake("name", ("a", "c"), ("b", "d"), "says")]


@each_exercise
def test_the_reference_is_right_on_ten_seeds(name):
    for seed in SEEDS:
        assert checks.examine(own(EXERCISES[name].reference), seed=seed).state == "right"


@pytest.mark.parametrize(("name", "variant"), [pytest.param(name, text, id=f"{name}: {says}") for name, some in VARIANTS.items()
                                               for says, text in some.items()])
def test_a_right_answer_written_otherwise_is_right(name, variant):
    function = exercises.compiled(variant, EXERCISES[name].reference)
    for seed in range(3):
        verdict = checks.examine(function, seed=seed)
        assert verdict.state == "right", verdict.message


def test_there_are_thirty_variants_and_some_for_each_exercise():
    assert sum(map(len, VARIANTS.values())) >= 30
    assert not set(EXERCISES) - set(VARIANTS)


def test_an_edit_that_does_not_apply_says_so():
    with pytest.raises(ValueError, match=r"'nothing': 'np.sin' occurs 0 times"):
        exercises.edit("np.cos(x)", exercises.Mistake("nothing", "np.sin", "", "says"))
    with pytest.raises(ValueError, match="occurs 2 times"):
        exercises.edit("x + x", exercises.Mistake("twice", "x", "", "says"))


PAIRS = [  # the first three were laid out for longer than there was time to try them, when the tables grew to hundreds of entries
    ("lstm_cell_backward", "tanh of a in dΓ_o", "biases from the weights"),
    ("lstm_cell_backward", "Wu for Wf", "bracket squared in dzc"),
    ("lstm_cell_forward", "Γ_f with bu", "tanh forgotten in a"),
    ("lstm_backward", "gradients overwritten", "da_prev not carried"),
    ("rnn_forward", "first state ignored", "caches reversed"),
    ("gru_cell_backward", "Γ_u in dΓ_u", "biases without keepdims"),
]


@pytest.mark.parametrize(("name", "first", "second"), PAIRS)
def test_two_mistakes_at_once_are_both_named(name, first, second):
    exercise = EXERCISES[name]
    two = [next(m for m in exercise.mistakes if m.name == wanted) for wanted in (first, second)]
    verdict = checks.examine(exercises.edited(exercise.reference, *two))
    assert verdict.state == "wrong" and set(verdict.mistake.split(" + ")) == {first, second}


def test_an_eigenvalue_that_happens_to_stand_first_or_last_is_no_answer():
    reference = EXERCISES["decades_per_step"].reference
    for place in (0, -1):
        text = f"def decades_per_step(Waa):\n    return float(np.log10(np.abs(np.linalg.eigvals(Waa)[{place}])))\n"
        for seed in SEEDS:
            assert checks.examine(exercises.compiled(text, reference), seed=seed).state == "wrong"

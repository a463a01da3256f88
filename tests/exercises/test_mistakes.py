"""Every known mistake is one edit of the reference, is refused, and is named rightly on every seed."""
import pytest

from helpers import checks, exercises
from helpers.exercises import EXERCISES
from tests.exercises.variants import VARIANTS
from tests.exercises.written import own

SEEDS = range(10)
each_exercise = pytest.mark.parametrize("name", EXERCISES)
each_mistake = pytest.mark.parametrize(
    ("name", "mistake"), [pytest.param(e.name, m, id=f"{e.name}: {m.name}") for e in EXERCISES.values() for m in e.mistakes])


@each_exercise
def test_the_table_has_at_least_eight_mistakes_with_names_and_sentences_of_their_own(name):
    table = EXERCISES[name].mistakes
    assert len(table) >= 8
    assert len({m.name for m in table}) == len({m.says for m in table}) == len(table)


def test_each_subject_hands_out_its_exercises_once():
    names = [exercise.name for subject in exercises.SUBJECTS for exercise in subject.EXERCISES]
    assert sorted(names) == sorted(EXERCISES)


@each_mistake
def test_a_mistake_is_an_edit_with_a_sentence_that_goes_on(name, mistake):
    reference = EXERCISES[name].reference
    assert exercises.edit(exercises.source(reference), mistake) != exercises.source(reference)
    assert not mistake.says.endswith(".") and "\n" not in mistake.says


@each_mistake
def test_a_mistake_is_refused_and_named_on_ten_seeds(name, mistake):
    function = exercises.edited(EXERCISES[name].reference, mistake)
    for seed in SEEDS:
        verdict = checks.examine(function, seed=seed)
        assert (verdict.state, verdict.mistake) == ("wrong", mistake.name)
        assert verdict.advice == mistake.says


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

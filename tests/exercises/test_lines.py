"""The lines of a way back, one at a time: what a known mistake makes of each, and that a page's judge says so."""
import numpy as np

from helpers.exercises import EXERCISES, lines

EXERCISE = EXERCISES["lstm_cell_backward"]
DA, DC, CACHE = EXERCISE.problems()[0][1]
RIGHT = lines.variables(EXERCISE, (DA, DC, CACHE))
NAMES = ("dgamma_o", "dc", "dgamma_f", "dgamma_u", "dc_tilde", "dc_prev", "dzf", "dzu", "dzc", "dzo")


def test_the_variables_of_a_reference_are_what_it_returns():
    back = EXERCISE.reference(DA, DC, CACHE)
    assert np.array_equal(RIGHT["dc_prev"], back["dc_prev"])
    assert np.array_equal(RIGHT["dzf"] @ RIGHT["concat"].T, back["dWf"])


def test_every_line_has_known_mistakes_and_none_of_them_is_right():
    wrong = lines.wrong(EXERCISE, (DA, DC, CACHE))
    assert all(len(wrong[name]) >= 8 for name in NAMES)
    assert not any(np.allclose(numbers, RIGHT[name]) for name in NAMES for numbers, _ in wrong[name] if
                   np.shape(numbers) == RIGHT[name].shape)

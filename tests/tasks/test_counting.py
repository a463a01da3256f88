"""Tables that back off: they are probabilities, do what the formula says by hand, and beat the plain tables."""
import numpy as np
import pytest

from helpers.tasks import counting, letters


def encoded(names):
    return [tuple(letters.VOCABULARY.encode(list(f".{name}."))) for name in names]


@pytest.mark.parametrize("discount", [0.75, None])
@pytest.mark.parametrize("before", [0, 1, 3])
def test_what_comes_next_sums_to_one_and_nothing_is_impossible(before, discount):
    table = counting.Table(encoded(["abc", "abd", "bca"]), 27, before, discount)
    for context in ((0,), (0, 1), (0, 1, 2), (2, 1), (25, 26, 25), (0, 1, 2, 3, 4)):
        p = table.predict(context)
        assert p.shape == (27,) and p.sum() == pytest.approx(1) and p.min() > 0


def test_kneser_and_ney_by_hand():
    """After a came b twice and c once; in the shorter row b and c each came after one letter only, a and b, a after two."""
    table = counting.Table([(0, 1, 2), (0, 1, 2), (0, 1, 3), (0, 2, 1)], 4, 1)
    short = table.predict(())  # kinds: a after 0 and b, b after 0 and a, c after a
    assert short == pytest.approx((np.array([0, 2, 2, 1]) - [0, 0.75, 0.75, 0.75] + 0.75 * 3 * 0.25) / 5)
    assert table.predict((0, 1)) == pytest.approx((np.array([0, 0, 1.25, 0.25]) + 0.75 * 2 * short) / 3)


def test_witten_and_bell_by_hand():
    table = counting.Table([(0, 1, 2), (0, 1, 2), (0, 1, 3)], 4, 1, None)
    short = (np.array([0, 3, 2, 1]) + 3 * 0.25) / (6 + 3)
    assert table.predict(()) == pytest.approx(short)
    assert table.predict((0, 1)) == pytest.approx((np.array([0, 0, 2, 1]) + 2 * short) / (3 + 2))


def test_the_first_letters_of_a_name_are_a_row_of_their_own():
    table = counting.Table(encoded(["ab", "ab", "ba"]), 27, 3)
    assert table.predict((0, 1)).argmax() == 2 and table.predict((0,)).argmax() == 1


def test_backing_off_beats_the_plain_tables_on_the_names():
    names, held_out = letters.names()
    plain = min(letters.counting_loss(letters.text(names), letters.text(held_out), before) for before in range(4))
    assert counting.Table(encoded(names), 27, 4).loss(encoded(held_out)) < plain - 0.2


def test_a_length_that_is_none_is_said():
    with pytest.raises(ValueError, match="before is -1"):
        counting.Table([(0, 1)], 3, -1)

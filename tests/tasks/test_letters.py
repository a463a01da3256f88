"""Names letter by letter: the list and its parts, texts without end, counting, and drawing a letter."""
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.networks.activations import softmax
from helpers.tasks import letters

sizes = settings(max_examples=25, deadline=None)


def test_names_are_letters_each_once_and_in_one_part_only():
    learnt, held_out = letters.names()
    both = learnt + held_out
    assert len(both) == len(set(both)) == 817 and len(held_out) == 81
    assert all(set(name) <= set(letters.LETTERS[1:]) for name in both)
    assert sorted(both) == sorted(both, key=str) and letters.LETTERS[letters.END] == "."


@sizes
@given(m=st.integers(1, 4), T_x=st.integers(1, 40), seed=st.integers(0, 99))
def test_streams_are_the_names_and_pieces_follow_one_another(m, T_x, seed):
    chosen = ["aa", "bcd", "e"]
    pieces = letters.streams(np.random.default_rng(seed), chosen, m, T_x)
    (x1, y1), (x2, _) = next(pieces), next(pieces)
    assert x1.shape == y1.shape == (27, m, T_x)
    assert (y1[:, :, :-1] == x1[:, :, 1:]).all() and (y1[:, :, -1] == x2[:, :, 0]).all()
    for j in range(m):
        written = "".join(letters.VOCABULARY.decode(np.concatenate([x1[:, j], x2[:, j]], axis=1).argmax(axis=0)))
        assert written.startswith(".") and set(written.split(".")[1:-1]) <= set(chosen)


def test_columns_are_a_text_and_the_letter_after_each():
    x, y = letters.columns(letters.text(["abc", "de"]))
    assert "".join(letters.VOCABULARY.decode(x[:, 0].argmax(axis=0))) == ".abc.de"
    assert "".join(letters.VOCABULARY.decode(y[:, 0].argmax(axis=0))) == "abc.de."


def test_what_a_cell_may_follow_stands_beside_each_letter_that_is_read():
    written = letters.text(["tosaurus", "ab"])
    place, inside = letters.followed(written)
    assert len(place) == letters.columns(written)[0].shape[2]
    assert place.tolist() == [*range(9), 0, 1, 2] and inside.tolist() == [0.0] * 3 + [1.0] * 6 + [0.0] * 3


def test_names_are_encoded_from_full_stop_to_full_stop():
    assert letters.encoded(["ab", "c"]) == [(0, 1, 2, 0), (0, 3, 0)]


def test_counting_loss_is_the_entropy_of_what_was_counted():
    assert letters.counting_loss("ab" * 5000, "ab" * 50, 0) == pytest.approx(np.log(2), abs=1e-3)
    assert letters.counting_loss("ab" * 5000, "ab" * 50, 1) == pytest.approx(0, abs=1e-3)
    assert letters.counting_loss("ab" * 50, "zq" * 50, 1) == pytest.approx(np.log(27))
    with pytest.raises(ValueError, match="letters_before is -1"):
        letters.counting_loss("ab", "ab", -1)


@sizes
@given(tau=st.floats(0.05, 20), seed=st.integers(0, 99))
def test_temperature_sharpens_and_flattens(tau, seed):
    zy = np.random.default_rng(seed).standard_normal((6, 3))
    p = letters.softmax_with_temperature(zy, tau)
    assert p == pytest.approx(softmax(zy / tau)) and p.sum(axis=0) == pytest.approx(1)
    assert ((p.max(axis=0) >= softmax(zy).max(axis=0) - 1e-12) == (tau <= 1)).all() or tau == pytest.approx(1)


@pytest.mark.parametrize("tau", [0, -1.0, np.inf, np.nan, "warm", None])
def test_a_temperature_that_is_none_is_said(tau):
    with pytest.raises(ValueError, match="tau is .*, expected a temperature, a number above 0"):
        letters.softmax_with_temperature(np.zeros((2, 1)), tau)


def test_letters_are_drawn_as_often_as_they_are_likely():
    y_pred = np.repeat(np.array([[0.5], [0.0], [0.2], [0.3]]), 20000, axis=1)
    k = letters.pick(y_pred, np.random.default_rng(0).random(20000))
    assert np.bincount(k, minlength=4) / 20000 == pytest.approx([0.5, 0, 0.2, 0.3], abs=0.01)


def test_rounding_never_draws_a_letter_that_isnt_there():
    assert letters.pick(np.array([[0.5], [0.5 - 1e-12]]), np.array([1 - 1e-16])) == [1]

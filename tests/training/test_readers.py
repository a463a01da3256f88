"""The readers of page 18 learn what they can know, and the one that has read the answer copies it."""
import numpy as np

from helpers.networks import losses, stacked
from helpers.tasks import letters, verb_numbers
from helpers.training import readers


def test_each_reader_is_right_where_it_has_met_the_noun_or_the_verb():
    words, y, _ = verb_numbers.tagged(np.random.default_rng(5), 100, 40)
    asked = y.sum(axis=0) > 0  # (m, T_x)
    for turned in (False, True):
        parameters = readers.tagger(12, turned=turned, steps=60)
        step = -1 if turned else 1
        said = stacked.stacked_forward(words[:, ::step], parameters)[0][:, :, ::step]
        right = np.mean((np.argmax(said, axis=0) == np.argmax(y, axis=0))[asked])
        assert 0.6 < right < 0.99 and {"W1r"}.isdisjoint(parameters)


def test_with_both_directions_the_next_letter_leaks():
    x, y = letters.columns(letters.text(letters.names()[1]))
    y_pred = [stacked.stacked_forward(np.argmax(x, axis=0), readers.next_letter(16, both, steps=60))[0] for both in (False, True)]
    assert losses.softmax_cross_entropy(y_pred[1], y) < 1.4 < 1.6 < losses.softmax_cross_entropy(y_pred[0], y)

"""The panel that turns a unit's memory over: what it says is what the network does, and unknown words are named."""
import numpy as np
import pytest

from helpers import panels, tasks
from helpers.networks.lstm import lstm_cell_forward
from helpers.tasks import datafiles
from helpers.training import probes

TEXT = "my cats were full . the key near the cabinets behind your dogs"


@pytest.fixture
def panel(monkeypatch):
    monkeypatch.delenv("COURSE_STRICT", raising=False)
    panel = panels.number_unit(datafiles.arrays("subject_verb_lstm.npz"), 11, TEXT, place=7)
    yield panel
    panel.close()


def test_untouched_the_verb_is_singular_and_turned_it_is_plural(panel):
    assert "After “key”" in panel.words and "plural verbs have 0.00 of all verbs' probability" in panel.words
    panel.set(factor=-1.0)
    assert "plural verbs have 1.00 of all verbs' probability; untouched, they had 0.00" in panel.words


@pytest.mark.parametrize("place, factor", [(7, 0.5), (10, -1.0), (13, 0.0), (16, -1.0)])
def test_what_it_says_is_what_the_network_does(panel, place, factor):
    panel.set(place=place, factor=factor)
    weights = datafiles.arrays("subject_verb_lstm.npz")
    change = np.where(np.arange(32) == 11, factor, 1.0)
    x = tasks.vocabulary().one_hot(TEXT)
    share = probes.plural(lstm_cell_forward, weights, x, change, {min(place, 13) - 1})[0]
    assert f"plural verbs have {share:.2f}" in panel.words


def test_an_unknown_word_and_too_long_a_sentence_are_said_and_the_picture_stays(panel):
    before = panel.svg
    panel.set(text="the zebra")
    assert "&#x27;zebra&#x27; not in the list of words, expected only: the my your cat" in panel.error
    panel.set(text="the cat " * 9)
    assert "the sentence has 18 words, expected at most 16" in panel.error and panel.svg == before
    panel.set(text="The dogs that my king sees")
    assert not panel.error and panel.svg != before and "After “sees”" in panel.words

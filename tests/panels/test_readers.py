"""The panel that reads a text from both sides: what it says is what the networks do, and unknown words are named."""
import numpy as np
import pytest

from helpers import panels, tasks
from helpers.networks import stacked

TEXT = "the key near the cabinets is old . your cats wait ."


@pytest.fixture
def networks():
    rng, n = np.random.default_rng(0), len(tasks.vocabulary())
    return [stacked.initial_stacked(rng, n, 5, 4, 2, both=both) for both in (False, False, True)]


@pytest.fixture
def panel(networks, monkeypatch):
    monkeypatch.delenv("COURSE_STRICT", raising=False)
    panel = panels.both_sides(*networks, TEXT)
    yield panel
    panel.close()


@pytest.mark.parametrize("word", [1, 5, 12])
def test_what_it_says_is_what_the_networks_do(panel, networks, word):
    panel.set(word=word)
    words = tasks.vocabulary().encode(TEXT)[np.newaxis]
    left, _, _ = stacked.stacked_forward(words[:, :word], networks[0])  # it has read no more
    right, _, _ = stacked.stacked_forward(words[:, word - 1:][:, ::-1], networks[1])
    both, _, _ = stacked.stacked_forward(words, networks[2])
    assert f"{left[1, 0, -1]:.2f} from the left" in panel.words
    assert f"{right[1, 0, -1]:.2f} from the right" in panel.words
    assert f"{both[1, 0, word - 1]:.2f} from both" in panel.words
    assert ("is singular" if word < 9 else "is plural") in panel.words


def test_an_unknown_word_and_too_long_a_text_are_said_and_the_picture_stays(panel):
    before = panel.svg
    panel.set(text="the zebra")
    assert "&#x27;zebra&#x27; not in the list of words" in panel.error
    panel.set(text="the cat " * 11)
    assert "the text has 22 words, expected at most 20" in panel.error and panel.svg == before
    panel.set(text="the cats near the key", word=3)
    assert not panel.error and "“near”; its sentence has no verb yet" in panel.words

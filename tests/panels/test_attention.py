"""The panel of attention: the letters and weights that it shows are the network's, and other letters are refused."""
import numpy as np
import pytest

from helpers import panels
from helpers.networks import attention
from helpers.tasks import strings


@pytest.fixture
def networks():
    rng = np.random.default_rng(0)
    return {task: {key: 3 * value for key, value in attention.initial_translator(rng, 11, 6, 11).items()}
            for task in ("reverse", "copy")}


@pytest.fixture
def panel(networks, monkeypatch):
    monkeypatch.delenv("COURSE_STRICT", raising=False)
    panel = panels.attention_map(networks, "badge", step=2)
    yield panel
    panel.close()


@pytest.mark.parametrize(("word", "task", "step"), [("badge", "reverse", 2), ("jade", "copy", 5), ("a", "copy", 1)])
def test_what_it_says_is_what_the_network_does(panel, networks, word, task, step):
    panel.set(word=word, task=task, step=step)
    letters = strings.VOCABULARY.encode(list(word))[np.newaxis]
    x, _, _ = strings.columns(letters, task)
    written = attention.write(x, networks[task], len(word) + 1)
    read = np.concatenate([[[0]], written[:, :-1]], axis=1)
    zero = np.zeros((6, 1))
    _, alpha, _ = attention.translate_forward(x, np.eye(11)[:, read], zero, zero, networks[task])
    best = int(np.argmax(alpha[:, step - 1, 0]))
    assert f"writes “{''.join(strings.VOCABULARY.decode(written[0]))}”" in panel.words
    assert f"the largest weight is {alpha[best, step - 1, 0]:.1f}, on letter {best + 1}, “{word[best]}”" in panel.words


def test_a_letter_too_many_and_an_unknown_one_are_said_and_the_picture_stays(panel):
    before = panel.svg
    for word in ("bob", "", "a" * 17, "Ab"):
        panel.set(word=word)
        assert f"the word is &#x27;{word}&#x27;, expected 1 to 16 letters from a to j" in panel.error and panel.svg == before
    panel.set(word="ab", step=17)
    assert not panel.error and "While it writes letter 3" in panel.words

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


@pytest.mark.parametrize("T", range(1, 17))
def test_the_letters_of_a_short_word_fill_the_width_as_those_of_a_long_one_do(T):
    places = panels.attention._spread(T)[1:]  # the T letters and the end
    assert len(places) == T + 1 and places[0] >= 1 and places[-1] <= 17
    assert abs((places[0] + places[-1]) / 2 - 9) < 1e-9 and np.diff(places).min() >= 1
    assert T < 6 or places[-1] - places[0] > 13


@pytest.mark.parametrize(("word", "kind", "other"), [("headache", "large", "cell"), ("abcdefghi", "cell", "large")])
def test_a_short_words_map_is_drawn_large_and_all_of_it_on_the_paper(panel, monkeypatch, word, kind, other):
    filled, picture = {}, panels.attention._picture()
    plain = picture.fill
    monkeypatch.setattr(picture, "fill", lambda values: filled.update(values) or plain(values))
    panel.set(word=word)
    places = [(x, y) for k in range(1, 9) for x, y in zip(*filled[f"{kind} {k}"])]
    assert len(places) == len(set(places)) <= len(word) * (len(word) + 1) and f"{other} 1" not in filled
    assert max(x for x, _ in places) < 17 and max(y for _, y in places) < 17.6
    assert {x for x, _ in places} <= {filled[f"top {j}"][0] for j in range(1, len(word) + 1)}
    assert {y for _, y in places} <= {filled[f"side {k}"][1] for k in range(1, len(word) + 2)}

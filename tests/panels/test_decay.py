"""The decay on a slider: what it says of parity and of the gradient is what the numbers say."""
import numpy as np
import pytest

from helpers import panels


@pytest.fixture
def panel(monkeypatch):
    monkeypatch.setenv("COURSE_STRICT", "1")
    panel = panels.decay()
    yield panel
    panel.close()


@pytest.mark.parametrize("decay, right", [(-1.0, 40), (-0.9, 40), (-0.8, 35)])
def test_below_zero_the_sign_tells_parity_until_it_is_too_small(panel, decay, right):
    panel.set(decay=decay)
    assert f"after {right} of 40 bits its sign tells the parity" in panel.words


@pytest.mark.parametrize("decay", [0.05, 0.5, 0.9, 1.0])
def test_above_zero_the_sign_never_turns(panel, decay):
    bits = np.random.default_rng(8).integers(2, size=40)
    panel.set(decay=decay)
    even = int(np.sum((np.cumsum(bits) % 2 == 0) & (decay ** np.cumsum(bits) >= 0.05)))  # the state stays below 0
    assert f"after {even} of 40 bits" in panel.words


def test_the_gradient_is_the_product_of_the_decays(panel):
    ones = int(np.random.default_rng(8).integers(2, size=40).sum())
    panel.set(decay=-0.9)
    assert f"Of the gradient at the last bit, {0.9 ** ones:.2f} reaches the start" in panel.words
    panel.set(decay=0.0)
    assert "nothing reaches the start" in panel.words
    assert len(panel.svg) < 60_000 and panel.pixels().shape[0] <= 1240

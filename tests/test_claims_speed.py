"""The numbers of page 15, from data/ladder.csv and benchmarks/results/speed.json.

The rows are those of tests/test_claims.py.
"""
import pytest

from helpers.fast import ladder
from tests.test_claims import prose
from tests.test_claims_gradients import BATCH, NAME, milliseconds

SPEED = "one_matrix_product"
SHOWN = ("rnn", "gru_after", "lstm")  # the networks in the figure


def beside(n_a, network=None, threads="torch1"):
    """Return helpers/fast's time divided by PyTorch's, float32, for the size with n_a units: of one network, or of all shown."""
    rows = {row["network"]: row["to_torch"][1] for row in ladder.beside_pytorch()[threads]
            if row["dtype"] == "float32" and row["n_a"] == n_a}
    return rows[network] if network else [rows[name] for name in SHOWN]


def second_thread(n_a):
    """Return the time with two threads divided by that with one, in float32 and float64, of each shown network."""
    found = ladder.beside_pytorch()
    return [two["milliseconds"] / one["milliseconds"] for one, two in zip(found["torch1"], found["torch2"])
            if one["n_a"] == n_a and one["network"] in SHOWN]


def off(size, before, now, memory="fresh"):
    """Return the share of the time that a change takes off."""
    return 1 - milliseconds(size, now, memory) / milliseconds(size, before, memory)


def fewer_calls():
    """Return what each of the four changes takes off one name at a time, in percent."""
    pairs = (("the clear code", "no checks of shapes"), ("no ŷ and no dx", "1. four gates in one product"),
             ("2. one tanh for all", "3. dW as one product"), ("5. time first", "helpers/fast: nothing new"))
    return [round(100 * off(NAME, *pair)) for pair in pairs]


def share(value):
    """Return a share of the time in the page's words."""
    words = {1 / 2: "a half", 2 / 5: "two fifths", 1 / 4: "a quarter", 1 / 5: "a fifth", 1 / 8: "an eighth", 1 / 10: "a tenth"}
    nearest = min(words, key=lambda known: abs(known - value))
    return words[nearest] if abs(nearest - value) < 0.03 else f"{value:.2f}"


CLAIMS = [
    (SPEED, "at the first two sizes NumPy trains {:.1f} to {:.0f} times as fast as PyTorch in eager mode", lambda: [
        1 / max(beside(5) + beside(50)), 1 / min(beside(5) + beside(50))]),
    (SPEED, "On a batch of 32 the RNN and the GRU are {} as fast, and the LSTM {} slower", lambda: [
        "more than twice" if max(beside(64, "rnn"), beside(64, "gru_after")) < 0.5 else "?", share(beside(64, "lstm") - 1)]),
    (SPEED, "four changes bring nearly all, each takes {} to {} off", lambda: [
        share(min(fewer_calls()) / 100), share(max(fewer_calls()) / 100)]),
    (SPEED, "in a hundredth of the clear code's time, {:.2f} ms", lambda: [milliseconds(NAME, "products alone in float64")]),
    (SPEED, "The checks are {}, one product {}, the sigmoid {}", lambda: [
        share(off(BATCH, "the clear code", "no checks of shapes")),
        share(off(BATCH, "no ŷ and no dx", "1. four gates in one product")),
        "more than a third" if off(BATCH, "1. four gates in one product", "σ as 1 / (1 + e^−z)") > 1 / 3 else "less"]),
    (SPEED, "with kept memory its bar is only {} shorter than the one above", lambda: [
        share(off(BATCH, "5. time first", "helpers/fast: nothing new", "kept"))]),
    (SPEED, "on the batch of 32 they make {} networks slower, and with 512 units they take {:.0f} to {:.0f} % off", lambda: [
        "all" if min(second_thread(64)) > 1.2 else "some",
        100 * (1 - max(second_thread(512))), 100 * (1 - min(second_thread(512)))]),
]


@pytest.mark.parametrize("page, fragment, values", CLAIMS, ids=[f"{page}: {fragment[:50]}" for page, fragment, _ in CLAIMS])
def test_the_page_says_what_was_measured(page, fragment, values):
    sentence = fragment.format(*values())
    assert sentence in prose(page), f"the page {page} doesn't say: {sentence}"


def test_at_512_units_the_gap_nearly_closes_and_time_and_memory_grow_in_proportion():
    assert all(0.8 < ratio < 1.0 for ratio in beside(512))
    found = ladder.beside_pytorch()
    a_step = [row["milliseconds"] / row["T_x"] for row in found["growth"]]
    assert max(a_step) < 1.1 * min(a_step)
    for side in ("fast", "clear", "torch"):
        a_step = [row[side] / row["T_x"] for row in found["memory"]]
        assert max(a_step) < 1.1 * min(a_step)


def test_what_the_ladders_text_alternative_says():
    for size, first, last in ((NAME, 3.3, 0.2), (BATCH, 21, 3.6)):
        assert milliseconds(size, "the clear code") == pytest.approx(first, rel=0.03)
        assert milliseconds(size, "… in float32") == pytest.approx(last, rel=0.15)
    for step in ("3. dW as one product", "4. inputs before the loop", "5. time first"):
        assert 12.5 < milliseconds(BATCH, step) < 13.5 and 7.5 < milliseconds(BATCH, step, "kept") < 8.5
    assert off(BATCH, "helpers/fast: nothing new", "… in float32") == pytest.approx(0.5, abs=0.03)  # halves it once more

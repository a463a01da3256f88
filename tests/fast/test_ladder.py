"""The ladder: its hand-made versions stand on the page, and all of them give the clear code's gradients."""
import numpy as np
import pytest

from benchmarks import ladder as measured
from helpers.fast import ladder
from helpers.networks import lstm


def gradients_of(step, parameters, x, da):
    """Return dW (4 n_a, n_a + n_x + 1) of a version, whatever the form in which it gives it."""
    found = step()
    if isinstance(found, np.ndarray):
        return found
    return np.vstack([np.hstack([found["dW" + gate], found["db" + gate]]) for gate in "fuoc"])


@pytest.mark.parametrize("size", [(3, 4, 1, 5), (5, 3, 2, 20)])
def test_each_version_gives_the_clear_codes_gradients(size):
    page, given = measured.of_the_page(), ladder.problem(*size)
    expected = gradients_of(lambda: ladder.clear(*given), *given)
    versions = measured.ladder(page, *given) | measured.one_change(*given)
    for name, step in versions.items():
        tolerance = 1e-4 if "float32" in name else 1e-10
        np.testing.assert_allclose(gradients_of(step, *given), expected, rtol=tolerance, atol=tolerance, err_msg=name)


def test_exchanged_puts_everything_back():
    before = lstm.sigmoid, lstm.lstm_cell_forward
    with pytest.raises(ZeroDivisionError), ladder.exchanged(sigmoid=measured.with_exp, **ladder.WITHOUT_CHECKS):
        assert lstm.sigmoid is measured.with_exp
        raise ZeroDivisionError
    assert (lstm.sigmoid, lstm.lstm_cell_forward) == before


def test_same_refuses_another_gradient():
    def hand_made(parameters, x, da):
        return gradients_of(lambda: ladder.clear(parameters, x, da), parameters, x, da)

    assert ladder.same(hand_made)
    assert not ladder.same(lambda *given: hand_made(*given) + 1e-6)


def test_the_stopwatch_times_both_sizes(capsys):
    ladder.stopwatch({"nothing": lambda *given: None})
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == list(ladder.SIZES)
    assert ladder.difference_of_fast(np.float64) < 1e-12

"""Lines of a derivation: open, wrong in a way that is told, right; and the page goes on whatever stands there."""
import numpy as np
import pytest

from helpers import checks

RNG = np.random.default_rng(0)
DC, WAY, DB = RNG.standard_normal((4, 2)), RNG.standard_normal((4, 2)), RNG.standard_normal((3, 1))


@pytest.fixture
def lines():
    return checks.Lines({"dc": DC, "db": DB}, {"dc": [(WAY, "the way through a is missing")]})


@pytest.mark.parametrize(("value", "says"), [
    (..., "○ dc: not written yet; the page goes on with what was measured.\n"),
    (DC + 1e-9, "✓ dc\n"),
    (WAY, "✗ dc: the way through a is missing. The page"),
    (-DC, "✗ dc: only the sign is wrong."),
    (DC.T, "✗ dc: has shape (2, 4), expected (4, 2), which is turned: .T."),
    (DB, "✗ dc: has shape (3, 1), expected (4, 2)."),
    (None, "✗ dc: is of type NoneType, expected an array (4, 2)."),
    (2 * DC, "✗ dc: is off by a relative error of 0.33."),
    (np.full((4, 2), np.nan), "✗ dc: is off by a relative error of nan."),
])
def test_a_line_is_told_what_it_is(lines, value, says, capsys):
    lines.dc = value
    assert capsys.readouterr().out.startswith(says)
    assert np.allclose(lines.dc, DC)


def test_another_lines_numbers_are_recognised(capsys):
    lines = checks.Lines({"dzf": DC, "dzu": WAY})
    lines.dzf = WAY
    assert "these are the numbers of dzu" in capsys.readouterr().out


def test_a_line_that_is_right_and_then_wrong_is_wrong(lines):
    lines.dc = DC + 1e-9
    assert lines.dc is not DC
    lines.dc = 0.5 * DC
    assert lines.dc is DC


def test_an_unknown_line_is_told(lines):
    with pytest.raises(AttributeError, match="no line 'dd' here, expected one of dc, db"):
        lines.dd = 1

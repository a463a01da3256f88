"""Lines of a derivation: open, wrong in a way that is told, right; and the page goes on whatever stands there."""
import numpy as np
import pytest

from helpers import checks, exercises
from helpers.gradients import steps

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
    (DB, "✗ dc: has shape (3, 1), expected (4, 2). The"),
    (None, "✗ dc: is of type NoneType, expected an array (4, 2)."),
    (2 * DC, "✗ dc: is 2 times what it should be."),
    (DC / 2, "✗ dc: is divided by m; nothing is divided here."),
    (DC @ DC.T, "✗ dc: has shape (4, 4), expected (4, 2), as of a matrix product; here factors"),
    (DC.sum(axis=1, keepdims=True), "✗ dc: has shape (4, 1), expected (4, 2), as of a sum over the examples; nothing is summed"),
    (DC + WAY, "✗ dc: is off by a relative error of 0."),
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


@pytest.mark.parametrize(("name", "line", "says"), [
    ("dc", "dc_next", "the path through a is missing from dc"),
    ("dgamma_f", "lines.dc * s.gamma_f", "the gradient of one factor has the other one: c_prev"),
    ("dc_prev", "lines.dc * s.gamma_f + da_next", "da_next is added too"),
    ("dc", "lines.dc - da_next", "da_next isn't added"),
    ("dzc", "lines.dc_tilde * (1 - np.tanh(s.c_next) ** 2)", "1 − tanh²(c_next) stands where 1 − c_tilde² belongs"),
    ("dgamma_u", "lines.dc * s.c_tilde * (1 - s.gamma_o)", "1 − gamma_o is multiplied in, where it doesn't belong"),
    ("dzu", "lines.dzu / (1 - s.gamma_u ** 2)", "the factor 1 − gamma_u² is missing"),
])
def test_a_line_of_an_exercise_is_told_its_known_mistake_or_the_part_that_is_wrong(name, line, says, capsys):
    da_next, dc_next, s = exercises.EXERCISES["lstm_cell_backward"].problems()[0][1]
    lines = checks.Lines(steps.measured_in_lstm_step(s, da_next, dc_next), exercise="lstm_cell_backward",
                         arguments=(da_next, dc_next, s))
    setattr(lines, name, eval(line, {"np": np, "lines": lines, "s": s, "da_next": da_next, "dc_next": dc_next}))
    assert says in capsys.readouterr().out

"""Predictions: kept, compared in words, drawn; and nothing to see where nobody guessed."""
import json

import matplotlib.pyplot as plt
import pytest

from helpers import panels
from helpers.checks import progress_file, standing
from helpers.panels import predictions, showing


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    file = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(file))
    monkeypatch.setattr(progress_file, "_sections", {})
    yield file
    for widget in list(showing._open.values()):
        widget.close()


def share():
    return panels.predict("04.share", "Which share arrives?", low=1e-6, high=1, scale="log", unit="share")


def test_without_a_guess_the_number_stands_alone_and_nothing_is_kept(kept, capsys):
    guess = share()
    assert guess.guess is None
    guess.against(1 / 4263)
    assert capsys.readouterr().out == "It is 1 part in 4,263.\n"
    assert not kept.exists()
    fig, ax = plt.subplots()
    assert guess.draw(ax) is ax and not ax.get_lines()
    plt.close(fig)


def test_a_guess_is_compared_kept_and_drawn(kept, capsys):
    guess = share()
    guess.set(1.0)
    guess.against(1 / 4263)
    assert capsys.readouterr().out == "You said 1.00; it is 1 part in 4,263: 4,300 times too much.\n"
    entry = json.loads(kept.read_text())["predictions"]["04.share"]
    assert (entry["guess"], entry["close"]) == (1.0, False) and entry["measured"] == pytest.approx(1 / 4263)
    fig, ax = plt.subplots()
    line, = guess.draw(ax).get_lines()
    assert line.get_label() == "your guess" and list(line.get_ydata()) == [1.0, 1.0]
    plt.close(fig)
    assert share().guess == 1.0, "it is there again on another day"


@pytest.mark.parametrize(("guess", "measured", "says"), [
    (1e-6, 1e-6, "within a factor of 1."), (1e-6, 1e-4, "100 times too little."), (1.0, 0.25, "4 times too much."),
])
def test_a_guess_on_a_log_scale_is_off_by_a_factor(guess, measured, says, capsys):
    asked = share()
    asked.set(guess)
    asked.against(measured)
    assert capsys.readouterr().out.endswith(f": {says}\n")


def test_a_guess_on_a_linear_scale_and_one_of_several(capsys):
    steps = panels.predict("03.steps", "How many steps?", low=0, high=230, unit="steps")
    steps.set(50)
    steps.against(80)
    assert capsys.readouterr().out == "You said 50 steps; it is 80 steps: 30 too little.\n"
    steps.against(52)
    assert "within a tenth" in capsys.readouterr().out
    which = panels.predict("03.which", "Which word is heard best?", choices=("the first", "the last"))
    which.set("the first")
    which.against("the last")
    assert capsys.readouterr().out == "You said the first; it is the last: not so.\n"


def test_a_choice_is_a_button_told_in_words_and_taken_back_by_pressing_it_again(kept):
    which = panels.predict("03.which", "Which?", choices=("the first", "a < b"))
    first, other = (part for part in showing.parts(which) if type(part).__name__ == "ToggleButton")
    other.value = True
    assert which.guess == "a < b" and "your guess: a &lt; b" in which.children[-1].value
    first.value = True
    assert which.guess == "the first" and not other.value
    assert json.loads(kept.read_text())["predictions"]["03.which"]["guess"] == "the first"
    again = panels.predict("03.which", "Which?", choices=("the first", "a < b"))
    first = next(part for part in showing.parts(again) if type(part).__name__ == "ToggleButton")
    assert first.value and again.guess == "the first", "it is there again on another day"
    first.value = False
    assert again.guess is None and "no guess" in again.children[-1].value


def test_what_is_shown_where_no_kernel_runs_is_the_question():
    data, _ = share()._repr_mimebundle_()
    assert data["text/plain"] == "Predict: Which share arrives?"


@pytest.mark.parametrize("bounds", [{}, {"low": 1, "high": 1}, {"low": 0, "high": 1, "scale": "log"},
                                    {"low": 0, "high": 1, "scale": "x"}])
def test_bad_bounds_are_told(bounds):
    with pytest.raises(ValueError, match="low is|scale is"):
        panels.predict("00.x", "?", **bounds)


def test_numbers_are_said_as_one_reads_them():
    assert [predictions.said(value, "share") for value in (0.25, 0.001, 0)] == ["0.25", "1 part in 1,000", "nothing"]
    assert predictions.said(0.12345) == "0.123" and predictions.said(12345.6, "steps") == "12,346 steps"


def test_the_progress_tells_the_predictions_of_the_page_and_nothing_where_there_are_none():
    assert "predictions" not in standing.table(["04"], {})
    guess = share()
    guess.set(1e-6)
    guess.against(1e-6)
    assert standing.table(["04"], {}).endswith("predictions: 1 of 3 made, 1 of them close")
    assert "predictions" not in standing.table(["05"], {})

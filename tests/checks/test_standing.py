"""How the course stands: without a history the same everywhere; with one, tries, questions and predictions by exercise."""
import json
import re
from pathlib import Path

import pytest

from helpers import checks, pages
from helpers.checks import progress_file, standing
from helpers.exercises import EXERCISES
from helpers.figures import course
from helpers.tasks import questions

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]_*.ipynb"))


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    for kept in ("_now", "_sections"):
        monkeypatch.setattr(progress_file, kept, {})
    return tmp_path / "progress.json"


def test_the_titles_are_those_of_the_pages():
    first = {path.name[:2]: pages.read(path).cells[0].source.splitlines()[0] for path in NOTEBOOKS}
    assert {page: f"# {int(page)}. {title}" for page, title in standing.TITLES.items()} == first


def test_the_predictions_are_those_of_the_pages():
    """A new one is entered in standing.PREDICTIONS, in the page's order, and page 0, whose picture counts them, rendered."""
    asked = {path.name[:2]: [key for cell in pages.read(path).cells if cell.cell_type == "code"
                             for key in re.findall(r'panels\.predict\(\s*"([^"]+)"', cell.source)] for path in NOTEBOOKS}
    assert {page: [f"{page}.{name}" for name in names.split()] for page, names in standing.PREDICTIONS.items()} == asked


def test_without_a_history_everything_is_open(capsys):
    checks.progress("03")
    assert capsys.readouterr().out == ("03  ○ rnn_backward                    open\n"
                                       "    ○ gradient_step                   open\n0 of 2 right\n")
    checks.progress()
    out = capsys.readouterr().out
    assert "17  ○ your own cell                   open\n" in out and out.endswith(f"0 of {len(EXERCISES) + 1} right\n")
    assert {state for row in standing.rows() for _, state, _ in row.exercises} == {"missing"}
    assert {state for row in standing.rows() for state in row.questions} == {"missing"}
    assert {state for row in standing.rows() for state in row.predictions} == {"missing"}


def test_a_pages_predictions_and_questions_stand_below_its_exercises(capsys):
    checks.progress("16")
    exercises = capsys.readouterr().out
    assert exercises == ("16  ○ adding                          open\n"
                         "    ○ may_follow                      open\n0 of 2 right\n")
    first = next(name for name, question in questions.catalogue().items() if question.page == "16")
    progress_file.keep("questions", first, right=False)
    progress_file.keep("predictions", "16.reber", guess=1.0, measured=1.0, close=True)
    progress_file.keep("predictions", "16.of another version", guess=1.0, measured=1.0, close=True)
    checks.progress("16")
    assert capsys.readouterr().out == exercises + "predictions: 1 of 5 made, 1 of them close\nquestions: 0 of 1 right\n"


def test_each_page_has_something_to_write():
    assert all(standing.names_on(page) for page in standing.TITLES)


def test_a_page_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="page is '99', expected one of 00, 01"):
        checks.progress("99")


def test_tries_are_told_and_an_older_file_has_none(file):
    file.write_text(json.dumps({"exercises": {
        "step": {"state": "right", "mistake": None, "at": 1.0},
        "rnn_cell_forward": {"state": "right", "mistake": None, "at": 1.0, "tries": 3},
        "rnn_forward": {"state": "wrong", "mistake": "time reversed", "at": 1.0, "tries": 2}}}), encoding="utf-8")
    states, _ = standing._states()
    assert [row.exercises for row in standing.rows()][:2] == [
        (("step", "right", 0),), (("rnn_cell_forward", "right", 3), ("rnn_forward", "wrong", 2))]
    assert standing.table(["00", "01"], states).splitlines() == [
        "00  ✓ step                            right",
        "01  ✓ rnn_cell_forward                right (3 tries)",
        "    ✗ rnn_forward                     wrong: time reversed (2 tries)",
        "2 of 3 right"]


def test_questions_and_predictions_stand_in_the_row_of_their_page():
    ids = [name for name, question in questions.catalogue().items() if question.page == "02"]
    progress_file.keep("questions", ids[0], right=True, box=1)
    progress_file.keep("questions", ids[1], right=False, box=0)
    progress_file.keep("questions", "a question of another version", right=True)
    progress_file.keep("predictions", "02.loss", guess=0.7, measured=0.8, close=False)
    progress_file.keep("predictions", "02.passes", guess=10)  # a guess whose number wasn't looked at
    row = next(row for row in standing.rows() if row.page == "02")
    assert row.questions == ("right", "wrong") + ("missing",) * (len(ids) - 2)
    assert row.predictions == ("wrong", "missing")
    assert "Page 2: 1 of 2 questions right, 0 of 1 predictions close." in course.in_words(standing.rows())


def test_a_cell_of_ones_own_stands_among_the_exercises(file, capsys):
    progress_file.keep("own", "cell", state="wrong", mistake="wrong gradient")
    checks.progress("17")
    assert capsys.readouterr().out.splitlines()[:2] == [
        "17  ✗ your own cell                   wrong: wrong gradient", "0 of 1 right"]
    progress_file.keep("own", "cell", state="of a later version", mistake=None)
    checks.progress("17")
    assert capsys.readouterr().out.startswith("17  ○ your own cell                   open")


def test_checks_own_notes_how_the_cell_stands(file):
    def not_written(xt, a_prev, parameters):
        raise NotImplementedError

    checks.own(not_written, not_written, {})
    assert json.loads(file.read_text(encoding="utf-8"))["own"]["cell"]["state"] in ("missing", "wrong")


def test_the_pages_own_example_is_not_noted(file, capsys):
    def leaky_forward(xt, a_prev, parameters):
        return a_prev, ()

    checks.own(leaky_forward, leaky_forward, {})
    assert "own" not in (json.loads(file.read_text(encoding="utf-8")) if file.exists() else {})


def test_the_picture_is_shown_with_its_words(capsys, monkeypatch):
    shown = []
    monkeypatch.setattr("helpers.figures.style.show", lambda fig, alt: shown.append((fig, alt)))
    checks.whole_course()
    (_, alt), = shown
    assert re.match(r"The course, a row for each of its \d+ pages\. Exercises: 0 right, 0 wrong, \d+ open\.", alt)
    assert "Page" not in alt.partition(".")[2] and alt.endswith("Here you can go on: page 0.")

"""Questions from earlier pages: each wrong option has its own sentence, the same three without a history, later ones due."""
import json
import pathlib
import re
from collections import Counter

import pytest

from helpers import panels
from helpers.checks import progress_file
from helpers.exercises import EXERCISES
from helpers.panels import recall, showing

CATALOGUE = list(recall.catalogue().values())
NOTEBOOKS = pathlib.Path(__file__).resolve().parents[2] / "notebooks"
PAGES = {path.name[:2]: path for path in sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))}
each_question = pytest.mark.parametrize("question", CATALOGUE, ids=lambda question: question.id)


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    file = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(file))
    monkeypatch.setattr(progress_file, "_sections", {})
    yield file
    for widget in list(showing._open.values()):
        widget.close()


@each_question
def test_a_question_has_one_right_option_and_a_sentence_for_each(question):
    assert sum(option.right for option in question.options) == 1 and 3 <= len(question.options) <= 5
    for texts in zip(*((option.text, option.says) for option in question.options)):
        assert len(set(texts)) == len(question.options)
    assert all(option.says[-1] in ".?" and len(option.says) > 15 for option in question.options)
    assert re.fullmatch(r"\d\d", question.page) and len(question.again) > 5
    for text in (question.text, *(option.says for option in question.options)):
        assert text.count("$") % 2 == 0
    assert not any("$" in option.text for option in question.options), "a button sets no formula"
    assert not question.exercise or EXERCISES[question.exercise].page == question.page


def plain(heading):
    """Return a heading without Markdown and TeX marks, in small letters."""
    return re.sub(r"[*_`$\\\\]", "", heading).strip().lower()


def headings(page):
    """Return the plain headings of a page."""
    cells = json.loads(PAGES[page].read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return {plain(heading) for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


@each_question
def test_where_to_read_again_is_a_section_of_the_page(question):
    page, heading = re.fullmatch(r"page (\d+), (.+)", question.again).groups()
    assert int(page) == int(question.page)
    assert plain(heading) in headings(question.page)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_at_least_five_questions(page):
    assert sum(question.page == page and not question.exercise for question in CATALOGUE) >= 5


def test_each_exercise_has_one_why():
    assert Counter(question.exercise for question in CATALOGUE if question.exercise) == Counter(dict.fromkeys(EXERCISES, 1))


def test_neither_its_place_nor_its_length_gives_the_right_option_away():
    places = Counter([option.right for option in question.options].index(True) for question in CATALOGUE)
    assert max(places.values()) < 0.4 * len(CATALOGUE)
    longest = sum(max(question.options, key=lambda option: len(option.text)).right for question in CATALOGUE)
    assert longest < 0.4 * len(CATALOGUE)


def test_without_a_history_a_page_asks_the_same_questions_of_earlier_pages():
    first = recall.chosen("04", {}, 0.0)
    assert first == recall.chosen("04", {}, 1e9)
    assert all(question.page < "04" for question in first) and len({question.page for question in first}) > 1
    assert recall.chosen("00", {}, 0.0) == []


def test_what_was_wrong_comes_first_and_what_was_right_waits():
    now, (one, other, *_) = 1e9, recall.chosen("16", {}, 0.0)
    wrong_a_minute_ago = {one.id: {"box": 0, "at": now - 60}}
    assert recall.chosen("16", wrong_a_minute_ago, now)[0] == one
    right_an_hour_ago = {one.id: {"box": 1, "at": now - 3600}}
    assert one not in recall.chosen("16", right_an_hour_ago, now) or len(CATALOGUE) < 6
    right_two_days_ago = {one.id: {"box": 1, "at": now - 2 * recall.DAY}, other.id: {"box": 4, "at": now - 2 * recall.DAY}}
    assert recall.chosen("16", right_two_days_ago, now)[0] == one


def test_a_choice_is_told_at_once_and_only_the_first_counts(kept):
    panel = panels.questions("16")
    question = panel._asked[0]
    right = next(number for number, option in enumerate(question.options) if option.right)
    wrong = next(number for number, option in enumerate(question.options) if not option.right)
    panel.choose(0, wrong)
    assert "✗" in panel.says(0) and "Read again" in panel.says(0)
    panel.choose(0, right)
    assert "✓" in panel.says(0) and "Read again" not in panel.says(0)
    assert [button.value for button in panel.children[0].children[1:-1]] == [n == right for n in range(len(question.options))]
    entry = json.loads(kept.read_text())["questions"][question.id]
    assert (entry["right"], entry["box"]) == (False, 0)
    again = panels.questions("16")
    again.choose(0, next(number for number, option in enumerate(again._asked[0].options) if option.right))
    assert json.loads(kept.read_text())["questions"][again._asked[0].id]["box"] == 1


def test_the_progress_file_of_the_version_before_is_read_and_a_newer_ones_entries_stay(kept):
    kept.write_text(json.dumps({"exercises": {"step": {"state": "right", "mistake": None}}, "badges": {"x": 1}}))
    panels.questions("16").choose(0, 0)
    content = json.loads(kept.read_text())
    assert content["exercises"]["step"]["state"] == "right" and content["badges"] == {"x": 1} and content["questions"]


def test_where_no_kernel_runs_the_questions_stand_with_their_answers_folded():
    panel = panels.questions("16")
    data, _ = panel._repr_mimebundle_()
    assert data["text/markdown"].count("<details><summary>Answer</summary>") == len(panel._asked)
    assert all(question.text in data["text/plain"] for question in panel._asked)


def test_an_exercise_without_a_why_is_told():
    with pytest.raises(ValueError, match="exercise is 'none', expected one of"):
        panels.why("none")

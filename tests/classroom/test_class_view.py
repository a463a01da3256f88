"""A class at a glance: whatever is handed in, one HTML page comes out, and learners' code does no harm on the way."""
import json
import os
import signal
import subprocess
import sys
from html import escape
from pathlib import Path

import pytest

from helpers import pages
from helpers.classroom import class_view, html, one_page
from helpers.exercises import EXERCISES

PAGE = min((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
RIGHT = pages.solution(EXERCISES["step"].reference)
HEAD = "def step(a_prev, xt, w_a, w_x):\n    "
FORGOTTEN = HEAD + "return w_a * a_prev + w_x * xt"
NO_PAGES = (
    ("ben", "{", "can't be read as a notebook"), ("carla", "[3]", "can't be read"), ("dora", '{"cells": 3}', "can't be read"),
    ("emil", '{"cells": [{"cell_type": "code", "source": "x = 1"}]}', "has no exercise of this course"),
)
HOSTILE = {  # the function, what stands before it, and what is said
    "endless": (HEAD + "while True: pass", "", "still running after"),
    "large": (HEAD + "return np.zeros(10**12)", "", "raises"),
    "ended": (HEAD + "import os; os._exit(3)", "", "ended its process"),
    "beside": (RIGHT, "import os; os._exit(3)\n", "right on"),  # what a page does beside its functions isn't run
}


def handed_in(path, function=None, before="", whole=False):
    """Write the first page with an answer: its exercise and NumPy, or the whole page, whose imports take most of the time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = pages.read(PAGE)
    cell, = (cell for _, cell in pages.exercises(notebook))
    if function is not None:
        cell.source = before + pages.with_function(cell.source, "step", function)
    if not whole:
        setup = next(cell for cell in notebook.cells if cell.cell_type == "code")
        setup.source = "import numpy as np"
        notebook.cells = [setup, cell]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def survey(folder, tmp_path, **settings):
    kept = tmp_path / "kept.jsonl"
    said = "\n".join(class_view.survey(folder, kept, **settings))
    return said, class_view.lines(kept)


def state(lines, learner):
    line, = (line for line in lines if line["learner"] == learner)
    return line.get("says") or line["rows"][0]["state"]


def test_a_class_in_any_layout(tmp_path, capsys):
    folder = tmp_path / "class"
    handed_in(folder / "anna" / "00.ipynb", RIGHT, whole=True)
    handed_in(folder / "ben" / "week one" / "mine.ipynb", FORGOTTEN, whole=True)
    handed_in(folder / "carla.ipynb", whole=True)
    handed_in(folder / "anna" / "mine" / "00 1.ipynb", FORGOTTEN)  # kept by `helpers.pages reset`
    (folder / "anna" / ".progress.json").write_text(json.dumps({
        "exercises": {"step": {"state": "right", "tries": 3}},
        "predictions": {"00.share": {"guess": 0.5, "measured": 0.25, "close": True}}}))
    for name in ("dora", "emil"):  # the same numbers, written in two ways
        handed_in(folder / name / "00.ipynb", HEAD + ("return 7 * a_prev" if name == "dora" else "return a_prev * 7.0"))
    handed_in(folder / "<b>..&" / "00.ipynb", HEAD + "return 0 * a_prev")
    to = tmp_path / "class.html"
    assert class_view.main([str(folder), "--to", str(to)]) == 0
    text = to.read_text(encoding="utf-8")
    assert "6 learners, 6 pages. 1 exercises right, 4 wrong, 1 not written." in text
    assert "1 × tanh forgotten</strong>: the numbers one gets when" in text and "(3 tries)" in text
    assert "2 × step" in text and "dora, emil" in text and "Mistake(&quot;NAME&quot;" in text
    assert "<td>0.25</td><td>1 of 1</td><td>1 × 0.5</td>" in text
    assert "<b>" not in text and "http" not in text.replace("http-equiv", "")
    capsys.readouterr()
    assert class_view.main([str(folder), "--to", str(to), "--no-names"]) == 0
    assert "6 of 6 pages were examined before" in capsys.readouterr().out
    text = to.read_text(encoding="utf-8")
    assert "anna" not in text and "dora" not in text and "learner 1" in text


def test_what_is_no_page_is_said_and_the_rest_goes_on(tmp_path):
    folder = tmp_path / "class"
    handed_in(folder / "anna" / "00.ipynb", RIGHT)
    for name, content, _ in NO_PAGES:
        (folder / f"{name}.ipynb").write_text(content)
    said, lines = survey(folder, tmp_path)
    text = html.page(lines)
    assert state(lines, "anna") == "right"
    for name, _, says in NO_PAGES:
        assert f"{name}.ipynb: {says}" in said and escape(says) in text and says in state(lines, name)


def test_a_page_that_is_too_large_is_said(tmp_path, monkeypatch):
    handed_in(tmp_path / "class" / "anna.ipynb", RIGHT, whole=True)
    monkeypatch.setattr(class_view, "LARGEST", 1000)
    assert "MB, expected less than" in survey(tmp_path / "class", tmp_path)[0]


def test_answers_that_never_end_or_break_what_they_can(tmp_path):
    folder = tmp_path / "class"
    handed_in(folder / "anna.ipynb", RIGHT)
    for name, (function, before, _) in HOSTILE.items():
        handed_in(folder / f"{name}.ipynb", function, before)
    handed_in(folder / "broken.ipynb")
    notebook = pages.read(folder / "broken.ipynb")
    dict(pages.exercises(notebook))["step"].source = "def step(a_prev:"
    (folder / "broken.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    _, lines = survey(folder, tmp_path)
    assert state(lines, "anna") == "right"
    for name, ends in ({name: ends for name, (_, _, ends) in HOSTILE.items()} | {"broken": "a syntax error"}).items():
        found, = (line for line in lines if line["learner"] == name)
        assert ends in found.get("says", "") or ends in found["rows"][0]["message"], found


def test_only_what_a_function_names_is_imported(tmp_path, monkeypatch):
    for name in ("for_pictures", "for_answers", "for_all"):
        (tmp_path / f"{name}.py").write_text("import numpy as np\ntanh = np.tanh")
    monkeypatch.syspath_prepend(tmp_path)
    first = "import for_pictures as plt, sys\nfrom for_answers import tanh as squashed\nfrom for_all import *\nplt.tanh(1)"
    row, = one_page.examined([(None, first), ("step", HEAD + "return squashed(w_a * a_prev + w_x * xt)\n"
                                              "step = checks.yours_or_reference(step)")])
    assert row["state"] == "right" and "for_pictures" not in sys.modules
    assert sys.modules.pop("for_answers") and sys.modules.pop("for_all")


def test_a_process_that_outlasts_its_time_is_stopped(monkeypatch):
    monkeypatch.setattr(one_page, "SECONDS", 0.1)  # less than it takes to start
    said = class_view._in_a_process([(None, "import itertools\nclass Slow:\n    sum(itertools.repeat(0))")])["says"]
    assert said == "was still running after 0.2 seconds and was stopped"


def test_learners_code_sees_nothing_of_the_teachers_environment_and_writes_into_no_folder_of_theirs(tmp_path, monkeypatch):
    monkeypatch.setenv("A_SECRET", "the teacher's")
    monkeypatch.chdir(tmp_path)
    spy = (HEAD + "import os\n    open('left_behind', 'w').close()\n"
           "    return np.tanh(w_a * a_prev + w_x * xt) + 99 * ('A_SECRET' in os.environ)")
    handed_in(tmp_path / "class" / "anna.ipynb", spy)
    _, lines = survey(tmp_path / "class", tmp_path)
    assert state(lines, "anna") == "right"
    assert not list(tmp_path.rglob("left_behind"))


def test_it_goes_on_where_it_was_broken_off(tmp_path):
    folder, kept = tmp_path / "class", tmp_path / "kept.jsonl"
    for name in ("anna", "ben"):
        handed_in(folder / f"{name}.ipynb", RIGHT)
    first = class_view.survey(folder, kept, workers=1)
    assert next(first).startswith("1 of 2")
    first.close()
    with kept.open("a") as file:
        file.write('{"path": "ha')
    said, lines = survey(folder, tmp_path)
    assert "of 2 pages were examined before" in said
    assert {line["learner"] for line in class_view.lines(kept)} == {"anna", "ben"} == {line["learner"] for line in lines}
    handed_in(folder / "ben.ipynb", FORGOTTEN)  # handed in anew
    survey(folder, tmp_path)
    assert state(class_view.lines(kept), "ben") == "wrong"


@pytest.mark.skipif(os.name == "nt", reason="this system sends no Ctrl + C to one process")
def test_ctrl_c_ends_it_at_once_in_one_sentence(tmp_path):
    handed_in(tmp_path / "class" / "anna.ipynb", RIGHT)
    handed_in(tmp_path / "class" / "ben.ipynb", HEAD + "while True:\n        try:\n            while True: pass\n"
                                                       "        except BaseException: pass")
    command = [sys.executable, "-m", "helpers.classroom", tmp_path / "class", "--to", tmp_path / "class.html", "--workers", "2"]
    with subprocess.Popen(command, cwd=PAGE.parents[1], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          encoding="utf-8") as process:
        assert process.stdout.readline() == "1 of 2: anna.ipynb: 1 of 1 right\n"
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)[1]
    assert process.returncode == 130 and said.startswith("✗ broken off: ") and said.count("\n") == 1, said
    assert [line["learner"] for line in class_view.lines(tmp_path / "class.html.jsonl")] == ["anna"]


def test_a_folder_without_pages_is_said(tmp_path, capsys):
    assert class_view.main([str(tmp_path)]) == 2
    assert "expected one with notebooks in it" in capsys.readouterr().err


def test_two_pages_of_one_learner_with_one_exercise_count_once(tmp_path):
    handed_in(tmp_path / "class" / "anna" / "00.ipynb", RIGHT)
    handed_in(tmp_path / "class" / "anna" / "old" / "00.ipynb", FORGOTTEN)
    _, lines = survey(tmp_path / "class", tmp_path)
    text = html.page(lines)
    assert "1 exercises right, 0 wrong" in text and "anna handed step in 2 times: the best counts" in text


def test_the_limits_hold_in_the_process_alone():
    if os.name == "nt" or sys.platform == "emscripten":
        pytest.skip("this system has no limits for a process")
    import resource

    assert resource.getrlimit(resource.RLIMIT_CPU)[0] == resource.RLIM_INFINITY

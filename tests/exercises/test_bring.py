"""What a learner wrote moves into another release, and nothing is lost on the way."""
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers import pages
from helpers.exercises import EXERCISES, bring
from helpers.exercises.bring import __main__ as remember
from helpers.exercises.bring import moving, shipped, written

ROOT = Path(__file__).parents[2]
FIRST, RNN = (next((ROOT / "notebooks").glob(f"{number}_*.ipynb")).name for number in ("00", "01"))
STEP = """def step(a_prev, xt, w_a, w_x):
    \"\"\"Mine.\"\"\"
    return np.tanh(w_a * a_prev + w_x * xt)"""


@pytest.fixture
def old(tmp_path):
    """A learner's folder with two pages, as they came."""
    return course(tmp_path / "old")


@pytest.fixture
def new(tmp_path):
    return course(tmp_path / "new")


def course(folder):
    (folder / "notebooks").mkdir(parents=True)
    for name in (FIRST, RNN):
        notebook = pages.read(ROOT / "notebooks" / name)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = []
        pages.write(folder / "notebooks" / name, notebook)
    return folder


def edit(folder, name, exercise, source):
    path = folder / "notebooks" / name
    notebook = pages.read(path)
    cell = dict(pages.exercises(notebook))[exercise]
    cell.source = pages.with_function(cell.source, exercise, source) if source.startswith("def") else source
    path.write_text(json.dumps(notebook), encoding="utf-8")


def cells(folder, name):
    return pages.read(folder / "notebooks" / name).cells


def say(old, new):
    return "\n".join(bring.course(old, new))


def test_a_function_and_a_cell_of_ones_own_move_and_a_copy_is_kept(old, new):
    edit(old, FIRST, "step", STEP)
    notebook = pages.read(old / "notebooks" / FIRST)
    notebook.cells[4:4] = [
        {"cell_type": "code", "id": "m1", "metadata": {}, "source": "1 + 1", "outputs": [], "execution_count": 7},
        {"cell_type": "markdown", "id": "m2", "metadata": {}, "source": "I think it is 4."}]
    (old / "notebooks" / FIRST).write_text(json.dumps(notebook), encoding="utf-8")
    before = (new / "notebooks" / FIRST).read_bytes()
    said = say(old, new)
    assert "step moved" in said and "'1 + 1' stands at the end" in said and "I think it is 4." in said
    assert (new / "notebooks" / "before_bringing" / f"{FIRST.removesuffix('.ipynb')}_1.ipynb").read_bytes() == before
    there = dict(pages.exercises(pages.read(new / "notebooks" / FIRST)))["step"]
    assert STEP in there.source and "step = checks.yours_or_reference(step)" in there.source
    assert "NotImplementedError" not in there.source
    assert [cell.source for cell in cells(new, FIRST)[-3:]] == [moving.HEADING, "1 + 1", "I think it is 4."]
    assert "Nothing was found" in say(old, new), "a second time nothing moves"
    assert not list(new.rglob("*.tmp"))


def test_pages_as_they_came_move_nothing(old, new):
    before = {path: path.read_bytes() for path in new.rglob("*.ipynb")}
    assert say(old, new) == "Nothing was found that a learner wrote and that isn't there already."
    assert before == {path: path.read_bytes() for path in new.rglob("*.ipynb")}


def test_an_exercise_goes_to_the_page_where_it_is_now(old, new):
    (old / "notebooks" / RNN).unlink()
    notebook = pages.read(new / "notebooks" / RNN)
    moved = dict(pages.exercises(notebook))["rnn_cell_forward"]
    moved.source = pages.with_function(moved.source, "rnn_cell_forward", pages.solution(EXERCISES["rnn_cell_forward"].reference))
    theirs = pages.read(old / "notebooks" / FIRST)
    theirs.cells.append(moved)
    (old / "notebooks" / FIRST).write_text(json.dumps(theirs), encoding="utf-8")
    assert f"{RNN} (as it was" in say(old, new)
    assert "NotImplementedError" not in dict(pages.exercises(pages.read(new / "notebooks" / RNN)))["rnn_cell_forward"].source


@pytest.mark.parametrize("source, says", [
    ("def step(a_prev, xt):\n    return a_prev + xt", "step took (a_prev, xt) and takes (a_prev, xt, w_a, w_x) now"),
    ("step = lambda", "your cell has a syntax error in line 1"),
    ("another = 3", "your cell has no function of that name"),
])
def test_what_no_longer_fits_lies_at_the_end_as_a_comment(old, new, source, says):
    edit(old, FIRST, "step", source)
    assert says in say(old, new)
    *_, last = cells(new, FIRST)
    assert all(line.startswith("#") for line in last.source.splitlines()) and source.splitlines()[-1] in last.source
    assert "NotImplementedError" in dict(pages.exercises(pages.read(new / "notebooks" / FIRST)))["step"].source


def test_an_exercise_that_is_gone_is_said(old, new):
    notebook = pages.read(old / "notebooks" / FIRST)
    cell = dict(pages.exercises(notebook))["step"]
    cell.metadata["exercise"], cell.source = "gone", "def gone():\n    return 3"
    (old / "notebooks" / FIRST).write_text(json.dumps(notebook), encoding="utf-8")
    assert "gone is no exercise of this release" in say(old, new)
    assert cells(new, FIRST)[-1].source == "# def gone():\n#     return 3"


def test_what_is_written_in_the_new_page_stays(old, new):
    edit(old, FIRST, "step", STEP)
    edit(new, FIRST, "step", STEP.replace("Mine", "Newer"))
    assert "written there already" in say(old, new)
    assert "Newer" in dict(pages.exercises(pages.read(new / "notebooks" / FIRST)))["step"].source


def test_lost_metadata_do_not_lose_an_answer(old, new):
    edit(old, FIRST, "step", STEP)
    notebook = pages.read(old / "notebooks" / FIRST)
    for cell in notebook.cells:
        cell.metadata.pop("exercise", None)
    (old / "notebooks" / FIRST).write_text(json.dumps(notebook), encoding="utf-8")
    assert "step moved" in say(old, new)


def test_the_better_progress_is_kept(old, new):
    (old / ".progress.json").write_text(json.dumps({"exercises": {
        "step": {"state": "right", "at": 1}, "rnn_forward": {"state": "missing", "at": 2}},
        "predictions": {"00.share": {"guess": 1, "at": 1}}}))
    (new / ".progress.json").write_text(json.dumps({"more": 1, "exercises": {
        "step": {"state": "wrong", "at": 5}, "rnn_forward": {"state": "wrong", "at": 1}}}))
    assert "progress of 2 exercises" in say(old, new)
    joined = json.loads((new / ".progress.json").read_text())
    assert joined["predictions"] == {"00.share": {"guess": 1, "at": 1}}
    assert joined["more"] == 1 and {name: entry["state"] for name, entry in joined["exercises"].items()} == {
        "step": "right", "rnn_forward": "wrong"}
    assert json.loads((new / ".progress.json.before_bringing").read_text())["exercises"]["step"]["state"] == "wrong"


@pytest.mark.parametrize("content, says", [
    ("{", "isn't a notebook"), ("[]", "isn't a notebook"), ('{"cells": [{"source": 3}]}', "isn't a notebook"),
    (json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}]}), "isn't a page of this course"),
])
def test_a_file_that_is_no_page_is_left_alone_and_the_rest_goes_on(old, new, content, says):
    edit(old, FIRST, "step", STEP)
    (old / "notebooks" / "zz.ipynb").write_text(content)
    said = say(old, new)
    assert f"zz.ipynb {says}" in said and "step moved" in said


def test_a_page_that_is_too_large_is_left_alone(old, new, monkeypatch):
    edit(old, FIRST, "step", STEP + "\n" + "#" * 200_000)
    monkeypatch.setattr(written, "LARGEST", 200_000)
    assert "MB, expected less than" in say(old, new)


def test_a_full_disk_leaves_the_page_as_it_was(old, new, monkeypatch):
    edit(old, FIRST, "step", STEP)
    before = (new / "notebooks" / FIRST).read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    assert f"{FIRST} can't be written (No space left on device): it is as it was." in say(old, new)
    assert (new / "notebooks" / FIRST).read_bytes() == before and not list(new.rglob("*.tmp"))


def test_the_command_says_what_is_wrong(old, new, tmp_path, capsys):
    edit(old, FIRST, "step", STEP)
    assert pages.main(["bring", str(old), str(new)]) == 0 and "step moved" in capsys.readouterr().out
    for wrong, says in (((tmp_path / "none", new), "old is"), ((old, tmp_path), "new is"), ((old, old), "same folder")):
        assert pages.main(["bring", *map(str, wrong)]) == 2
        assert says in capsys.readouterr().err


def test_the_cells_of_a_release_are_remembered(tmp_path):
    target = shutil.copy(shipped.__file__, tmp_path / "shipped.py")
    page = tmp_path / "page.ipynb"
    page.write_text(json.dumps({"cells": [{"cell_type": "code", "source": "a new cell"}]}))
    remember.main(tmp_path, Path(target))
    found = {}
    exec(Path(target).read_text(), found)
    assert found["CELLS"] == shipped.CELLS | {written.digest("a new cell")}


@pytest.mark.parametrize("release", ["3b96ef2"])
def test_all_answers_of_a_former_release_find_their_place(release, tmp_path):
    listed = subprocess.run(["git", "ls-tree", "--name-only", release, "notebooks/"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("a clone without its history: the pages of that release aren't here")
    (tmp_path / "old").mkdir()
    names = set()
    for name in listed.stdout.split():
        text = subprocess.run(["git", "show", f"{release}:{name}"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        notebook = json.loads(text)
        for cell in (cell for cell in notebook["cells"] if "exercise" in cell["metadata"]):
            exercise = cell["metadata"]["exercise"]
            names.add(exercise)
            cell["source"] = pages.with_function("".join(cell["source"]), exercise, pages.solution(EXERCISES[exercise].reference))
        (tmp_path / "old" / Path(name).name).write_text(json.dumps(notebook))
    shutil.copytree(ROOT / "notebooks", tmp_path / "new" / "notebooks")
    said = say(tmp_path / "old", tmp_path / "new")
    assert len(names) == 23 and all(f"{name} moved" in said for name in names), said
    assert "stands at the end" not in said
    for path in (tmp_path / "new" / "notebooks").glob("*.ipynb"):
        for name, cell in pages.exercises(pages.read(path)):
            compile(cell.source, name, "exec")
            assert (name in names) == ("NotImplementedError" not in cell.source)

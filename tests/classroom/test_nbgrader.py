"""A page as an nbgrader assignment, tried for real: blank gives no point, solved gives full marks."""
import contextlib
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers import checks, pages
from helpers.classroom import export
from helpers.networks import sigmoid
from tests.checks import own_cells

pytestmark = pytest.mark.skipif(not find_spec("nbgrader"), reason="no nbgrader here")  # to import it takes a second
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "notebooks" / "00_start_here.ipynb"


def nbgrader(course, *arguments):
    command = [sys.executable, "-m", "nbgrader", *arguments, f"--CourseDirectory.root={course}",
               f"--CourseDirectory.db_url=sqlite:///{course}/gradebook.db"]
    environment = os.environ | {"COURSE_PROGRESS": str(course / "progress.json"), "JUPYTER_PLATFORM_DIRS": "1",
                                "HOME": str(course), "PYTHONWARNINGS": "ignore"}
    environment.pop("PYTEST_CURRENT_TEST", None)
    for _ in range(3):  # Jupyter looks for ports that are free, and another worker's process may take one before the kernel does
        done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, timeout=300, check=False)
        if "Address already in use" not in done.stderr:
            break
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_exercise_becomes_a_solution_and_a_mark():
    for page in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = export.assignment(pages.read(page))
        names = [name for name, _ in pages.exercises(pages.read(page))]
        marked = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
        own = [cell.metadata["own"] for cell in pages.read(page).cells if "own" in cell.metadata]
        assert list(marked) == [f"{name}_{part}" for name in names for part in ("answer", "mark")] + [
            f"{name}_answer" for name in own] + ["own_cell_mark"] * bool(own)
        for name in names:
            answer, mark = marked[f"{name}_answer"], marked[f"{name}_mark"]
            assert answer.source.count("### BEGIN SOLUTION") == answer.source.count("### END SOLUTION") == 1
            compile(answer.source, name, "exec")
            compile(mark.source, name, "exec")
            assert "yours_or_reference" not in answer.source and "NotImplementedError" not in answer.source
            assert mark.metadata.nbgrader.points == 1 and mark.metadata.nbgrader.locked
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        assert "solution</summary>" not in text and "A solution:" not in text
        assert text.count("<details>") == text.count("</details>")
        assert "<details>" in text or not names
        for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text):
            assert target.split("/")[0] in export.BESIDE and (ROOT / target).exists(), f"{page.name}: {target} is a dead link"
        nbformat.validate(notebook)


def test_a_mark_is_the_same_however_often_its_cell_is_run(capsys):
    cells = {cell.metadata.nbgrader.grade_id: cell.source for cell in export.assignment(pages.read(PAGE)).cells
             if "nbgrader" in cell.metadata}
    for answer, right in ((cells["step_answer"], True), (cells["step_answer"].replace("np.tanh", ""), False),
                          (cells["step_answer"].replace("def step(", "def stepp("), False)):
        space = {"checks": checks, "np": np}
        checks.begin("00", space)
        exec(answer, space)
        for _ in range(3):
            with contextlib.nullcontext() if right else pytest.raises(AssertionError):
                exec(cells["step_mark"], space)


def test_blank_gives_nothing_and_solved_gives_full_marks(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)  # nbgrader calls alembic
    folder = export.export(PAGE, tmp_path)
    name = folder.name
    nbgrader(tmp_path, "generate_assignment", name)
    released = tmp_path / "release" / name
    blank = pages.read(released / PAGE.name)
    answers = [cell for cell in blank.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    assert answers and all("NotImplementedError" in cell.source and "SOLUTION" not in cell.source for cell in answers)
    for student in ("blank", "solved"):
        shutil.copytree(released, tmp_path / "submitted" / student / name)
    shutil.copy(folder / PAGE.name, tmp_path / "submitted" / "solved" / name / PAGE.name)
    nbgrader(tmp_path, "autograde", name)
    from nbgrader.api import Gradebook
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as book:
        scores = {student: book.find_submission(name, student) for student in ("blank", "solved")}
        assert scores["blank"].score == 0
        assert scores["solved"].score == scores["solved"].max_score == len(answers)


def test_a_cell_of_ones_own_gets_its_mark_whatever_it_is(capsys):
    page = ROOT / "notebooks" / "17_a_cell_of_your_own.ipynb"
    cells = {cell.metadata.nbgrader.grade_id: cell.source for cell in export.assignment(pages.read(page)).cells
             if "nbgrader" in cell.metadata}
    answers = [source for grade_id, source in cells.items() if grade_id.endswith("_answer")]
    assert len(answers) == 3 and "checks.own(" not in "".join(answers)
    coupled = own_cells.RIGHT["coupled gates"]
    for answer, right in (("\n".join(answers), True), (coupled, True), (coupled.replace("(c_prev - c_tilde)", "c_prev"), False)):
        space = {"checks": checks, "np": np, "sigmoid": sigmoid}
        exec(answer, space)
        with contextlib.nullcontext() if right else pytest.raises(AssertionError, match="the fault"):
            exec(cells["own_cell_mark"], space)

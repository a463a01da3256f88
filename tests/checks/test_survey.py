"""The teacher's command: any folder, one folder a learner, pages from everywhere, a table at the end whatever happens."""
import io
import json
import os
import runpy
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from helpers import pages
from helpers.checks import survey
from tests.checks import own_cells

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "notebooks" / "00_start_here.ipynb"
sys.path.append(str(ROOT / "docs"))  # as when docs/build.py is run by itself
BUILD = runpy.run_path(str(ROOT / "docs" / "build.py"), run_name="build")
sys.path.remove(str(ROOT / "docs"))


FORGOTTEN = ("def step(a_prev, xt, w_a, w_x):\n    return w_a * a_prev + w_x * xt\n\n"
             "step = checks.yours_or_reference(step)")


def solved(*first_cells, answer=None, whole=True):
    """Return page 0 (or of its code only the exercise) with its exercise solved, and cells before its first code cell."""
    notebook = pages.solve(pages.read(PAGE))
    (_, cell), = pages.exercises(notebook)
    if answer:
        cell.source = answer
    if not whole:
        notebook.cells = [nbformat.v4.new_code_cell("import numpy as np\nfrom helpers import checks"), cell]
    place = next(number for number, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    notebook.cells[place:place] = [nbformat.v4.new_code_cell(source) for source in first_cells]
    return notebook


def handed_in(path, notebook):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


def everything_in(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def school(tmp_path):
    """A folder with one folder a learner; the pages come from everywhere."""
    folder = tmp_path / "class 课程"
    handed_in(folder / "anna" / PAGE.name, solved(BUILD["IN_THE_BROWSER"]))
    handed_in(folder / "ben" / "week 1" / "00_start_here (1).ipynb", solved(BUILD["IN_COLAB"].format(repository="/nowhere")))
    code = solved(answer=FORGOTTEN)
    code.metadata = {"language_info": {"name": "python"}, "vscode": {"interpreter": {"hash": "0"}}}
    for cell in code.cells:  # an editor that keeps neither ids nor metadata
        cell.metadata = {}
        cell.pop("id", None)
    code.nbformat_minor = 4
    handed_in(folder / "cem" / PAGE.name, code)
    handed_in(folder / "cem" / ".ipynb_checkpoints" / "00_start_here-checkpoint.ipynb", solved())
    (folder / "dora").mkdir()
    (folder / "dora" / PAGE.name).write_text("{", encoding="utf-8")
    return folder


def test_one_folder_a_learner_and_pages_from_everywhere(school, capsys):
    before = everything_in(school)
    assert survey.main([str(school), "--json"]) == 1
    captured = capsys.readouterr()
    found = [(row["learner"], row["notebook"], row["exercise"], row["state"], row["mistake"]) for row in json.loads(captured.out)]
    assert found == [
        ("anna", "anna/00_start_here.ipynb", "step", "right", None),
        ("ben", "ben/week 1/00_start_here (1).ipynb", "step", "right", None),
        ("cem", "cem/00_start_here.ipynb", "step", "wrong", "tanh forgotten"),
        ("dora", "dora/00_start_here.ipynb", "", "does not run", None),
    ]
    assert everything_in(school) == before, "nothing is written into the teacher's folder"
    assert captured.err.count("of 1 right") == 3 and "[4/4]" in captured.err


def test_several_folders_keep_their_names(tmp_path, capsys):
    handed_in(tmp_path / "anna" / PAGE.name, solved(whole=False))
    handed_in(tmp_path / "cem" / PAGE.name, solved(answer=FORGOTTEN, whole=False))
    assert survey.main([str(tmp_path / "anna"), str(tmp_path / "cem")]) == 1
    said = capsys.readouterr().out
    assert "anna/00_start_here.ipynb\n  ✓ step" in said and "cem/00_start_here.ipynb\n  ✗ step" in said
    assert said.splitlines()[-3:] == [f"{'anna':<36}1 of 1 right", f"{'cem':<36}0 of 1 right", "1 of 2 exercises right"]


def test_a_page_that_hangs_is_told_with_what_it_did_before(tmp_path, capsys):
    hanging = solved(whole=False)
    loop = "import time\nwhile True:\n    try:\n        while True: time.sleep(1)\n    except BaseException: pass"  # none ends it
    hanging.cells.append(nbformat.v4.new_code_cell(loop))
    handed_in(tmp_path / "a" / PAGE.name, hanging)
    handed_in(tmp_path / "b" / PAGE.name, solved(whole=False))
    assert survey.main([str(tmp_path), "--seconds", "20"]) == 1
    said = capsys.readouterr().out
    assert "a/00_start_here.ipynb\n  ✓ step" in said and "CellTimeoutError" in said
    assert said.splitlines()[-1] == "2 of 2 exercises right"


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to send")
def test_an_interrupted_survey_still_prints_its_table(tmp_path):
    handed_in(tmp_path / "a" / PAGE.name, solved(whole=False))
    for name in "bc":
        handed_in(tmp_path / name / PAGE.name, solved("import time; time.sleep(1000)", whole=False))
    command = [sys.executable, "-m", "helpers.checks", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=os.environ | {"PYTHONIOENCODING": "utf-8"}) as process:
        while "[1/3]" not in process.stderr.readline():
            pass
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "a/00_start_here.ipynb\n  ✓ step" in said
    assert said.count("not reached   interrupted") == 2 and said.splitlines()[-1] == "1 of 1 exercises right"


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "cp850", "gbk", "cp932", "cp949", "big5", "ascii", "utf-8"])
@pytest.mark.parametrize("as_json", [None, True])
def test_the_table_is_printed_under_every_encoding(encoding, as_json, monkeypatch):
    found = [survey.Row("", "1 课程.ipynb", "step", *state) for state in (
        ("right", None, ""), ("wrong", "tanh forgotten", ""), ("missing", None, ""), ("wrong", None, "∂J/∂Γ_f is −0.1 … ŷ"))]
    monkeypatch.setattr(survey, "found_in", lambda _: ["one"])
    monkeypatch.setattr(survey, "survey", lambda *_: (found, False))
    console = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    monkeypatch.setattr(sys, "stdout", console)
    survey.main(["--json"] if as_json else [])
    console.flush()
    said = console.buffer.getvalue().decode(encoding)
    if as_json:
        assert json.loads(said)[3]["message"] == "∂J/∂Γ_f is −0.1 … ŷ"
        return
    lines = said.splitlines()
    assert len(lines) == 6 and lines[-1] == "1 of 4 exercises right"
    for line, mark, letter in zip(lines[1:], "✓✗○✗", "vxox"):
        assert line.split()[0] in (mark, letter)
    if encoding == "cp1252":
        assert "dJ/dGamma_f is -0.1 … \\u0177" in lines[4]


def test_the_real_command_under_a_windows_pipe(tmp_path):
    handed_in(tmp_path / PAGE.name, solved(whole=False))
    done = subprocess.run([sys.executable, "-m", "helpers.checks", str(tmp_path)], cwd=ROOT, capture_output=True,
                          env=os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"})
    assert done.returncode == 0 and "  v step" in done.stdout.decode("cp1252")


def test_a_cell_of_ones_own_has_a_row(tmp_path):
    source = own_cells.WRONG["sign"][0].replace(*own_cells.WRONG["sign"][1:3])
    setup = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom helpers import checks"
    path = tmp_path / "17_a_cell_of_your_own.ipynb"
    handed_in(path, nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in (
        setup, source, "cell = checks.own(cell_forward, cell_backward, cell_parameters)")]))
    row, = survey.rows("anna", path.name, path)
    assert (row.exercise, row.state, row.mistake) == ("your own cell", "wrong", "gradient")
    assert "only the sign is wrong" in " ".join(row.message.split())

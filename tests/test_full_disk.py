"""A full disk: one sentence names the file and the cause, what stood there stays whole, and the rest goes on.

A limit for the size of files imitates it: writing fails halfway, as on a disk that is full. What the learner's progress does
is in tests/checks/test_progress_file.py.
"""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import helpers
from helpers import pages
from helpers.checks.own import file as own_file
from helpers.classroom import class_view, one_page
from helpers.exercises import EXERCISES, bring
from helpers.exercises.bring import original
from helpers.networks import peephole
from helpers.training.own import Cell
from tests.classroom.test_class_view import RIGHT, handed_in

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "notebooks" / "00_start_here.ipynb"
CAUSE = "File too large"  # of the imitation; a disk says "No space left on device"
limits = pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="a full disk is imitated by a limit for files")


def full(*command, room, cwd=ROOT, given=None):
    """Run Python with room for files of so many bytes; return (its status, what it said)."""
    def limit():
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run([sys.executable, "-B", *map(str, command)], cwd=cwd, preexec_fn=limit, capture_output=True, text=True,
                          encoding="utf-8", input=given, env=os.environ | {"PYTHONPATH": str(ROOT)})
    return done.returncode, done.stdout + done.stderr


def nothing_left_behind(folder):
    return not list(folder.rglob("*.tmp"))


def no_room(*_, **__):
    raise OSError(28, "No space left on device")


@limits
def test_a_file_is_written_whole_or_stays_as_it_was(tmp_path):
    (tmp_path / "page").write_text("before")
    code = "import helpers\ntry: helpers.write_whole('page', 'x' * 9999)\nexcept OSError as error: print(helpers.why(error))"
    assert full("-c", code, room=1000, cwd=tmp_path) == (0, f"page: {CAUSE}\n")
    assert (tmp_path / "page").read_text() == "before" and nothing_left_behind(tmp_path)
    helpers.write_whole(tmp_path / "page", "after")
    assert (tmp_path / "page").read_text() == "after"


@pytest.fixture
def class_of_two(tmp_path):
    for name in ("anna", "ben"):
        handed_in(tmp_path / f"{name}.ipynb", RIGHT)
    return tmp_path


def class_view_of(folder, **settings):
    return full("-m", "helpers.classroom", folder, "--to", folder / "class.html", "--workers", 1, **settings)


@limits
def test_a_class_view_keeps_what_it_found_and_goes_on_later(class_of_two):
    page, kept = class_of_two / "class.html", class_of_two / "class.html.jsonl"
    page.write_text("the old one")
    status, said = class_view_of(class_of_two, room=100)
    assert status == 2 and f"✗ {kept}: {CAUSE}" in said and "Traceback" not in said
    assert page.read_text() == "the old one"
    status, said = class_view_of(class_of_two, room=10**6)
    assert status == 0 and "2 of 2" in said and "2 exercises right" in page.read_text(encoding="utf-8")

    old, results = page.read_bytes(), kept.read_bytes()
    status, said = class_view_of(class_of_two, room=len(results) + 1)
    assert status == 2 and f"✗ {page}: {CAUSE}" in said
    assert page.read_bytes() == old and kept.read_bytes() == results
    status, said = class_view_of(class_of_two, room=len(results) - 1)  # not even what is known can be written again
    assert status == 2 and f"✗ {kept}: {CAUSE}" in said
    assert page.read_bytes() == old and kept.read_bytes() == results and nothing_left_behind(class_of_two)


def test_a_page_that_found_no_room_is_examined_again(class_of_two, monkeypatch):
    kept = class_of_two / "kept.jsonl"
    monkeypatch.setattr(class_view.tempfile, "TemporaryDirectory", no_room)
    said = list(class_view.survey(class_of_two, kept))
    assert all("could not be examined (No space left on device)" in line for line in said) and len(said) == 2
    monkeypatch.undo()
    said = list(class_view.survey(class_of_two, kept))
    assert sorted(line.partition(": ")[2] for line in said) == ["anna.ipynb: 1 of 1 right", "ben.ipynb: 1 of 1 right"]


@limits
def test_a_result_that_finds_no_room_says_nothing_about_its_page(class_of_two, monkeypatch):
    cells = json.dumps([("step", pages.solution(EXERCISES["step"].reference))])
    status, said = full("-m", "helpers.classroom.one_page", "result.json", room=10, cwd=class_of_two, given=cells)
    assert (status, said) == (one_page.NO_ROOM, "")
    monkeypatch.setattr(one_page, "NO_ROOM", 0)  # whatever the process found, it ended like this
    found = class_view.examine(class_of_two / "anna.ipynb")
    assert found["again"] and "No space left on device" in found["says"]


@pytest.mark.parametrize("job", ["render", "check", "solved"])
def test_a_page_that_cannot_be_run_is_said_and_the_others_go_on(job, tmp_path, monkeypatch, capsys):
    for name in ("a", "b", "c"):
        helpers.write_whole(tmp_path / f"{name}.ipynb", pages.text(pages.read(PAGE)))
    (tmp_path / "d.ipynb").write_text("no notebook")
    before = (tmp_path / "a.ipynb").read_bytes()
    causes = iter([no_room, lambda: (_ for _ in ()).throw(RuntimeError("Kernel died"))])
    monkeypatch.setattr(pages, "run", lambda notebook, folder: next(causes, lambda: notebook)() or notebook)
    pages.main([job, str(tmp_path), "--workers", "1"])
    said = capsys.readouterr().out
    assert "✗ a.ipynb\n    No space left on device" in said and "✗ b.ipynb\n    Kernel died" in said
    assert "✗ d.ipynb\n    Notebook does not appear to be JSON" in said
    assert "c.ipynb" in said and (tmp_path / "a.ipynb").read_bytes() == before


@limits
def test_a_page_that_cannot_be_written_is_as_it_was(tmp_path):
    for name, output in (("a", "'x' * 200_000"), ("b", "1")):
        cell = {"cell_type": "code", "id": "one", "metadata": {}, "source": f"print({output})", "outputs": [],
                "execution_count": None}
        helpers.write_whole(tmp_path / f"{name}.ipynb", pages.text({"cells": [cell], "metadata": {}, "nbformat": 4,
                                                                    "nbformat_minor": 5}))
    before = (tmp_path / "a.ipynb").read_bytes()
    status, said = full("-m", "helpers.pages", "render", tmp_path, room=100_000)
    assert status == 1 and f"✗ a.ipynb\n    {tmp_path / 'a.ipynb'}: {CAUSE}\n✓ b.ipynb" in said
    assert (tmp_path / "a.ipynb").read_bytes() == before and nothing_left_behind(tmp_path)


@limits
def test_an_assignment_that_finds_no_room_is_said_and_an_old_one_stays(tmp_path):
    assert full("-m", "helpers.classroom.export", PAGE, tmp_path, room=10**7)[0] == 0
    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    status, said = full("-m", "helpers.classroom.export", PAGE, ROOT / "notebooks" / "none.ipynb", tmp_path, room=2000)
    assert status == 2 and "Traceback" not in said
    assert f"✗ {PAGE} is not exported ({tmp_path / 'source' / PAGE.stem / PAGE.name}: {CAUSE})" in said
    assert "none.ipynb is not exported" in said
    assert all(path.read_bytes() == content for path, content in written.items()) and nothing_left_behind(tmp_path)


def test_a_cell_of_ones_own_is_saved_whole_or_the_old_file_stays(tmp_path, monkeypatch):
    cell, file = Cell(peephole.cell_forward, peephole.cell_backward, peephole.cell_parameters), tmp_path / "my_cell.py"
    own_file.save(cell, file)
    before = file.read_bytes()
    monkeypatch.setattr(helpers.os, "replace", no_room)
    with pytest.raises(OSError, match=r"No space left on device: \S*my_cell\.py'$"):
        own_file.save(cell, file)
    assert file.read_bytes() == before and nothing_left_behind(tmp_path)


def test_a_page_that_cannot_come_back_as_it_came_stays_where_it_is(tmp_path, monkeypatch):
    page = tmp_path / "notebooks" / PAGE.name
    page.parent.mkdir()
    page.write_text("what I wrote")
    monkeypatch.setattr(original, "_original", lambda *_: (PAGE.name, PAGE.read_bytes()))
    monkeypatch.setattr(helpers.os, "chmod", no_room)
    with pytest.raises(OSError, match="No space left on device"):
        bring.reset("00", tmp_path)
    assert page.read_text() == "what I wrote" and nothing_left_behind(tmp_path)

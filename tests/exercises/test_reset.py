"""Back to the original page: whatever the learner did with it, theirs is kept and the page is as it came."""
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers import pages
from helpers.exercises import bring

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "notebooks" / "00_start_here.ipynb"


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_SOURCE", str(tmp_path / "nowhere"))
    (tmp_path / "course" / "notebooks").mkdir(parents=True)
    shutil.copy(PAGE, tmp_path / "course" / "notebooks")
    return tmp_path / "course"


def git(course, *arguments):
    subprocess.run(["git", "-C", course, "-c", "user.name=a", "-c", "user.email=a@localhost", *arguments], check=True)


@pytest.fixture
def clone(course):
    if not shutil.which("git"):
        pytest.skip("no git here")
    git(course, "init", "-q")
    git(course, "add", ".")
    git(course, "commit", "-q", "-m", "the course")
    return course


def write_into(course):
    """Solve the page in `course`; return its bytes."""
    page = course / "notebooks" / PAGE.name
    pages.write(page, pages.solve(pages.read(page)))
    return page.read_bytes()


def test_what_was_written_is_set_aside_and_the_page_is_as_it_came(clone):
    page = clone / "notebooks" / PAGE.name
    assert bring.reset("00", clone) == "00_start_here.ipynb is as it came."
    first = write_into(clone)
    assert bring.reset("0", clone) == "00_start_here.ipynb is back as it came; yours is kept as mine/00_start_here.1.ipynb."
    assert page.read_bytes() == PAGE.read_bytes()
    page.write_text("{", encoding="utf-8")
    assert "mine/00_start_here.2.ipynb" in bring.reset("00", clone)
    assert (clone / "mine" / "00_start_here.1.ipynb").read_bytes() == first
    assert (clone / "mine" / "00_start_here.2.ipynb").read_text(encoding="utf-8") == "{"


def test_answers_that_were_committed_are_no_original(clone):
    write_into(clone)
    git(clone, "commit", "-q", "-a", "-m", "my answers")
    bring.reset("00", clone)
    assert (clone / "notebooks" / PAGE.name).read_bytes() == PAGE.read_bytes()


def test_a_page_that_was_deleted_comes_back(clone):
    (clone / "notebooks" / PAGE.name).unlink()
    assert bring.reset("00", clone) == "00_start_here.ipynb is back as it came."


def test_without_git_the_images_copy_is_taken_and_without_that_it_is_said(course, tmp_path, monkeypatch):
    mine = write_into(course)
    with pytest.raises(ValueError, match="there is no original of page 00 here.* take it from a fresh copy"):
        bring.reset("00", course)
    assert (course / "notebooks" / PAGE.name).read_bytes() == mine
    monkeypatch.setenv("COURSE_SOURCE", str(ROOT))
    assert "mine/00_start_here.1.ipynb" in bring.reset("00", course)
    assert (course / "notebooks" / PAGE.name).read_bytes() == PAGE.read_bytes()


def test_the_command_says_what_it_cannot_do(capsys):
    assert pages.main(["reset", "five"]) == 2
    assert "page is 'five', expected a number such as 05" in capsys.readouterr().err

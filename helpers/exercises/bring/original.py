"""A page as it came: `python -m helpers.pages reset 05`. What the learner wrote is set aside in mine/, never deleted."""
import json
import os
import re
import subprocess
from pathlib import Path

from helpers import write_whole

IN_THE_IMAGE = "/opt/course"  # where a hub's image keeps the course, see deploy/


def reset(page, course=Path(__file__).parents[3]):
    """Put a page back as it came and set the learner's aside; return what was done, as text.

    Parameters
    ----------
    page : str
        its number, "05"
    course : path
        the folder of the course

    Raises
    ------
    ValueError
        where there is no such page, or no original of it
    """
    course = Path(course)
    name, original = _original(str(page), course)
    target = course / "notebooks" / name
    if not target.is_file():
        write_whole(target, original)
        return f"{name} is back as it came."
    if target.read_bytes() == original:
        return f"{name} is as it came."
    aside = _free(course / "mine" / name)
    aside.parent.mkdir(exist_ok=True)
    os.replace(target, aside)
    try:
        write_whole(target, original)
    except OSError:
        os.replace(aside, target)
        raise
    return f"{name} is back as it came; yours is kept as mine/{aside.name}."


def _original(page, course):
    """Return (the file's name, its bytes as it came): from Git's history, or from the copy in a hub's image."""
    if not re.fullmatch(r"\d\d?", page):
        raise ValueError(f"page is {page!r}, expected a number such as 05")
    pattern = f"notebooks/{int(page):02d}_*.ipynb"
    for commit in _git(course, "log", "--format=%H", "-100", "--", pattern).split():
        for path in _git(course, "ls-tree", "--name-only", commit, "notebooks/").splitlines():
            if Path(path).match(pattern):
                content = _git(course, "show", f"{commit}:{path}").encode()
                if _is_open(content):
                    return Path(path).name, content
    for path in Path(os.environ.get("COURSE_SOURCE", IN_THE_IMAGE)).glob(pattern):
        return path.name, path.read_bytes()
    raise ValueError(f"there is no original of page {page} here, neither in Git's history nor in {IN_THE_IMAGE}: "
                     "take it from a fresh copy of the course")


def _git(course, *arguments):
    """Return what git prints, "" where it fails or where the folder isn't a clone of its own."""
    try:
        done = subprocess.run(["git", "-C", str(course), *arguments], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.decode("utf-8")


def _is_open(content):
    """Return whether a page's exercises are all unwritten, as they come: a learner may have committed answers."""
    try:
        cells = json.loads(content)["cells"]
    except ValueError:
        return False
    return all("raise NotImplementedError" in "".join(cell["source"]) for cell in cells if "exercise" in cell["metadata"])


def _free(path):
    """Return a name that no file has yet: 05_….1.ipynb, 05_….2.ipynb and so on."""
    number = 1
    while (free := path.with_suffix(f".{number}.ipynb")).exists():
        number += 1
    return free

"""`make` builds the environment with a Python that is new enough, says so where there is none, and mends a half-made one."""
import os
import shutil
import subprocess
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("make"), reason="no make (or no POSIX shell) here")


PIP = Path(sysconfig.get_path("purelib"), "pip")
# `-m venv --clear FOLDER` with this Python's pip in it: to install one anew takes seconds.
QUICK_VENV = f"""[ "$2" = venv ] && "{sys.executable}" "$@" --without-pip && exec ln -s "{PIP}" "$4"/lib/python*/site-packages
"""


def python(folder, name, version=None, first=""):
    """Put a command `name` into `folder`: this Python, which gives itself out as an older one if a version is named."""
    folder.mkdir(exist_ok=True)
    start = f'exec "{sys.executable}"'
    if version:
        start += f' -c "import sys; sys.version_info = {version}; exec(sys.argv[2])"'
    (folder / name).write_text(f'#!/bin/sh\n{first}{start} "$@"\n')
    (folder / name).chmod(0o755)


@pytest.fixture
def course(tmp_path):
    """A folder with the Makefile and lists that name no package; commands that stand for a system's Pythons."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "tests").mkdir()
    for name in ("requirements.lock", "tests/requirements.lock"):
        (tmp_path / name).write_text("# nothing\n")
    for name in ("python3.14", "python3.13", "python3.12", "python3.11", "python"):  # what this machine has is hidden
        python(tmp_path / "bin", name, (3, 9, 18))
    python(tmp_path / "bin", "python3", (3, 9, 18))
    return tmp_path


def make(course, *arguments):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "PYTHON", "MFLAGS"))}
    environment["PATH"] = f"{course / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(["make", *arguments], cwd=course, env=environment, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("named", [(), ("PYTHON=python3.12",), ("PYTHON=no-such-python",)])
def test_too_old_a_python_is_named_before_anything_is_made(course, named):
    status, said = make(course, ".venv/reader", *named)
    assert status and not (course / ".venv").exists()
    assert f"needs Python 3.11 or newer, found {'none' if 'no-such' in str(named) else '3.9'}" in said


def test_a_newer_python_is_found_and_what_happens_is_said(course):
    python(course / "bin", "python3.12", first=QUICK_VENV)
    status, said = make(course, ".venv/reader")
    assert status == 0, said
    assert f"Making .venv with Python {sys.version_info[0]}.{sys.version_info[1]}" in said
    assert "Installing what requirements.lock lists" in said
    assert make(course, ".venv/tester")[0] == 0
    before = (course / ".venv/pyvenv.cfg").stat().st_mtime_ns
    (course / "requirements.lock").write_text("# another\n")
    assert make(course, ".venv/tester")[0] == 0  # a new list is installed into the same environment
    assert (course / ".venv/pyvenv.cfg").stat().st_mtime_ns == before


@pytest.mark.parametrize("half", ["of an older Python", "without pip", "its Python gone", "interrupted", "interrupted later"])
def test_a_half_made_environment_is_made_again(course, half):
    python(course / "bin", "python3.13", first=QUICK_VENV)
    venv, leftover = course / ".venv", course / ".venv" / "leftover"
    if half in ("of an older Python", "without pip"):
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
        if half == "of an older Python":
            (venv / "bin" / "python").unlink()
            python(venv / "bin", "python", (3, 9, 18))
    else:
        assert make(course, ".venv/tester")[0] == 0
    if half == "its Python gone":
        (venv / "bin" / "python").unlink()
    if half.startswith("interrupted"):
        listed = "requirements.lock" if half == "interrupted" else "tests/requirements.lock"
        (course / listed).write_text("no-such-package==1 --hash=sha256:" + 64 * "0" + "\n")
        assert make(course, ".venv/tester", "PIP_NO_INDEX=1")[0] != 0
        (course / listed).write_text("# nothing\n")
    leftover.touch()
    status, said = make(course, ".venv/tester")
    assert status == 0, said
    assert not leftover.exists() and "Making .venv" in said
    assert subprocess.run([venv / "bin" / "python", "-m", "pip", "--version"], capture_output=True).returncode == 0


def test_a_list_names_the_extras_that_its_packages_ask_for():
    """pip 23.2, as Python 3.11 brings it, takes another release for "jsonschema[format-nongpl]" than for "jsonschema"."""
    listed = {line.split("==")[0] for line in (ROOT / "tests/requirements.lock").read_text("utf-8").splitlines() if "==" in line}
    names = {name.partition("[")[0] for name in listed}
    wanted = [requirement for name in names for requirement in required_by(name) if requirement.extras]
    assert {"jsonschema", "bleach"} <= {requirement.name for requirement in wanted}
    for requirement in wanted:
        assert f"{requirement.name}[{','.join(sorted(requirement.extras))}]" in listed


def required_by(name):
    """Return what an installed package requires here, without extras of its own; nothing where it isn't installed here."""
    try:
        found = [Requirement(text) for text in metadata.requires(name) or []]
    except metadata.PackageNotFoundError:
        return []
    return [requirement for requirement in found if not requirement.marker or requirement.marker.evaluate({"extra": ""})]

"""A clone made by Git for Windows, which by default turns line ends into its own, has the same bytes and works."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("no git here, or no clone")
    target = tmp_path_factory.mktemp("clone") / "course"
    subprocess.run(["git", "clone", "--quiet", "-c", "core.autocrlf=true", ROOT, target], check=True)
    return target


def test_no_text_file_has_other_line_ends(clone):
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=clone, capture_output=True, text=True, check=True).stdout
    texts = {path: (clone / path).read_bytes() for path in listed.split("\0") if path and not path.endswith((".npz", ".png"))}
    assert len(texts) > 50
    assert [path for path, content in texts.items() if b"\r\n" in content] == []


def test_the_tests_of_the_data_pass(clone):
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", next(clone.rglob("test_data.py"))], cwd=clone,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.skipif(not shutil.which("sh"), reason="no POSIX shell here")
def test_the_images_start_script_brings_the_course(clone, tmp_path):
    subprocess.run(["sh", clone / "deploy" / "bring-course.sh"], check=True,
                   env=os.environ | {"HOME": str(tmp_path), "COURSE_SOURCE": str(clone)})
    assert (tmp_path / "course" / "notebooks" / "00_start_here.ipynb").is_file()

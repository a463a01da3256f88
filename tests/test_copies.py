"""Each copy of the course that leaves the repository carries all wings: every module of helpers/ is imported in it."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.classroom import export

ROOT = Path(__file__).parents[1]
IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import helpers
found = [module.name for module in pkgutil.walk_packages(helpers.__path__, "helpers.") if not module.name.endswith("__main__")]
for name in found:
    importlib.import_module(name)
print(len(found), helpers.__file__)
"""
MODULES = [path for path in (ROOT / "helpers").rglob("*.py") if path.parent != ROOT / "helpers" or path.name == "pages.py"]


def assert_every_module_is_imported_in(folder):
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-I", "-c", IMPORT_ALL, folder], cwd=folder, env=environment,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    count, where = done.stdout.split(maxsplit=1)
    assert int(count) == sum(path.name != "__main__.py" for path in MODULES)
    assert Path(where.strip()).is_relative_to(folder)


def test_a_clone_for_binder_colab_and_a_hub(tmp_path):
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not in a clone")
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    assert_every_module_is_imported_in(tmp_path)


def test_the_teachers_assignment(tmp_path):
    page = next((ROOT / "notebooks").glob("00_*.ipynb"))
    export.export(page, tmp_path)
    assert_every_module_is_imported_in(tmp_path / "source" / page.stem)

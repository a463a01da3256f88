"""What the browser keeps of what Python compiled: made here by the same code, and taken by a Python that starts anew."""
import importlib.util
import json
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def compiled(tmp_path, monkeypatch):
    """The module, which keeps what it compiles in a folder of this test."""
    specification = importlib.util.spec_from_file_location("keep_compiled", ROOT / "docs" / "keep_compiled.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module, "FOLDER", str(tmp_path / "compiled"))
    for name in ("pycache_prefix", "dont_write_bytecode"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    module.begin()
    return module


def imported(folder, name, monkeypatch):
    """Import a module that stands in a folder or a zip file; forget it after the test."""
    monkeypatch.syspath_prepend(str(folder))
    module = importlib.import_module(name)
    monkeypatch.setitem(sys.modules, name, module)
    return module


def test_the_library_has_the_compiled_form_of_what_is_imported_beside_its_source(compiled, tmp_path, monkeypatch):
    archive = tmp_path / "library.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("kept_one.py", "value = 1\n")
        target.writestr("kept_two.py", "value = 2\n")
    module = imported(archive, "kept_one", monkeypatch)
    monkeypatch.setitem(sys.modules, "the_same_one", module)  # as os.path is posixpath
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        copy = compiled.library(str(archive))
    again = tmp_path / "again.zip"
    again.write_bytes(copy)
    with zipfile.ZipFile(again) as found:
        assert sorted(found.namelist()) == ["kept_one.py", "kept_one.pyc", "kept_two.py"]
    said = subprocess.run([sys.executable, "-c", "import kept_one, kept_two; print(kept_one.__file__, kept_one.value)"],
                          env={"PYTHONPATH": str(again)}, capture_output=True, text=True, check=True).stdout.split()
    assert said == [str(again / "kept_one.pyc"), "1"]


def test_all_comes_in_one_piece_and_is_taken_whatever_the_dates_say(compiled, tmp_path, monkeypatch):
    archive = tmp_path / "library.zip"
    with zipfile.ZipFile(archive, "w"):
        pass
    packages = tmp_path / "lib" / "python3.0" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "kept_three.py").write_text("value = 3\n")
    mine = tmp_path / "drive"
    mine.mkdir()
    (mine / "my_own.py").write_text("value = 4\n")
    monkeypatch.setattr(compiled, "files", lambda: Path(compiled.FOLDER).glob("**/lib/python*/site-packages/**/*.pyc"))
    monkeypatch.setattr(sys, "path", [str(archive), *sys.path])
    imported(packages, "kept_three", monkeypatch)
    imported(mine, "my_own", monkeypatch)
    assert compiled.number() == 1, "a learner's own module isn't kept"
    everything = compiled.together()
    length = int.from_bytes(everything[:4], "big")
    (library, size), (path, other) = json.loads(everything[4:4 + length])
    assert library == str(archive) and Path(path).name.startswith("kept_three.")
    assert len(everything) == 4 + length + size + other
    Path(path).write_bytes(everything[-other:])
    (packages / "kept_three.py").write_text("value = 'another date and length'\n")
    said = subprocess.run([sys.executable, "-c", "import kept_three; print(kept_three.value)"], env={
        "PYTHONPATH": str(packages), "PYTHONPYCACHEPREFIX": compiled.FOLDER}, capture_output=True, text=True, check=True).stdout
    assert said == "3\n"

"""What docs/quick_start.py reads in a built site, and what it says where a site is not as it knows it."""
import importlib.util
import json
from pathlib import Path

import pytest

PATH = Path(__file__).parents[2] / "docs" / "quick_start.py"
SPECIFICATION = importlib.util.spec_from_file_location("quick_start", PATH)
quick_start = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(quick_start)


def test_the_newest_version_of_a_wheel_is_taken(tmp_path):
    releases = {version: [{"filename": f"a-{version}.whl", "digests": {"sha256": version}}]
                for version in ("9.0", "10.1", "3.6.999")}
    (tmp_path / "pypi").mkdir()
    (tmp_path / "pypi" / "all.json").write_text(json.dumps({"a": {"releases": releases}}))
    (name, entry), = quick_start.listed(tmp_path / "pypi", tmp_path)
    assert (name, entry["version"], entry["sha256"], entry["file_name"]) == ("a", "10.1", "10.1", "../pypi/a-10.1.whl")


def test_pyodide_is_that_of_the_site_or_else_the_one_that_the_kernel_knows(tmp_path):
    assert quick_start.pyodide_of({"pyodideUrl": "./static/pyodide/pyodide.mjs"}, tmp_path) == "../static/pyodide/pyodide.mjs"
    folder = tmp_path / quick_start.EXTENSION
    folder.mkdir(parents=True)
    (folder / "1.js").write_text('c=a.pyodideUrl||"https://a.host/v1/full/pyodide.mjs",g="https://another/x.mjs"')
    assert quick_start.pyodide_of({}, tmp_path) == "https://a.host/v1/full/pyodide.mjs"


@pytest.mark.parametrize("text", ["", "old and old"])
def test_a_text_that_is_not_as_expected_is_said(text):
    assert quick_start.replaced("an old one", "old", "new") == "an new one"
    with pytest.raises(ValueError, match="'old' stands in a file of the site [02] times, not once"):
        quick_start.replaced(text, "old", "new")

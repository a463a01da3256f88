"""All pages in environments that aren't the locked one: what Colab ships, and what an old hub has.

Not Colab itself, whose front end can't be had: its packages, in the versions of its list (ipywidgets 7.7.1 among them).
"""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "notebooks").glob("*.ipynb"))
PINS = {
    "Colab": ("numpy==2.1.3", "matplotlib==3.10.0", "ipywidgets==7.7.1"),
    "an old hub": ("numpy==1.26.4", "matplotlib==3.8.4", "ipywidgets==8.1.1"),
}
BESIDE = ("ipykernel", "nbclient", "nbformat", "nbval", "tqdm")
RUN = """
import json, pathlib, sys
from helpers import pages
stored = pages.read(sys.argv[1])
ran = pages.run(stored, pathlib.Path(sys.argv[1]).parent, allow_errors=True)
kinds = [[[sorted(output.get("data", [output.output_type])) for output in cell.get("outputs", ())]
          for cell in pages.canonical(notebook).cells] for notebook in (stored, ran)]
print(json.dumps({"errors": [f"{output.ename}: {output.evalue}" for cell in ran.cells for output in cell.get("outputs", ())
                             if output.output_type == "error"],
                  "said": [output.text for cell in ran.cells for output in cell.get("outputs", ())
                           if output.get("name") == "stderr"],
                  "other outputs": [number for number, (old, new) in enumerate(zip(*kinds)) if old != new]}))
"""
pytestmark = pytest.mark.everywhere


@pytest.fixture(scope="module", params=PINS)
def python(request, tmp_path_factory):
    """Build the environment; return its Python."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    found = next(filter(Path.exists, (folder / name for name in ("bin/python", "Scripts/python.exe"))))
    install = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    done = subprocess.run([found, *install, *PINS[request.param], *BESIDE],
                          capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"pip can't build {request.param} here: {done.stderr.strip().splitlines()[-1][:200]}")
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_runs_with_pictures_and_words(page, python):
    done = subprocess.run([python, "-c", RUN, page], cwd=ROOT, capture_output=True, text=True,
                          env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout) == {"errors": [], "said": [], "other outputs": []}

"""The image for a class. No container engine here: its files are laid out as the Dockerfile says, and its script is run."""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from helpers import pages

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
IMPORT_ALL = """
import importlib, pathlib, sys
sys.path.insert(0, ".")
names = [".".join(path.with_suffix("").parts) for part in ("helpers", "benchmarks") for path in pathlib.Path(part).rglob("*.py")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name.removesuffix(".__init__"))
print(len(names))
"""


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """The root folder of an image that has what the Dockerfile copies, of what the .dockerignore leaves."""
    folder = tmp_path_factory.mktemp("image")
    first, *patterns = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert first == "*" and all(pattern.startswith("!") for pattern in patterns)
    sent = {path.relative_to(ROOT) for pattern in patterns for path in ROOT.glob(pattern[1:]) if path.is_file()}
    for line in re.findall("^COPY (.*)", DOCKERFILE, re.MULTILINE):
        *sources, target = [word for word in line.split() if not word.startswith("--")]
        for source in map(Path, sources):
            files = [path for path in sent if path == source or path.is_relative_to(source)]
            assert files, f"the .dockerignore leaves nothing of {source}"
            for path in files:
                inside = path.name if path == source else path.relative_to(source)
                place = folder / target.lstrip("/")
                place = place if path == source and not target.endswith("/") else place / inside
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / path, place)
    return folder


def bring(home, source):
    """Run the image's start script for a learner."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {"PATH": path, "HOME": str(home), "COURSE_SOURCE": str(source), "OPENBLAS_NUM_THREADS": "1"}
    subprocess.run(["bash", "-eu", "-c", f". '{DEPLOY / 'bring-course.sh'}'"], env=environment, check=True)


def test_the_base_is_pinned():
    base, = re.findall("^FROM (.*)", DOCKERFILE, re.MULTILINE)
    assert re.fullmatch(r"\S+/jupyter/base-notebook:\S+@sha256:[0-9a-f]{64}", base)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here: the image's start script was not tried")
def test_a_learner_finds_a_course_that_is_whole_and_it_is_never_overwritten(image, tmp_path):
    bring(tmp_path, image / "opt" / "course")
    course = tmp_path / "course"
    ours = {path.relative_to(ROOT) for pattern in ("notebooks/*.ipynb", "diagrams/*.*") for path in ROOT.glob(pattern)}
    assert ours == {path.relative_to(course) for part in ("notebooks", "diagrams") for path in (course / part).iterdir()}
    environment = os.environ | {"PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], cwd=course, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    page = min((course / "notebooks").iterdir())
    page.write_text("mine")
    bring(tmp_path, image / "opt" / "course")
    assert page.read_text() == "mine" and [path.name for path in tmp_path.iterdir()] == ["course"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here: the image's start script was not tried")
def test_a_new_release_gets_what_a_learner_wrote_and_the_old_folder_stays(image, tmp_path):
    source, home = tmp_path / "image", tmp_path / "home"
    shutil.copytree(image / "opt" / "course", source)
    home.mkdir()
    bring(home, source)
    page = min((home / "course" / "notebooks").glob("*.ipynb"))
    notebook = pages.read(page)
    step = dict(pages.exercises(notebook))["step"]
    step.source = step.source.replace("raise NotImplementedError", "return np.tanh(w_a * a_prev + w_x * xt)")
    pages.write(page, notebook)
    newer = pages.read(source / "notebooks" / page.name)
    newer.cells[0].source += "\n\nNewer."
    pages.write(source / "notebooks" / page.name, newer)
    bring(home, source)
    bring(home, source)  # once is enough
    old, = home.glob("course-before-*")
    assert (old / "notebooks" / page.name).read_text(encoding="utf-8") == pages.text(notebook)
    there = pages.read(page)
    assert there.cells[0].source.endswith("Newer.") and "np.tanh(w_a" in dict(pages.exercises(there))["step"].source
    assert "step moved" in (home / "course" / "brought.txt").read_text(encoding="utf-8")


def test_the_servers_setting_stands_where_the_image_looks_for_it(image):
    where, = re.findall(r"JUPYTER_CONFIG_PATH=(\S+)", DOCKERFILE)
    assert (image / where.lstrip("/") / "jupyter_server_config.py").exists()


def test_the_values_for_kubernetes_agree_with_the_image():
    values = yaml.safe_load((DEPLOY / "values.yaml").read_text(encoding="utf-8"))
    single = values["singleuser"]
    starts = set(re.findall(r"/lab/tree/[^\s\"]*", DOCKERFILE))
    assert starts == {single["defaultUrl"]} and (ROOT / single["defaultUrl"].removeprefix("/lab/tree/course/")).exists()
    teaching = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    assert f"docker push {single['image']['name']}:{single['image']['tag']}" in teaching
    assert single["cmd"] == "start-singleuser.py"  # of the base image, beside the start-notebook.py of the Dockerfile
    assert single["memory"]["guarantee"] == "384M" and single["cpu"]["guarantee"] == 0.1  # docs/teaching.md reckons with these

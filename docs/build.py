"""Build what is published, with the environment of docs/requirements.lock.

    python docs/build.py book _book       the book, from the notebooks as they are stored; one slider of each panel moves
    python docs/build.py epub _epub       the book as one file, _epub/rnn-to-lstm.epub
    python docs/build.py links _links     whether each address that the book names answers; a list in _links/output.txt
    python docs/build.py site _site       the course in the browser: JupyterLab without a server
    python docs/build.py colab FOLDER     the pages as Colab opens them: a first cell brings helpers/

Settings, all from the environment:
COURSE_REPOSITORY   the repository's address on GitHub; without it the book has no links to Colab, Binder and GitHub
COURSE_BRANCH       the branch that they open (main)
COURSE_BROWSER      where the site stands, seen from the book's first page, or a whole address (../_site)
COURSE_PYODIDE      a folder with a Pyodide distribution to put into the site (default: the kernel's own package source)
"""
import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import nbformat
from addresses import in_colab
from quick_start import start_quickly

ROOT = Path(__file__).parents[1]
# What the pages may link to: it is shown, or can be downloaded, where it is linked.
IN_THE_SITE = ("README.md", "LICENSE", "docs/*.md", "docs/static/*.png", "helpers/**/*.py", "data/*", "diagrams/*",
               "benchmarks/report.py", "benchmarks/results/*")
LAID_OUT = (*IN_THE_SITE[1:], "notebooks/*.ipynb", "CONTRIBUTING.md", "CHANGELOG.md", "CITATION.cff", "requirements.lock")
TITLE = "From the simple RNN to the LSTM"
START = "lab/index.html?path=notebooks/00_start_here.ipynb"
# Relative, so that the site may stand in any folder of any host. JupyterLite reads the settings of each folder on the way.
FRONT = f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{TITLE}</title><meta http-equiv="refresh" content="0; url={START}">
<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{{}}</script></head>
<body><a href="{START}">To the first page</a></body>
</html>
"""
# What the pages need beyond NumPy, Matplotlib and tqdm, which Pyodide brings. These wheels go into the site, as locked.
WHEELS = ("comm", "ipywidgets", "jupyterlab-widgets", "nbval")
# What a page's code reads. In the browser it comes as one wheel, with docs/in_the_browser.py and docs/fonts.json.
IN_THE_WHEEL = ("helpers/**/*.py", "data/*", "diagrams/*.svg", "benchmarks/report.py", "benchmarks/results/*.json")
IN_THE_BROWSER = """# In the browser, run this cell first: it says where this page is an older copy than the course.
import rnn_to_lstm

rnn_to_lstm.opened("{page}", "{release}")"""
IN_COLAB = """# In Colab, run this cell first: it brings the course's helpers. It may be run again.
import os

course = os.path.expanduser("~/course")
if not os.path.exists(course):
    !git clone --quiet --depth 1 {repository} {{course}}
os.chdir(os.path.join(course, "notebooks"))"""
CONTENTS = """
```{{toctree}}
:hidden:
:caption: The course

{pages}
```

```{{toctree}}
:hidden:
:caption: Beside the course

{others}
```
"""


def main(job, target):
    """Build one thing into the folder `target`."""
    globals()[job](Path(target).absolute())


def book(target):
    """Write the book."""
    with tempfile.TemporaryDirectory() as folder:
        course = next(filter(Path.exists, (ROOT / ".venv" / name for name in ("bin/python", "Scripts/python.exe"))), None)
        if course is None:
            print("The course's own packages aren't installed (make .venv/reader): the panels stay still.", file=sys.stderr)
        else:
            subprocess.run([course, ROOT / "docs" / "live_panels.py", Path(folder, "panels")], check=True)
            os.environ["COURSE_PANELS"] = folder
        sphinx("html", target)
    for template in (target / "_static").glob("*webpack-macros.html"):  # of the theme, no pages
        template.unlink()
    (target / ".nojekyll").touch()


def epub(target):
    """Write the book as one file for a reader of e-books: the folder `target` gets rnn-to-lstm.epub."""
    with tempfile.TemporaryDirectory() as folder:
        sphinx("epub", Path(folder, "epub"), "--define", "html_math_renderer=mathml")
        target.mkdir(exist_ok=True)
        say_mathml(next(Path(folder, "epub").glob("*.epub")), target / "rnn-to-lstm.epub")


def say_mathml(source, target):
    """Copy an e-book, and say in its list which of its pages have formulas: the format asks for that, Sphinx doesn't do it."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        with_formulas = {name for name in old.namelist() if name.endswith(".xhtml") and b"<math " in old.read(name)}
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "content.opf":
                content = re.sub(rb'href="([^"]*)" media-type="application/xhtml\+xml"', lambda found: found[0] + (
                    b' properties="mathml"' if found[1].decode() in with_formulas else b""), content)
            new.writestr(item, content)


def links(target):
    """Ask for every address outside the book; a dead one fails."""
    sphinx("linkcheck", target)


def sphinx(builder, target, *options):
    """Lay the sources out as in the repository, the README as the first page, and run Sphinx on them."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder, "source")
        stage.mkdir()
        for path in (path for pattern in LAID_OUT for path in ROOT.glob(pattern) if path.is_file()):
            copy(path, stage, link_to_index if path.suffix in (".md", ".ipynb") else None)
        found, more = (sorted(path.relative_to(stage).as_posix() for path in stage.rglob(kind)) for kind in ("*.ipynb", "*.md"))
        contents = CONTENTS.format(pages="\n".join(found), others="\n".join(more))
        (stage / "index.md").write_text((ROOT / "README.md").read_text(encoding="utf-8") + contents, encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        run("sphinx", "--quiet", "--builder", builder, "--fail-on-warning", "--keep-going", "--conf-dir", ROOT / "docs",
            "--doctree-dir", Path(folder, "doctrees"), *options, stage, target)


def site(target):
    """Put the whole course into a JupyterLab that runs in the reader's browser, and open it on its first page."""
    with tempfile.TemporaryDirectory() as folder:
        files, wheels = Path(folder, "files"), Path(folder, "wheels")
        files.mkdir()
        fetch_wheels(wheels)
        release = pack_course(wheels)
        for path in pages():
            with_first_cell(path, files, IN_THE_BROWSER.format(page=path.name, release=release))
        for path in (path for pattern in IN_THE_SITE for path in ROOT.glob(pattern) if path.is_file()):
            copy(path, files, for_btoa if path.suffix == ".svg" else None)
        lite = Path(folder, "lite")
        lite.mkdir()
        settings = {"jupyter-lite-schema-version": 0, "jupyter-config-data": {
            "appName": TITLE, "enableMemoryStorage": True,
            "defaultKernelName": "python", "exposeAppInBrowser": False}}
        (lite / "jupyter-lite.json").write_text(json.dumps(settings))
        if os.environ.get("COURSE_PYODIDE"):
            shutil.copytree(os.environ["COURSE_PYODIDE"], lite / "static" / "pyodide")
        shutil.rmtree(target, ignore_errors=True)
        run("jupyterlite_core", "build", "--lite-dir", lite, "--contents", files, "--output-dir", target, "--apps", "lab",
            "--apps", "notebooks", "--no-sourcemaps", "--no-libarchive",
            *(f"--piplite-wheels={wheel}" for wheel in sorted(wheels.iterdir())), folder=folder)
    start_quickly(target)
    (target / "index.html").write_text(FRONT, encoding="utf-8")
    (target / ".nojekyll").touch()


def fetch_wheels(folder):
    """Download the wheels that the site carries, in the versions and with the hashes of requirements.lock."""
    entries = re.split(r"\n(?=\w)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    wanted = [re.sub(r" ;[^\\]*", " ", entry) for entry in entries if entry.split("==")[0] in WHEELS]
    folder.mkdir()
    (folder / "locked.txt").write_text("\n".join(wanted) + "\n")
    run("pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--require-hashes",
        "--dest", folder, "-r", folder / "locked.txt")
    (folder / "locked.txt").unlink()


def pack_course(folder):
    """Write one wheel of what the pages' code reads, and return its release: the course's version and what is in it."""
    parts = {path.relative_to(ROOT).as_posix(): path.read_bytes() for pattern in IN_THE_WHEEL for path in ROOT.glob(pattern)}
    parts |= {name: (ROOT / "docs" / source).read_bytes() for name, source in (
        ("__init__.py", "in_the_browser.py"), ("compiled.py", "keep_compiled.py"), ("fonts.json", "fonts.json"))}
    digest = hashlib.sha256(b"".join(parts[name] for name in sorted(parts)))
    for path in pages():
        digest.update(path.read_bytes())
    version = re.search('__version__ = "(.*)"', (ROOT / "helpers" / "__init__.py").read_text(encoding="utf-8"))[1]
    release = f"{version}.{int(digest.hexdigest()[:6], 16)}"
    parts["__init__.py"] = parts["__init__.py"].replace(b'"RELEASE"', f'"{release}"'.encode())
    information = f"rnn_to_lstm-{release}.dist-info"
    files = {f"rnn_to_lstm/{name}": parts[name] for name in sorted(parts)} | {
        f"{information}/METADATA": f"Metadata-Version: 2.1\nName: rnn-to-lstm\nVersion: {release}\n".encode() + b"".join(
            f"Requires-Dist: {name}\n".encode() for name in ("ipywidgets", "matplotlib", "numpy", "tqdm")),
        f"{information}/WHEEL": b"Wheel-Version: 1.0\nGenerator: course\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    files[f"{information}/RECORD"] = "".join(f"{name},,\n" for name in (*files, f"{information}/RECORD")).encode()
    with zipfile.ZipFile(folder / f"rnn_to_lstm-{release}-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, content in files.items():
            wheel.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)  # no date: same bytes
    return release


def colab(target):
    """Write the pages as Colab opens them. The publishing workflow puts them on the branch `colab`."""
    repository = os.environ["COURSE_REPOSITORY"].rstrip("/")
    for path in pages():
        with_first_cell(path, target, IN_COLAB.format(repository=repository), functools.partial(as_addresses, repository))


def as_addresses(repository, text):
    """Return a text whose links say where in the world they lead: a page in Colab has no folder around it."""
    branch = os.environ.get("COURSE_BRANCH", "main")
    for start, address in ((r"\.\./(?=diagrams/)", f"{repository}/raw/{branch}/"), (r"\.\./", f"{repository}/blob/{branch}/"),
                           (r"(\d\d_\w+)\.ipynb", in_colab(repository, r"notebooks/\1"))):
        text = re.sub(rf"(?<=\]\(){start}", address, text)
    return text


def with_first_cell(path, stage, source, change=None):
    """Copy a page with one more code cell before its first; `change` takes and returns the text of each cell of Markdown."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if change is not None and cell.cell_type == "markdown":
            cell.source = change(cell.source)
    place = next((number for number, cell in enumerate(notebook.cells) if cell.cell_type == "code"), 0)
    notebook.cells.insert(place, nbformat.v4.new_code_cell(source, id="before-the-page"))
    target = stage / path.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)


def run(module, *arguments, folder=None):
    """Run a Python module with the publishing environment."""
    subprocess.run([sys.executable, "-m", module, *map(str, arguments)], check=True, cwd=folder)


def link_to_index(text):
    """The README is the book's first page, and is called index there."""
    return text.replace("../README.md", "../index.md").replace("](README.md", "](index.md")


def for_btoa(text):
    """JupyterLite makes pictures in a text into base64 with a function that takes Latin letters only: no others, then."""
    return text.encode("ascii", "xmlcharrefreplace").decode()


def copy(path, stage, change=None):
    """Copy a file of the repository to its place in the folder `stage`."""
    target = stage / path.relative_to(ROOT)
    target.parent.mkdir(parents=True, exist_ok=True)
    if change is None:
        shutil.copy(path, target)
    else:
        target.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def pages():
    """Return the paths of the course's pages in reading order."""
    return sorted((ROOT / "notebooks").glob("*.ipynb"))


if __name__ == "__main__":
    main(*sys.argv[1:])

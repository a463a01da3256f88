"""Anyone can open the course in the browser: the site is built, served on loopback, and opened in a Chromium that reaches
nothing else. Two of its pages are run there, with NumPy where a Pyodide that has it can be fetched; all of them, and more of
each, by `make everywhere`. That the pages need nothing which a browser lacks is held by reading what they import.
"""
import ast
import functools
import hashlib
import html
import json
import re
import zipfile

import pytest

from helpers import pages
from tests.docs import lite, publishing
from tests.docs.publishing import PAGES, ROOT, served

needs_packages = pytest.mark.skipif(publishing.PYTHON is None, reason=f"{publishing.NOT_INSTALLED}: no site was built")
FIRST, *_ = PAGES
GATES, = (page for page in PAGES if page.endswith("_gates"))
# guard starts a thread if it can, and has another way if it can't. The others are imported by commands, by no page.
LACKING = {"asyncio", "concurrent", "ftplib", "http", "multiprocessing", "socket", "ssl", "subprocess", "threading", "urllib"}
ALLOWED = {("guard", "threading")}
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
KEPT = "() => caches.open('rnn-to-lstm').then(shelf => shelf.keys()).then(kept => kept.length > 0)"
BEGUN = "() => performance.getEntriesByType('resource').filter(entry => entry.name.endsWith('pyodide.asm.wasm')).length"
SCROLL_TO_A_PICTURE = """async () => {
    const pane = document.querySelector('.jp-WindowedPanel-outer') || document.querySelector('.jp-Notebook');
    for (let y = 0; y < 30000; y += 300) {
        pane.scrollTop = y;
        await new Promise(done => setTimeout(done, 100));
        if (document.querySelector('.jp-OutputArea-output img')) return true;
    }
    return false;
}"""


@functools.cache
def imported_by(path):
    """Return the names of the modules that a file or a page imports, but for those of a command: helpers' own as helpers.name."""
    sources = [path.read_text(encoding="utf-8")] if path.suffix == ".py" else [
        cell.source for cell in pages.read(path).cells if cell.cell_type == "code"]
    found = set()
    statements = [statement for source in sources for statement in ast.parse(source).body]
    for node in (node for statement in statements if not is_command(statement) for node in ast.walk(statement)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            of_helpers = (node.module or "").split(".")[0] in ("helpers", "benchmarks")
            found |= {node.module} | ({f"{node.module}.{alias.name}" for alias in node.names} if of_helpers else set())
    return found


def file_of(name):
    """Return where a module or a package of the course stands."""
    path = ROOT / name.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def is_command(statement):
    """Say whether a statement is `if __name__ == "__main__": …`."""
    return isinstance(statement, ast.If) and "__main__" in ast.unparse(statement.test)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_needs_nothing_that_a_browser_lacks(page):
    queue, seen = [ROOT / "notebooks" / f"{page}.ipynb"], set()
    while queue:
        path = queue.pop()
        for name in imported_by(path) - seen:
            module = file_of(name)
            assert name.split(".")[0] not in LACKING or (path.stem, name) in ALLOWED, f"{path.name} imports {name}"
            if name.startswith(("helpers", "benchmarks")) and module.exists():
                seen.add(name)
                queue.append(module)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return lite.site_with_numpy(tmp_path_factory)


@needs_packages
def test_holds_the_whole_course(site):
    files = site[0] / "files"
    assert sorted(path.stem for path in (files / "notebooks").iterdir()) == PAGES
    for pattern in ("helpers/**/*.py", "data/*.*", "diagrams/*.*", "README.md"):
        ours, theirs = ({str(path.relative_to(start)) for path in start.glob(pattern)} for start in (ROOT, files))
        assert ours == theirs
    assert f"path=notebooks/{FIRST}.ipynb" in (site[0] / "index.html").read_text()
    for page in PAGES:
        before, after = (pages.read(path / "notebooks" / f"{page}.ipynb") for path in (ROOT, files))
        assert [cell.source for cell in after.cells if cell.id != "before-the-page"] == [cell.source for cell in before.cells]
        assert [cell for cell in after.cells if cell.cell_type == "code"][0].id == "before-the-page"
    listed = json.loads((site[0] / "api" / "contents" / "notebooks" / "all.json").read_text())["content"]
    assert sorted(entry["name"] for entry in listed) == [f"{page}.ipynb" for page in PAGES]


@needs_packages
def test_the_course_comes_in_one_wheel_whose_name_says_its_release(site):
    wheel, = (site[0] / "pypi").glob("rnn_to_lstm-*.whl")
    release = wheel.name.split("-")[1]
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert f'RELEASE = "{release}"' in archive.read("rnn_to_lstm/__init__.py").decode()
    for pattern in ("helpers/**/*.py", "data/*", "diagrams/*.svg", "benchmarks/report.py"):
        assert {f"rnn_to_lstm/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob(pattern)} <= names
    for page in PAGES:
        first = next(cell for cell in pages.read(site[0] / "files" / "notebooks" / f"{page}.ipynb").cells
                     if cell.cell_type == "code")
        assert f'opened("{page}.ipynb", "{release}")' in first.source


@needs_packages
def test_python_starts_with_the_page_and_with_the_wheels_that_came_with_the_site(site):
    course = site[0] / "course"
    start = json.loads(re.search(r"const SETTINGS = (.*);", (course / "start_python.mjs").read_text())[1])
    kernel = json.loads((site[0] / "jupyter-lite.json").read_text())["jupyter-config-data"]["litePluginSettings"][KERNEL]
    assert kernel["pyodideUrl"] == "./course/start_python.mjs"
    assert kernel["loadPyodideOptions"]["packages"] == start["packages"]
    assert {"ipykernel", "piplite", "pyodide-kernel", "comm", "ipywidgets", "nbval", "rnn-to-lstm"} == set(start["wheels"]) - {
        "widgetsnbextension", "jupyterlab-widgets"}
    for wheel in start["wheels"].values():
        assert hashlib.sha256((course / wheel["file_name"]).read_bytes()).hexdigest() == wheel["sha256"]
    for address in re.findall('import "(.*)";', (course / "worker.mjs").read_text()):
        assert (course / address).is_file()
    for page in ("lab", "notebooks"):
        assert "../course/worker.mjs" in (site[0] / page / "index.html").read_text()


@needs_packages
def test_pictures_in_a_text_are_such_as_jupyterlite_can_show(site):
    for path in (site[0] / "files" / "diagrams").glob("*.svg"):
        assert path.read_text(encoding="utf-8").isascii()
        assert html.unescape(path.read_text()) == html.unescape((ROOT / "diagrams" / path.name).read_text(encoding="utf-8"))


@needs_packages
def test_the_course_opens_and_runs_in_the_browser(site):
    """The first page, and on a second visit one with a diagram and panels; `make everywhere` runs them all, and more of each."""
    folder, why_not = site
    pytest.importorskip("playwright.sync_api")
    from tests.browser import lab

    if lab.CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the site was not opened")
    with served(folder) as address, lite.chromium(lab.CHROMIUM) as chromium:
        failed = []
        tab = new_reader(chromium, failed)
        tab.goto(f"{address}/")
        tab.locator(".jp-Notebook h1", has_text="0. Start here").wait_for(timeout=90_000)
        assert tab.evaluate(SCROLL_TO_A_PICTURE), "stored pictures show before anything has run"
        assert [address for address in failed if "favicon" not in address] == []
        if why_not:
            pytest.skip(f"{why_not}: no page was run in the browser")
        lite.wait_for_kernel(tab)
        lite.run_open_page(tab, f"{FIRST}.ipynb", folder)
        assert lite.look_at_pictures(tab)
        kept = "import json, pathlib; print(json.loads(pathlib.Path('/drive/.progress.json').read_text())['exercises'])"
        assert "'step'" in lite.python(tab, kept)
        the_second_visit_takes_what_the_first_one_kept(tab, address, f"{GATES}.ipynb")
        lite.run_open_page(tab, f"{GATES}.ipynb", folder)
        assert lite.look_at_pictures(tab)


def the_second_visit_takes_what_the_first_one_kept(tab, address, page):
    """What was compiled is compiled no more, Python is begun once and with the page, and it reaches the reader's files."""
    taken, said = "import json, helpers; print(json.__file__[-4:], open(helpers.__spec__.cached, 'rb').read(5)[4])", []
    tab.on("console", lambda message: said.append(message.text) if message.type in ("warning", "error") else None)
    for _ in range(120):  # wait_for_function takes a promise for true
        if tab.evaluate(KEPT):
            break
        tab.wait_for_timeout(500)
    tab.goto(f"{address}/lab/index.html?reset")  # without the page that was open before, and its kernel
    tab.locator(".jp-Launcher").wait_for()
    lite.open_page(tab, address, page)
    found = lite.python(tab, taken).split()  # 1 is the mark of a kept file
    assert found == [".pyc", "1"], said
    assert lite.python(tab, "import rnn_to_lstm.compiled as c; print(c.number() > 300)").strip() == "True"
    worker, = (worker for worker in tab.workers if re.search(r"course/worker\.mjs|comlink\.worker", worker.url))
    assert "course/worker.mjs" in worker.url, "the page's own, begun before the application is there, and taken by it"
    assert worker.evaluate(BEGUN) == 1
    assert lite.python(tab, "import os; print(os.path.exists('/drive/.progress.json'))").strip() == "True"


def new_reader(chromium, failed):
    """Return a tab without a past; `failed` will hold the addresses that did not answer."""
    tab = chromium.new_context(viewport={"width": 1200, "height": 1000}).new_page()
    tab.on("requestfailed", lambda request: failed.append(request.url))
    tab.on("response", lambda answer: answer.status >= 400 and failed.append(answer.url))
    return tab

